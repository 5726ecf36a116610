// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The X Consortium's Compound Text, in which terminals such as xterm still name their windows.
///
/// It is ISO 8859-1 in which escape sequences switch to other character sets. Those for UTF-8 (`ESC % G` to `ESC % @`) and
/// back to Latin-1 are followed; a character of any other set becomes one U+FFFD a byte, as it does in a title without
/// its font. Programs with such titles set `_NET_WM_NAME` as well.
package enum CompoundText {
    /// `bytes` in UTF-8, to be cleaned like any other claim.
    package static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        // ASCII on the left half of the table, Latin-1 on the right.
        var isLeftKnown = true
        var isRightKnown = true
        var isUTF8 = false
        var rest = bytes[...]
        while let byte = rest.first {
            if byte == 0x1B {
                let sequence = escape(rest)
                rest = rest.dropFirst(sequence.count)
                switch Array(sequence.dropFirst()) {
                case [0x25, 0x47]: isUTF8 = true
                case [0x25, 0x40]: isUTF8 = false
                case [0x28, 0x42]: isLeftKnown = true
                case [0x2D, 0x41]: isRightKnown = true
                case let other where other.first == 0x28 || other.starts(with: [0x24, 0x28]): isLeftKnown = false
                default: isRightKnown = false
                }
                continue
            }
            rest = rest.dropFirst()
            if isUTF8 {
                result.append(byte)
            } else if byte < 0x80 ? isLeftKnown || byte <= 0x20 : isRightKnown {
                result.append(contentsOf: UTF8.encode(Unicode.Scalar(byte)) ?? UTF8.encodedReplacementCharacter)
            } else {
                result.append(contentsOf: UTF8.encodedReplacementCharacter)
            }
        }
        return result
    }

    /// An escape sequence: ESC, intermediate bytes 0x20 to 0x2F, one final byte.
    private static func escape(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let intermediates = bytes.dropFirst().prefix { (0x20...0x2F).contains($0) }
        return bytes.prefix(1 + intermediates.count + 1)
    }
}
