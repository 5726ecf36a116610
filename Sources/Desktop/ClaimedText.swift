// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Text from another program, made safe to keep and to show: valid, bounded, and reading in the order it is written.
///
/// It works on bytes and scalars. Invalid UTF-8 is repaired, white-space controls become a space, and what could
/// change how the surrounding text looks (other controls, bidirectional overrides and marks, line separators) is left
/// out. Emoji sequences stay whole.
package enum ClaimedText {
    /// `bytes` as UTF-8; a sequence that a bounded read has cut in two is dropped.
    package static func clean(utf8 bytes: [UInt8], limit: Int) -> String {
        clean(String(decoding: withoutCutTail(bytes.prefix(limit)), as: UTF8.self).unicodeScalars, limit: limit)
    }

    /// `bytes` as ISO 8859-1, in which old programs name their windows.
    package static func clean(latin1 bytes: [UInt8], limit: Int) -> String {
        clean(bytes.prefix(limit).map { Unicode.Scalar($0) }, limit: limit)
    }

    private static func clean(_ scalars: some Sequence<Unicode.Scalar>, limit: Int) -> String {
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in scalars where !isHarmful(scalar) {
            let kept: Unicode.Scalar = isControl(scalar) ? " " : scalar
            length += UTF8.width(kept)
            if length > limit { break }
            result.append(kept)
        }
        return String(result)
    }

    /// White-space controls are not harmful: they become a space.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 }

    private static func withoutCutTail(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        // The lead byte of the last sequence is at most three bytes before the end.
        for offset in 1...4 where offset <= bytes.count {
            let byte = bytes[bytes.endIndex - offset]
            if byte & 0xC0 == 0x80 { continue }
            let needed = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return needed > offset ? bytes.dropLast(offset) : bytes
        }
        return bytes
    }
}
