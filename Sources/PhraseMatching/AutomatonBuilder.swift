// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Lays out an ``Automaton``: trie, failure links, outputs, each in one pass.
///
/// The phrases are sorted, so that those with a common prefix stand together and a state is a range of phrases and a
/// depth. Going through the states breadth first gives them their numbers, and because a failure link leads to a state
/// of less depth, links and outputs can be filled in by the same order: what they need is already there.
struct AutomatonBuilder {
    /// A state while the trie is laid out: the sorted paths that begin with it.
    private struct Range {
        var paths: Swift.Range<Int>
        var depth: Int
        var parent: Int
    }

    private let phrases: [Phrase]
    private let alphabet: Alphabet
    private let lengths: [Int]
    /// Each phrase as symbols, a separator in front, sorted.
    private let paths: [(symbols: [UInt32], phrase: Int)]

    init(_ phrases: [Phrase]) throws(WordlistError) {
        var forms: [[Unicode.Scalar]] = []
        forms.reserveCapacity(phrases.count)
        for phrase in phrases {
            do throws(Normalizer.Refusal) {
                forms.append(try Normalizer.normalForm(ofPhrase: phrase.text))
            } catch {
                throw WordlistError(file: phrase.file, line: phrase.line, refusal: error)
            }
        }
        let alphabet = Alphabet(forms)
        self.phrases = phrases
        self.alphabet = alphabet
        self.lengths = forms.map(\.count)
        self.paths = forms.enumerated()
            .map { index, form in
                (symbols: [Alphabet.separator] + form.map { alphabet.symbol(ofNormal: $0) }, phrase: index)
            }
            .sorted { left, right in
                left.symbols == right.symbols
                    ? left.phrase < right.phrase : left.symbols.lexicographicallyPrecedes(right.symbols)
            }
    }

    func build() throws(WordlistError) -> Automaton {
        var labels: [UInt32] = [Alphabet.unknown]
        var firstChild: [UInt32] = []
        var failure: [UInt32] = [Automaton.root]
        var firstOutput: [UInt32] = [0]
        var outputs: [UInt32] = []
        var states = [Range(paths: paths.indices, depth: 0, parent: 0)]

        var state = 0
        while state < states.count {
            guard states.count <= Automaton.stateLimit else { throw tooLarge() }
            let range = states[state]
            firstChild.append(UInt32(states.count))
            for child in children(of: range, parent: state) {
                labels.append(symbol(of: child))
                states.append(child)
            }
            // Without phrases there is still a word start for the matcher to stand in.
            if state == 0 && states.count == 1 {
                labels.append(Alphabet.separator)
                states.append(Range(paths: 0..<0, depth: 1, parent: 0))
            }
            if range.depth > 1 {
                failure.append(
                    link(
                        from: failure[range.parent], over: labels[state], labels: labels, firstChild: firstChild,
                        failure: failure))
            } else if state > 0 {
                failure.append(Automaton.root)
            }
            let inherited = Int(failure[state])
            outputs += kept(
                own: ownOutputs(of: range),
                inherited: state == 0 ? [] : outputs[Int(firstOutput[inherited])..<Int(firstOutput[inherited + 1])])
            firstOutput.append(UInt32(outputs.count))
            state += 1
        }
        firstChild.append(UInt32(states.count))
        return Automaton(
            phrases: phrases, alphabet: alphabet, lengths: lengths, labels: labels, firstChild: firstChild,
            failure: failure, firstOutput: firstOutput, outputs: outputs)
    }

    /// Paths that go on after this state, grouped by their next symbol.
    private func children(of range: Range, parent: Int) -> [Range] {
        var children: [Range] = []
        var index = range.paths.lowerBound
        while index < range.paths.upperBound, paths[index].symbols.count == range.depth { index += 1 }
        while index < range.paths.upperBound {
            let symbol = paths[index].symbols[range.depth]
            var end = index + 1
            while end < range.paths.upperBound, paths[end].symbols[range.depth] == symbol { end += 1 }
            children.append(Range(paths: index..<end, depth: range.depth + 1, parent: parent))
            index = end
        }
        return children
    }

    private func symbol(of child: Range) -> UInt32 {
        paths[child.paths.lowerBound].symbols[child.depth - 1]
    }

    /// Phrases that are this very path; they sort before the longer ones.
    private func ownOutputs(of range: Range) -> [UInt32] {
        paths[range.paths].prefix { $0.symbols.count == range.depth }.map { UInt32($0.phrase) }
    }

    /// One output a category, the longest: own ones first, then those of the failure link, which are shorter.
    private func kept(own: [UInt32], inherited: ArraySlice<UInt32>) -> [UInt32] {
        guard !own.isEmpty else { return Array(inherited) }
        var kept: [UInt32] = []
        for candidate in own + inherited
        where !kept.contains(where: { phrases[Int($0)].category == phrases[Int(candidate)].category }) {
            kept.append(candidate)
        }
        return kept
    }

    /// The failure link of a state: from its parent's link on, the first that has the same symbol.
    private func link(
        from start: UInt32, over symbol: UInt32, labels: [UInt32], firstChild: [UInt32], failure: [UInt32]
    ) -> UInt32 {
        var state = Int(start)
        while true {
            let children = Int(firstChild[state])..<Int(firstChild[state + 1])
            if let child = children.first(where: { labels[$0] == symbol }) { return UInt32(child) }
            guard state != 0 else { return Automaton.root }
            state = Int(failure[state])
        }
    }

    private func tooLarge() -> WordlistError {
        WordlistError(
            file: phrases.last?.file ?? "", line: phrases.last?.line ?? 0,
            what: "there are too many phrases to compile",
            advice: "divide the wordlists")
    }
}
