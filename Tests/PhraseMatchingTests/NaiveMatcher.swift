// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

/// The rules of ``PhraseMatcher`` in the plainest way: it keeps the text and after each key compares lists of words.
struct NaiveMatcher {
    /// A wrong matcher, for the tests of the tests: where part of a phrase has matched and the rest does not, it goes on
    /// behind that part, as an automaton without failure links would.
    var isForgetful = false

    private let phrases: [(phrase: Phrase, words: [String])]
    private(set) var text: [Unicode.Scalar] = []
    private var reported: Set<Key> = []
    private var isDeleting = false
    private var deletions: [PhraseMatch] = []

    private struct Key: Hashable {
        var text: String
        var range: Range<Int>
    }

    private struct Word {
        var text = ""
        var range = 0..<0
        var followsBreak = false
    }

    private enum Kind { case word, separator, hardBreak, skipped }

    init(_ phrases: [Phrase]) {
        self.phrases = phrases.map { ($0, $0.text.split(separator: " ").map(String.init)) }
    }

    mutating func append(_ scalar: Unicode.Scalar) -> [PhraseMatch] {
        isDeleting = false
        deletions = []
        text.append(scalar)
        return report(found(in: text, atEnd: false))
    }

    mutating func endToken() -> [PhraseMatch] {
        report(found(in: text, atEnd: true))
    }

    mutating func deleteBackward() -> [PhraseMatch] {
        guard let last = text.last else { return [] }
        let kind = Self.kind(last)
        if kind == .word && !isDeleting {
            let ending = found(in: text, atEnd: true).filter { $0.range.upperBound == text.count }
            deletions = ending.filter { !reported.contains(key($0)) }
        }
        text.removeLast()
        reported = reported.filter { $0.range.upperBound <= text.count }
        let isGap = kind == .skipped || (kind == .separator && !followsWord(text))
        if !isGap && kind != .hardBreak { isDeleting = true }
        guard kind == .word, !deletions.isEmpty, !followsWord(text) else { return [] }
        defer { deletions = [] }
        return deletions.map { match in
            var match = match
            match.isDeleted = true
            return match
        }
    }

    mutating func reset() {
        let isForgetful = isForgetful
        self = NaiveMatcher(phrases.map(\.phrase))
        self.isForgetful = isForgetful
    }

    private mutating func report(_ found: [PhraseMatch]) -> [PhraseMatch] {
        found.filter { reported.insert(key($0)).inserted }
    }

    private func key(_ match: PhraseMatch) -> Key { Key(text: match.phrase.text, range: match.range) }

    private func followsWord(_ text: [Unicode.Scalar]) -> Bool {
        text.last { Self.kind($0) != .skipped }.map { Self.kind($0) == .word } ?? false
    }

    /// All complete matches in a text, only the longest of a category at each end.
    private func found(in text: [Unicode.Scalar], atEnd: Bool) -> [PhraseMatch] {
        var words = Self.words(of: text)
        if !atEnd, followsWord(text) { words.removeLast() }
        var found: [PhraseMatch] = []
        var start = 0
        while start < words.count {
            var longestPart = 1
            for (phrase, wanted) in phrases {
                let part = zip(words[start...], wanted).enumerated()
                    .prefix { index, pair in pair.0.text == pair.1 && (index == 0 || !pair.0.followsBreak) }
                    .count
                longestPart = max(longestPart, part)
                guard part == wanted.count else { continue }
                let range = words[start].range.lowerBound..<words[start + part - 1].range.upperBound
                let isExact = String(String.UnicodeScalarView(text[range])) == phrase.text
                found.append(
                    PhraseMatch(phrase: phrase, range: range, isDeleted: false, via: isExact ? "exact" : "folded"))
            }
            start += isForgetful ? longestPart : 1
        }
        return found.filter { match in
            !found.contains { other in
                other.range.upperBound == match.range.upperBound && other.range.lowerBound < match.range.lowerBound
                    && other.phrase.category == match.phrase.category
            }
        }
    }

    private static func words(of text: [Unicode.Scalar]) -> [Word] {
        var words: [Word] = []
        var isInWord = false
        var isBroken = false
        for (offset, scalar) in text.enumerated() {
            switch kind(scalar) {
            case .skipped: continue
            case .separator: isInWord = false
            case .hardBreak:
                isInWord = false
                isBroken = true
            case .word:
                if !isInWord {
                    words.append(Word(text: "", range: offset..<offset, followsBreak: isBroken))
                    isInWord = true
                    isBroken = false
                }
                words[words.count - 1].text += String(scalar).lowercased()
                words[words.count - 1].range = words[words.count - 1].range.lowerBound..<(offset + 1)
            }
        }
        return words
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar {
        case "a"..."z", "A"..."Z": .word
        case " ", "-", "\n": .separator
        case "'", "\u{200B}": .skipped
        default: .hardBreak
        }
    }
}
