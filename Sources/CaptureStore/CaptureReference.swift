// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What people call a capture: `C-000042`.
///
/// Numbers are given in the order of arrival and never used again, not even after a purge.
package struct CaptureReference: Sendable, Hashable, Comparable {
    package let number: Int64

    package init(number: Int64) {
        self.number = number
    }

    /// Nil where the text is not `C-` and 6 to 18 digits.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: [0x43, 0x2D]), (8...20).contains(bytes.count) else { return nil }
        guard bytes.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let number = Int64(text.dropFirst(2)), number > 0 else { return nil }
        self.number = number
    }

    package static func < (left: CaptureReference, right: CaptureReference) -> Bool {
        left.number < right.number
    }
}

extension CaptureReference: CustomStringConvertible {
    package var description: String {
        let digits = String(number)
        return "C-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}
