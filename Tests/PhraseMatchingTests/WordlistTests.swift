// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching
import Testing

@Suite struct WordlistTests {
    private static let header = "category: self-harm\nlanguage: en-GB\nlicence: CC0-1.0\nmaintainer: us\n"
    private static let paragraph = "phrase: cut my arms\nseverity: 4\nmatch: I cut my arms\nno match: I cut my hair\n"

    private func parse(_ text: String) throws -> Wordlist {
        try Wordlist(parsing: Array(text.utf8), file: "a.words")
    }

    @Test func `a list is read`() throws {
        let list = try parse(
            Self.header + "\n# a comment\n\n" + Self.paragraph + "phrase: cutting my arms\nreason: says so\n\n\n"
                + "phrase: hurt myself: now".dropLast(5) + "\n# another\nseverity: 3\nmatch: a: b\nno match: c\n")
        #expect(list.category == "self-harm" && list.language == "en-GB")
        #expect(list.licence == "CC0-1.0" && list.maintainer == "us")
        #expect(list.phrases.map(\.text) == ["cut my arms", "cutting my arms", "hurt myself"])
        #expect(list.phrases.map(\.severity) == [4, 4, 3])
        #expect(list.phrases.map(\.line) == [8, 12, 16])
        #expect(list.phrases.allSatisfy { $0.file == "a.words" && $0.category == "self-harm" })
        #expect(list.examples.map(\.text) == ["I cut my arms", "I cut my hair", "a: b", "c"])
        #expect(list.examples.map(\.shouldMatch) == [true, false, true, false])
        #expect(list.examples.map(\.phrases) == [0..<2, 0..<2, 2..<3, 2..<3])
        #expect(list.examples.map(\.line) == [10, 11, 19, 20])
    }

    @Test func `a byte order mark, CRLF and blanks at the end of a line are accepted`() throws {
        let text = (Self.header + "\n" + Self.paragraph).split(separator: "\n", omittingEmptySubsequences: false)
        let list = try parse("\u{FEFF}" + text.joined(separator: " \t\r\n"))
        #expect(list.maintainer == "us" && list.phrases.first?.text == "cut my arms")
        #expect(list.examples.first?.text == "I cut my arms")
    }

    @Test(arguments: [
        ("", 1, "the header is missing"),
        ("# nothing\n\n", 1, "the header is missing"),
        (paragraph, 1, "the header is missing"),
        ("severity: 3\n" + header, 1, "\"severity\" is not a key of the header"),
        (header.replacing("us", with: ""), 4, "\"maintainer\" has no value"),
        (String(header.dropFirst(20)), 1, "\"category\" is missing"),
        (header.replacing("self-harm", with: "Self harm"), 1, "the category is not a name"),
        (header.replacing("self-harm", with: "sélf"), 1, "the category is not a name"),
        (header.replacing("en-GB", with: "English (UK)"), 2, "the language is not a BCP 47 tag"),
        (header + "category: again\n", 5, "\"category\" stands twice"),
        (header + "\nseverity: 4\nphrase: a\nmatch: a\nno match: b", 6, "does not begin with \"phrase\""),
        (header + "\n" + paragraph + "colour: red\n", 10, "\"colour\" is not a key"),
        (header + "\n" + paragraph + "Match: a\n", 10, "\"Match\" is not a key"),
        (header + "\n" + paragraph + "just words\n", 10, "the line is not \"key: value\""),
        (header + "\n" + paragraph + "severity: 4\n", 10, "\"severity\" stands twice"),
        (header + "\n" + paragraph + "reason: a\nreason: b\n", 11, "\"reason\" stands twice"),
        (header + "\n" + paragraph + "match:\n", 10, "\"match\" has no value"),
        (header + "\n" + paragraph.replacing("severity: 4\n", with: ""), 6, "\"severity\" is missing"),
        (header + "\n" + paragraph.replacing("match: I cut my arms\n", with: ""), 6, "\"match\" is missing"),
        (header + "\n" + paragraph.replacing("no match: I cut my hair\n", with: ""), 6, "\"no match\" is missing"),
        (header + "\n" + paragraph.replacing(": 4", with: ": 0"), 7, "the severity is not a number from 1 to 5"),
        (header + "\n" + paragraph.replacing(": 4", with: ": 6"), 7, "the severity is not a number from 1 to 5"),
        (header + "\n" + paragraph.replacing(": 4", with: ": +4"), 7, "the severity is not a number from 1 to 5"),
        (header + "\n" + paragraph.replacing(": 4", with: ": high"), 7, "the severity is not a number from 1 to 5"),
        (
            header + "\n" + paragraph + "\n" + paragraph.replacing("cut my", with: "CUT, my"), 11,
            "the same as that of line 6"
        ),
        (header + "\n" + paragraph + "phrase: '-'\n", 10, "has no letter or number"),
        (header + "\n" + paragraph + "phrase: stop. now\n", 10, "contains \".\""),
        (header + "\n" + paragraph + "phrase: a\u{1B}[2Jb\n", 10, "contains a control character"),
        (header + "\n" + paragraph + "phrase: " + String(repeating: "a", count: 993), 10, "longer than 1000 bytes"),
    ])
    func `what is wrong is said with file, line and advice`(text: String, line: Int, what: String) throws {
        let error = try #require(throws: WordlistError.self) { try parse(text) }
        #expect(error.file == "a.words")
        #expect(error.line == line)
        #expect(error.what.contains(what), "\(error)")
        #expect(!error.advice.isEmpty)
        #expect(error.description == "a.words:\(line): \(error.what); \(error.advice)")
        #expect(Wordlist.problems(in: Array(text.utf8), file: "a.words") == [error])
    }

