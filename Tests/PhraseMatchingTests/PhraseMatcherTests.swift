// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching
import Testing

@Suite struct PhraseMatcherTests {
    private func texts(_ matches: [PhraseMatch]) -> [String] { matches.map(\.phrase.text) }

    @Test(arguments: [
        ("kill myself ", ["kill myself"]),
        ("I want to KILL Myself.", ["kill myself"]),
        ("kill\nmyself\n", ["kill myself"]),
        ("kill - ,  myself!", ["kill myself"]),
        ("kill\u{A0}my\u{AD}self\u{200B} ", ["kill myself"]),
        ("kill mysel\u{301}f ", ["kill myself"]),
        ("\u{202E}kill\u{FE0F} myself ", ["kill myself"]),
        ("skill myself ", []),
        ("kill myselfish ", []),
        ("kill. myself ", []),
        ("kill (myself) ", []),
        ("kill, (sigh) myself ", []),
        ("kill kill myself ", ["kill myself"]),
        ("kill myself", []),
        ("kill myself|", ["kill myself"]),
        ("kill myself| |", ["kill myself"]),
        ("kill myself|ish ", ["kill myself"]),
    ])
    func `a phrase matches as whole words, however they are spaced`(keys: String, expected: [String]) throws {
        var matcher = try PhraseMatcher("kill myself")
        #expect(texts(matcher.type(keys)) == expected)
    }

    @Test(arguments: ["dont go ", "don't go ", "don\u{2019}t go ", "DON\u{2BC}T go ", "d'o'n't' go "])
    func `apostrophes make no difference`(keys: String) throws {
        var matcher = try PhraseMatcher("don\u{2019}t go")
        #expect(texts(matcher.type(keys)) == ["don\u{2019}t go"])
    }

    @Test func `the range is that of the words, in scalars as they were typed`() throws {
        var matcher = try PhraseMatcher("kill myself")
        let match = try #require(matcher.type("so: \u{200B}KILL  \u{1F44D}kill \u{AD} my'self\u{200B} .").first)
        #expect(match.range == 12..<26)
        #expect(match.via == "folded")
        #expect(matcher.type("kill myself|").map(\.via) == ["exact"])
        #expect(matcher.type(" kill  myself|").map(\.via) == ["folded"])
    }

    @Test func `of one category only the longest phrase at an end is reported`() throws {
        var matcher = PhraseMatcher(
            try Automaton(phrases: [
                Phrase("want to die", category: "a"), Phrase("i want to die", category: "a"),
                Phrase("to die", category: "b"), Phrase("want to", category: "a"), Phrase("die alone", category: "a"),
            ]))
        #expect(texts(matcher.type("i want to die alone ")) == ["want to", "i want to die", "to die", "die alone"])
        #expect(texts(matcher.type(". want to die ")) == ["want to", "want to die", "to die"])
    }

    @Test(arguments: [
        // A correction before the end.
        ("kill mzz<<yself ", 1, 0),
        // The space behind it, deleted and typed again.
        ("kill myself < < ", 1, 0),
        ("kill myself |< |", 1, 0),
        ("kill myself\u{200B}| <<< ", 1, 0),
        // Into the match, and typed again.
        ("kill myself << elf <f ", 1, 0),
        ("kill myself <<f ", 2, 0),
        ("kill myself<<<<<<<<<<< kill myself ", 1, 1),
        // Typed and then deleted.
        ("kill myself<<<<<<", 0, 1),
        ("kill myself<<<<<", 0, 0),
        ("kill myself\u{200B}<<<<<<<", 0, 1),
        ("kill myself<<<<|<<", 0, 1),
        ("kill myself<<<<<<<<<<<<<<<<<<<<<<", 0, 1),
        // Reported before it was deleted: told by the length.
        ("kill myself <<<<<<<", 1, 0),
        ("kill myself|<<<<<<", 1, 0),
        // Never stood there as a whole word, or was corrected.
        ("kill myselfish<<<<<<<<<", 0, 0),
        ("kill myself<<x<<<<<<", 0, 0),
        ("kill mysel<<<<<", 0, 0),
    ])
    func `Backspace is followed`(keys: String, typed: Int, deleted: Int) throws {
        var matcher = try PhraseMatcher("kill myself")
        let matches = matcher.type(keys)
        #expect(matches.filter { !$0.isDeleted }.count == typed)
        #expect(matches.filter(\.isDeleted).count == deleted)
    }

