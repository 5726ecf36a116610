// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Desktop
import Testing

@Suite struct ClaimedTextTests {
    @Test(arguments: [
        ("Notes – untitled", "Notes – untitled"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("bell\u{7}, escape\u{1B}[31m, delete\u{7F}, nel\u{85}", "bell, escape[31m, delete, nel"),
        ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
        ("\u{2066}isolated\u{2069}\u{200F}", "isolated"),
        ("line\u{2028}separator", "lineseparator"),
        ("family 👨‍👩‍👧 and flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "family 👨‍👩‍👧 and flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        ("", ""),
    ])
    func `what could change how other text looks is left out`(text: String, expected: String) {
        let cleaned = ClaimedText.clean(utf8: Array(text.utf8), limit: 1_024)
        #expect(Array(cleaned.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func `invalid UTF-8 is repaired`() {
        #expect(ClaimedText.clean(utf8: [0x61, 0xFF, 0x62], limit: 16) == "a\u{FFFD}b")
    }

    @Test func `a sequence cut in two by the bound is dropped`() {
        let bytes = Array("ab€".utf8)
        #expect(ClaimedText.clean(utf8: Array(bytes.dropLast()), limit: 16) == "ab")
        #expect(ClaimedText.clean(utf8: bytes, limit: 4) == "ab")
        #expect(ClaimedText.clean(utf8: bytes, limit: 5) == "ab€")
    }

    @Test func `the result stays within the limit even where repair makes it longer`() {
        let text = ClaimedText.clean(utf8: [UInt8](repeating: 0xFF, count: 5_000), limit: 1_024)
        #expect(text.utf8.count <= 1_024)
        #expect(!text.isEmpty)
    }

    @Test func `an old program's title is Latin-1`() {
        #expect(ClaimedText.clean(latin1: [0x63, 0x61, 0x66, 0xE9, 0x9B], limit: 16) == "café")
        #expect(ClaimedText.clean(latin1: [0xE9, 0xE9], limit: 3) == "é")
    }
}

@Suite struct CompoundTextTests {
    private static let escape = "\u{1B}"

    @Test(arguments: [
        ("plain", "plain"),
        ("Caf\u{E9}", "Café"),
        // As xterm writes an en dash.
        ("Caf\u{E9} \(escape)%G\u{E2}\u{80}\u{93}\(escape)%@ notes", "Café – notes"),
        // Latin-2, and Latin-1 again.
        ("\(escape)-B\u{A3}\(escape)-A\u{F3}d", "\u{FFFD}ód"),
        // Two bytes a character in the left half, and ASCII again.
        ("\(escape)$(BF|\(escape)(B ok", "\u{FFFD}\u{FFFD} ok"),
        // Cut short by the bound.
        ("end\(escape)", "end"),
        ("end\(escape)%", "end"),
    ])
    func `what it can say is read and the rest is marked`(latin1: String, expected: String) {
        let bytes = latin1.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(ClaimedText.clean(utf8: CompoundText.utf8(bytes), limit: 1_024) == expected)
    }
}