    @Test func `a line of exactly the limit is taken`() throws {
        let phrase = "phrase: " + String(repeating: "a", count: 992)
        #expect(try parse(Self.header + "\n" + Self.paragraph + phrase).phrases.count == 2)
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF]] as [[UInt8]])
    func `invalid UTF-8 is refused with its line`(bytes: [UInt8]) throws {
        let text = Array((Self.header + "\n" + Self.paragraph + "reason: ").utf8) + bytes
        let error = try #require(throws: WordlistError.self) { try Wordlist(parsing: text, file: "a.words") }
        #expect(error.line == 10 && error.what == "the line is not valid UTF-8")
    }

    @Test func `all problems are told, in the order of the lines`() {
        let text =
            "category: X\nlanguage: en\nlicence: l\n\nphrase: a!\nseverity: 9\nmatch: a\nno match: b\n\nphrase: c\n"
        let problems = Wordlist.problems(in: Array(text.utf8), file: "a.words")
        #expect(problems.map(\.line) == [1, 1, 5, 6, 10, 10, 10])
    }

    @Test func `random bytes are refused or read, and never more`() {
        var random = SeededGenerator(state: 11)
        let pieces = [
            "category: a", "phrase: b", "severity: 3", "match: b", "no match: c", "\n", "\n\n", ":", "\u{FEFF}",
        ]
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<20 {
                bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
                if Bool.random(using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
            }
            let problems = Wordlist.problems(in: bytes, file: "r")
            #expect(problems.map(\.line) == problems.map(\.line).sorted())
            #expect(problems.isEmpty == ((try? Wordlist(parsing: bytes, file: "r")) != nil))
        }
    }

    @Test func `the same phrase in two lists is a problem`() throws {
        let first = try parse(Self.header + "\n" + Self.paragraph)
        let other =
            Self.header.replacing("self-harm", with: "violence") + "\n" + Self.paragraph.replacing("my", with: "My")
        let second = try Wordlist(parsing: Array(other.utf8), file: "b.words")
        #expect(try Wordlist.merge([first]).map(\.text) == ["cut my arms"])
        let error = try #require(throws: WordlistError.self) { try Wordlist.merge([first, second]) }
        #expect(error.description == "b.words:6: the phrase is the same as that of a.words:6; delete one of them")
        #expect(Wordlist.problems(across: [first, second]) == [error])
    }

    @Test func `examples that do not hold are told`() throws {
        #expect(try parse(Self.header + "\n" + Self.paragraph).failures().isEmpty)
        let wrong = Self.paragraph + "match: cut my arm\nno match: they CUT my arms?\nno match: arms\n"
        let failures = try parse(Self.header + "\n" + wrong).failures()
        #expect(failures.map(\.example.line) == [10, 11])
        #expect(failures.map { $0.match?.phrase.text } == [nil, "cut my arms"])
    }

    @Test func `an example is tried with the phrases of its own paragraph only`() throws {
        let other = "\nphrase: i cut my arms\nseverity: 5\nmatch: I cut my arms\nno match: You cut my arms\n"
        #expect(try parse(Self.header + "\n" + Self.paragraph + other).failures().isEmpty)
    }
}
