// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching
import Testing

@Suite struct NormalizerTests {
    @Test(
        arguments: [
            ("a", .word("a")), ("Z", .word("z")), ("7", .word("7")), ("É", .word("é")), ("Ж", .word("ж")),
            ("\u{130}", .word("i")), ("\u{FF21}", .word("\u{FF41}")),
            (" ", .separator), ("\n", .separator), ("\t", .separator), ("\r", .separator), ("\u{A0}", .separator),
            ("\u{2009}", .separator), ("\u{2028}", .separator), ("-", .separator), ("\u{2010}", .separator),
            ("\u{2014}", .separator), (",", .separator), ("\u{FF0C}", .separator),
            ("'", .skipped), ("\u{2019}", .skipped), ("\u{2018}", .skipped), ("\u{2BC}", .skipped), ("`", .skipped),
            ("\u{301}", .skipped), ("\u{336}", .skipped), ("\u{20E3}", .skipped), ("\u{200B}", .skipped),
            ("\u{200D}", .skipped), ("\u{AD}", .skipped), ("\u{202E}", .skipped), ("\u{FE0F}", .skipped),
            ("\u{FEFF}", .skipped), ("\u{3164}", .skipped), ("\u{E0061}", .skipped),
            (".", .hardBreak), ("!", .hardBreak), ("?", .hardBreak), (";", .hardBreak), (":", .hardBreak),
            ("\"", .hardBreak), ("(", .hardBreak), ("\u{201C}", .hardBreak), ("/", .hardBreak),
            ("\u{2026}", .hardBreak),
            ("\u{1F600}", .hardBreak), ("\u{7}", .hardBreak), ("\u{0}", .hardBreak),
        ] as [(Unicode.Scalar, Normalizer.Symbol)])
    func `a scalar is read as its kind`(scalar: Unicode.Scalar, symbol: Normalizer.Symbol) {
        #expect(Normalizer.symbol(of: scalar) == symbol)
    }

    @Test func `a normal form is a fixed point`() throws {
        for value in UInt32(0)..<0x2_0000 {
            guard let scalar = Unicode.Scalar(value), case .word(let word) = Normalizer.symbol(of: scalar) else {
                continue
            }
            if Normalizer.symbol(of: word) != .word(word) { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func `a phrase is put into words with one space between`() throws {
        let form = try Normalizer.normalForm(ofPhrase: " - Don\u{2019}t,  GO\u{AD}ing - ")
        #expect(String(String.UnicodeScalarView(form)) == "dont going")
        #expect(throws: Normalizer.Refusal.noWord) { try Normalizer.normalForm(ofPhrase: "' -") }
        #expect(throws: Normalizer.Refusal.hardBreak("!")) { try Normalizer.normalForm(ofPhrase: "no!") }
    }
}
