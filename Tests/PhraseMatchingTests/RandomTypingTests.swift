// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching
import Testing

/// Random typing over a few letters, where nearly everything is the beginning of some phrase, against the reference.
@Suite struct RandomTypingTests {
    private static let rounds = 600
    private static let keysPerRound = 120

    /// What differs first in one round, if anything does.
    private func disagreement(seed: UInt64, isForgetful: Bool = false, deletes: Bool = true) throws -> String? {
        var random = SeededGenerator(state: seed)
        let phrases = randomPhrases(&random)
        var matcher = PhraseMatcher(try Automaton(phrases: phrases))
        var reference = NaiveMatcher(phrases)
        reference.isForgetful = isForgetful
        let keys = Array("aaabbbcAB     --\n'\u{200B}.".unicodeScalars)
        for _ in 0..<Self.keysPerRound {
            let found: [PhraseMatch]
            let expected: [PhraseMatch]
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<25 where deletes:
                found = matcher.deleteBackward()
                expected = reference.deleteBackward()
            case 25..<30:
                found = matcher.endToken()
                expected = reference.endToken()
            case 30 where deletes:
                matcher.reset()
                reference.reset()
                (found, expected) = ([], [])
            default:
                let key = keys[Int.random(in: keys.indices, using: &random)]
                found = matcher.append(key)
                expected = reference.append(key)
            }
            if Set(found) != Set(expected) || found.count != expected.count || matcher.length != reference.text.count {
                let text = String(String.UnicodeScalarView(reference.text)).debugDescription
                return "seed \(seed): after \(text) found \(found), expected \(expected) of \(phrases.map(\.text))"
            }
        }
        return nil
    }

    private func randomPhrases(_ random: inout SeededGenerator) -> [Phrase] {
        var texts: Set<String> = []
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let words = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 1...2, using: &random)).map { _ in "ab".randomElement(using: &random) ?? "a" })
            }
            texts.insert(words.joined(separator: " "))
        }
        return texts.sorted().enumerated().map { Phrase($1, category: ["x", "y"][$0 % 2], line: $0) }
    }

    @Test func `typing, Backspace and rests find what comparing words finds`() throws {
        let base = UInt64.random(in: 0..<1 << 32)
        print("random typing: seed \(base)")
        for round in 0..<UInt64(Self.rounds) {
            let disagreement = try disagreement(seed: base + round)
            #expect(disagreement == nil)
            if disagreement != nil { return }
        }
    }

    @Test func `the comparison notices a matcher that loses matches`() throws {
        let caught = try (0..<UInt64(200)).filter {
            try disagreement(seed: $0, isForgetful: true, deletes: false) != nil
        }
        #expect(!caught.isEmpty)
        #expect(try disagreement(seed: 0, deletes: false) == nil)
    }

    @Test func `what Backspace leaves behind is what typing it at once would be`() throws {
        var random = SeededGenerator(state: 7)
        let phrases = randomPhrases(&random) + [Phrase("b a b", category: "z", line: 99)]
        let automaton = try Automaton(phrases: phrases)
        for _ in 0..<300 {
            var edited = PhraseMatcher(automaton)
            var text: [Unicode.Scalar] = []
            for _ in 0..<60 {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    _ = edited.deleteBackward()
                    _ = text.popLast()
                } else {
                    let key = Array("ab .".unicodeScalars)[Int.random(in: 0..<4, using: &random)]
                    _ = edited.append(key)
                    text.append(key)
                }
            }
            // Both go on in the same way, with a word that was not there before.
            var fresh = PhraseMatcher(automaton)
            for scalar in text { _ = fresh.append(scalar) }
            for key in "a b a b ".unicodeScalars {
                let after = edited.append(key).filter { $0.range.upperBound > text.count }
                #expect(after == fresh.append(key).filter { $0.range.upperBound > text.count })
            }
        }
    }
}