    @Test func `a correction inside the last word is not a deletion`() throws {
        var matcher = try PhraseMatcher("kill me", "kill my")
        #expect(matcher.type("kill me<y").isEmpty)
        #expect(texts(matcher.type(" ")) == ["kill my"])
    }

    @Test func `a deleted match says where it stood`() throws {
        var matcher = try PhraseMatcher("kill me")
        let match = try #require(matcher.type("oh Kill me<<").first)
        #expect(match.range == 3..<10 && match.isDeleted && match.via == "folded")
        #expect(matcher.length == 8)
    }

    @Test func `a reset joins nothing across it`() throws {
        var matcher = try PhraseMatcher("kill myself")
        _ = matcher.type("kill ")
        matcher.reset()
        #expect(matcher.length == 0)
        #expect(matcher.type("myself |").isEmpty)
        matcher.reset()
        #expect(matcher.type("kill myself ").map(\.range) == [0..<11])
    }

    @Test func `a reset overwrites what it has kept`() throws {
        func history(of matcher: PhraseMatcher) -> Set<String> {
            let child = Mirror(reflecting: matcher).children.first { $0.label == "history" }
            return Set((child?.value as? [any Sendable] ?? []).map { "\($0)" })
        }
        var matcher = try PhraseMatcher("kill myself")
        let empty = history(of: matcher)
        _ = matcher.type("kill myself and so on<<")
        #expect(empty.count == 1 && history(of: matcher).count > 5)
        matcher.reset()
        #expect(history(of: matcher) == empty)
        _ = matcher.type(String(repeating: "kill ", count: 2_000))
        matcher.reset()
        #expect(history(of: matcher) == empty)
    }

    @Test func `Backspace in an empty stream does nothing`() throws {
        var matcher = try PhraseMatcher("a")
        #expect(matcher.type("<<|<a ").count == 1)
        #expect(matcher.length == 2)
    }

    @Test func `as many scalars as are kept can be deleted, and then the stream starts anew`() throws {
        var matcher = try PhraseMatcher("kill myself")
        let limit = PhraseMatcher.historyLimit
        _ = matcher.type("kill " + String(repeating: "x", count: limit))
        for _ in 0..<limit { _ = matcher.deleteBackward() }
        #expect(matcher.length == 5)
        #expect(matcher.type("myself ").count == 1)
        for _ in 0..<20 { _ = matcher.deleteBackward() }
        #expect(matcher.length == 0)

        _ = matcher.type("kill " + String(repeating: "x", count: limit))
        for _ in 0...limit { _ = matcher.deleteBackward() }
        #expect(matcher.length == 0)
        #expect(matcher.type("myself ").isEmpty)
    }

    @Test func `a match longer than what is kept is cut off at its beginning`() throws {
        var matcher = try PhraseMatcher("kill myself")
        let gap = String(repeating: " ", count: PhraseMatcher.historyLimit)
        let match = try #require(matcher.type("kill" + gap + "myself|").first)
        #expect(match.range == 10..<(matcher.length))
    }

    @Test func `a stream of a million scalars stays as small as it began`() throws {
        var matcher = try PhraseMatcher("kill myself", "kill time")
        var found = 0
        let text = Array("we kill time and kill myself ok. ".unicodeScalars)
        let rounds = 1_000_000 / text.count
        for _ in 0..<rounds {
            for scalar in text { found += matcher.append(scalar).count }
        }
        #expect(found == 2 * rounds)
        #expect(matcher.length == rounds * text.count)
        // What it holds is one fixed ring: reflecting it finds no other collection that has grown.
        let sizes = Mirror(reflecting: matcher).children.compactMap { ($0.value as? any Collection)?.count }
        #expect(sizes.max() == PhraseMatcher.historyLimit)
    }
}
