// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Text that a person typed, or words taken from it.
///
/// It prints as `<typed text, 12 scalars>` however it is printed, interpolated, dumped or reflected, so that it cannot
/// reach a log, an error or a metric by accident. Reading it is spelled `reveal()`, so that every use can be found and
/// reviewed. It is not `Codable`: only CollectorAPI turns it into bytes, by hand.
package struct TypedText: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    ///
    /// Each call is a place to review.
    package func reveal() -> String { text }

    /// Length in Unicode scalars, the unit in which all offsets are counted.
    package var scalarCount: Int { text.unicodeScalars.count }

    package var isEmpty: Bool { text.isEmpty }
}

extension TypedText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<typed text, \(scalarCount) scalars>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
