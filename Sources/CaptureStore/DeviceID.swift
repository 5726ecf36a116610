// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Names a device: the SHA-256 of its public key (DER), in 64 lower-case hexadecimal digits.
///
/// A device is its key. Whatever else it says of itself is a claim.
package struct DeviceID: Sendable, Hashable {
    package let hexadecimal: String

    /// Nil where the text has any other form.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 64 else { return nil }
        guard bytes.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        self.hexadecimal = text
    }
}

extension DeviceID: CustomStringConvertible {
    package var description: String { hexadecimal }
}
