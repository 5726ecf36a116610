// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What a phrase is about, as a wordlist names it: `self-harm`, `bullying`.
package struct Category: Sendable, Hashable {
    /// 1 to 40 bytes of `a-z`, `0-9` and `-`, starting with a letter.
    package let name: String

    /// Nil where the name has any other form.
    package init?(_ name: String) {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count <= 40, Self.isLetter(first) else { return nil }
        guard bytes.allSatisfy({ Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) else { return nil }
        self.name = name
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}

extension Category: CustomStringConvertible {
    package var description: String { name }
}
