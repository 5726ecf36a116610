// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Says what a typed scalar means to the matcher, so that "Don’t", "DON'T" and "dont" read the same.
///
/// | scalar | read as |
/// | --- | --- |
/// | letters and numbers | a word scalar, in lower case |
/// | white space (new lines and no-break spaces too), hyphens, dashes, commas | a separator; a run of them is one |
/// | apostrophes, combining marks, zero-width and other invisible scalars | nothing: skipped |
/// | everything else (full stops, quotation marks, brackets, symbols, emoji, controls) | a hard break |
///
/// A hard break ends a word as a separator does, and no phrase crosses it. Each scalar is read by itself: no buffer, no
/// look-ahead, so Backspace undoes exactly one. Precomposed letters with diacritics stay as they are.
package enum Normalizer {
    package enum Symbol: Sendable, Hashable {
        case word(Unicode.Scalar)
        case separator
        case hardBreak
        case skipped
    }

    /// What one scalar is read as.
    package static func symbol(of scalar: Unicode.Scalar) -> Symbol {
        switch scalar {
        case "a"..."z", "0"..."9": return .word(scalar)
        case " ", ",": return .separator
        default: break
        }
        if isApostrophe(scalar) { return .skipped }
        let properties = scalar.properties
        if properties.isWhitespace || properties.isDash || isComma(scalar) { return .separator }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return .skipped
        default: break
        }
        if properties.isDefaultIgnorableCodePoint { return .skipped }
        guard properties.isAlphabetic || properties.numericType != nil else { return .hardBreak }
        // Only U+0130 maps to two scalars, and its second is a combining mark, which would be skipped.
        return .word(properties.lowercaseMapping.unicodeScalars.first ?? scalar)
    }

    /// Why a text cannot be a phrase.
    package enum Refusal: Error, Equatable {
        /// Nothing is left to look for.
        case noWord
        /// It holds a scalar that no phrase crosses.
        case hardBreak(Unicode.Scalar)
    }

    /// A phrase in normal form: words in lower case, one space between them.
    ///
    /// Two phrases are the same where these are equal.
    package static func normalForm(ofPhrase text: String) throws(Refusal) -> [Unicode.Scalar] {
        var form: [Unicode.Scalar] = []
        var isSeparated = false
        for scalar in text.unicodeScalars {
            switch symbol(of: scalar) {
            case .skipped: continue
            case .hardBreak: throw .hardBreak(scalar)
            case .separator: isSeparated = true
            case .word(let word):
                if isSeparated && !form.isEmpty { form.append(" ") }
                isSeparated = false
                form.append(word)
            }
        }
        guard !form.isEmpty else { throw .noWord }
        return form
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "`", "\u{B4}", "\u{2B9}", "\u{2BB}", "\u{2BC}", "\u{2BD}", "\u{2018}", "\u{2019}", "\u{201B}",
            "\u{2032}", "\u{A78B}", "\u{A78C}", "\u{FF07}":
            true
        default: false
        }
    }

    private static func isComma(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", "\u{60C}", "\u{3001}", "\u{FE50}", "\u{FF0C}": true
        default: false
        }
    }
}
