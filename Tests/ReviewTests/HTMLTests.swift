// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Review
import Testing

@Suite struct HTMLTests {
    private func text(_ html: HTML) -> String {
        String(decoding: html.document().dropFirst("<!DOCTYPE html>\n".utf8.count), as: UTF8.self)
    }

    @Test func `elements, attributes and text come out as written`() {
        let html = HTML.element(.p, .class("lead"), content: "Hello ", .element(.strong, content: "you"))
        #expect(text(html) == #"<p class="lead">Hello <strong>you</strong></p>"#)
    }

    @Test func `an element without content has no end tag`() {
        let html = HTML.element(.input, .type("radio"), .required)
        #expect(text(html) == #"<input type="radio" required>"#)
    }

    @Test func `interpolated text is escaped like all text`() {
        let typed = "<script>"
        #expect(text("typed: \(typed)") == "typed: &lt;script&gt;")
    }

    @Test(arguments: [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"), ("\0", "\u{2400}"),
        ("\u{1B}", "\u{241B}"), ("\r", "\u{240D}"), ("\r\n", "\u{240D}\n"), ("\u{7F}", "\u{2421}"),
        ("\u{85}", "\u{FFFD}"), ("\u{2028}", "\u{2424}"), ("\u{2029}", "\u{2424}"), ("\u{202E}", "\u{FFFD}"),
        ("\u{2069}", "\u{FFFD}"), ("\u{FFFE}", "\u{FFFD}"), ("caf\u{E9} \u{1F3F4}", "caf\u{E9} \u{1F3F4}"),
        ("\u{5D0}", "\u{5D0}"),
    ])
    func `each scalar is shown, and none has power`(typed: String, shown: String) {
        // By scalars: as strings, two that look alike are equal.
        #expect(text(.text(typed)).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test func `line ends in an attribute stay line ends`() {
        #expect(text(.element(.img, .alt("a\nb\tc"))) == #"<img alt="a&#10;b&#9;c">"#)
    }

    @Test func `lone surrogates have become replacement characters`() {
        let typed = String(decoding: [0x61, 0xED, 0xA0, 0x80, 0x62] as [UInt8], as: UTF8.self)
        let bytes = HTML.text(typed).document()
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        #expect(text(.text(typed)).hasPrefix("a\u{FFFD}"))
    }

    /// What a pupil can type, or name a window, to break out of where the text is shown.
    static let attacks = [
        "\"\u{FE0F} autofocus onfocus=alert(1) x=", "\"\u{301}><script>alert(1)</script>", "<\u{200D}img src=x>",
        "<\u{301}script>alert(1)</script>", "\r\n\"><b>", "'\u{FE0F}onclick='x", "</textarea><script>x</script>",
        "</title><script>x</script>", "&#34;><svg onload=x>", "\u{2069}\u{202E}<b>", "-->\0<b>",
    ]

    @Test(arguments: attacks)
    func `an attack leaves no byte of markup in text or attribute`(attack: String) {
        let attribute = Array(text(.element(.input, .value(attack))).utf8)
        let inside = attribute.dropFirst(#"<input value=""#.utf8.count).dropLast(2)
        #expect(!inside.contains { Array("\"'<>".utf8).contains($0) })
        let shown = Array(text(.text(attack)).utf8)
        #expect(!shown.contains { Array("\"'<>".utf8).contains($0) })
    }

    @Test func `an escape by character fails where ours holds`() {
        func naive(_ text: String) -> String {
            text.map { character in
                switch character {
                case "\"": "&quot;"
                case "<": "&lt;"
                case ">": "&gt;"
                case "&": "&amp;"
                default: String(character)
                }
            }.joined()
        }
        for attack in ["\"\u{FE0F} onfocus=x", "<\u{301}script>", "<\u{200D}img src=x>"] {
            #expect(naive(attack).utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") })
            #expect(!text(.text(attack)).utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") })
        }
    }
}
