// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching
import Testing

@Suite struct AutomatonTests {
    @Test func `no phrases match nothing`() throws {
        var matcher = PhraseMatcher(try Automaton(phrases: []))
        #expect(matcher.type("anything at all. |<<|").isEmpty)
    }

    @Test func `one phrase of one letter matches`() throws {
        var matcher = try PhraseMatcher("x")
        #expect(matcher.type("x xx .x. axa x|").map(\.range.lowerBound) == [0, 6, 13])
        #expect(matcher.type("<").isEmpty)
        #expect(matcher.type("x<").map(\.isDeleted) == [true])
    }

    @Test func `five thousand phrases are each found, and no other`() throws {
        let words = (0..<5_000).map { (number: Int) -> String in
            "w\(number % 50) \(number / 50 % 10)x\(number / 500) end"
        }
        let automaton = try Automaton(phrases: words.map { Phrase($0) })
        #expect(automaton.phrases.count == 5_000)
        var matcher = PhraseMatcher(automaton)
        for (index, word) in words.enumerated() {
            let found = (word + ". ").unicodeScalars.flatMap { matcher.append($0) }
            #expect(found.map(\.phrase.text) == [words[index]])
        }
        #expect(matcher.type("w50 0x0 end w0 0x0 en w0 0x0 ends ").isEmpty)
    }

    @Test func `letters of any script are taken`() throws {
        var matcher = try PhraseMatcher("убить себя", "śmierć")
        #expect(matcher.type("Убить  СЕБЯ, ŚMIERĆ! smierc ").map(\.phrase.text) == ["убить себя", "śmierć"])
    }

    @Test func `the same words in two categories are both reported, in one category once`() throws {
        var matcher = PhraseMatcher(
            try Automaton(phrases: [
                Phrase("a b", category: "x", line: 1), Phrase("A-B", category: "y", line: 2),
                Phrase("a  b", category: "x", line: 3),
            ]))
        #expect(matcher.type("a b ").map(\.phrase.line) == [1, 2])
    }

    @Test(arguments: ["", "  ", "-,'", "\u{200B}", "stop. now", "what?", "a\u{1F600}b", "a\u{7}b"])
    func `a phrase that could never match is refused with its place`(text: String) {
        let phrase = Phrase(text: text, category: "test", severity: 1, file: "lists/a.words", line: 7)
        let error = #expect(throws: WordlistError.self) { try Automaton(phrases: [Phrase("fine"), phrase]) }
        #expect(error?.description.hasPrefix("lists/a.words:7: the phrase ") == true)
        #expect(error?.description.unicodeScalars.contains { $0.value < 0x20 } == false)
    }
}
