// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Turns text into bytes that a browser reads as that text and nothing else.
///
/// It goes by Unicode scalar. By character, `"` with a variation selector behind it is neither `"` nor in any table of
/// what to escape, and ends an attribute all the same.
enum HTMLEscaping {
    enum Place {
        case text
        /// Between double quotes.
        case attribute
    }

    static func append(_ text: String, to bytes: inout [UInt8], in place: Place) {
        for scalar in text.unicodeScalars {
            if let replacement = replacement(for: scalar, in: place) {
                bytes.append(contentsOf: replacement.utf8)
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private static func replacement(for scalar: Unicode.Scalar, in place: Place) -> String? {
        switch scalar.value {
        case 0x26: "&amp;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x22: "&quot;"
        case 0x27: "&#39;"
        case 0x09, 0x0A: place == .attribute ? "&#\(scalar.value);" : nil
        // Controls are shown as the pictures that Unicode has for them.
        case 0x00...0x1F: picture(0x2400 + scalar.value)
        case 0x7F: picture(0x2421)
        case 0x2028, 0x2029: picture(0x2424)
        // What has no picture, no meaning, or turns or hides the text around it.
        case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF:
            "\u{FFFD}"
        default: scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : nil
        }
    }

    private static func picture(_ value: UInt32) -> String {
        Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
    }
}
