// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

extension Phrase {
    init(_ text: String, category: String = "test", severity: Int = 3, line: Int = 1) {
        self.init(text: text, category: category, severity: severity, file: "test.words", line: line)
    }
}

extension PhraseMatcher {
    /// A matcher for phrases that are known to compile.
    init(_ phrases: String...) throws {
        self.init(try Automaton(phrases: phrases.map { Phrase($0) }))
    }

    /// Types a text; `<` is a press of Backspace and `|` the end of a token.
    mutating func type(_ keys: String) -> [PhraseMatch] {
        keys.unicodeScalars.flatMap { key in
            switch key {
            case "<": deleteBackward()
            case "|": endToken()
            default: append(key)
            }
        }
    }
}

/// A repeatable source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
