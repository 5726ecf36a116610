// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A set of phrases compiled into one machine that looks for all of them at once.
///
/// This is the machine of Aho and Corasick ("Efficient string matching: an aid to bibliographic search", 1975). However
/// many phrases there are, a scalar costs one step, and the text is never read twice.
///
/// What it has to do
/// - Find every phrase as whole words: "ass" is not in "class", and "kill me" is not in "kill men".
/// - Take one scalar at a time and say all it needs to go on in one number, so that a stream of typing can be stopped,
///   resumed, and taken back by Backspace (``PhraseMatcher`` keeps the numbers).
/// - Stay small beside the text it watches: flat arrays, no object per state.
///
/// The trie. Every phrase is put into normal form (``Normalizer``), a separator is put in front of it, and the result is
/// a path from the root: a state is a prefix of a phrase. The separator in front is what makes the left edge of a word:
/// in the middle of a word that begins no phrase the machine is at the ``root``, and only a separator leads away from it.
///
/// Failure links. When the text leaves a path, what has been read may still end in the beginning of another phrase.
/// Each state has a link to the longest proper suffix of itself that is also a state; following the links until one has
/// the next symbol finds the way on. After "␣i␣want␣to␣k" + "n" the links lead from "␣to␣k" to "␣k" to "␣kn". A link
/// always leads to a shorter prefix, so a run of text costs at most two steps a scalar; after a Backspace a scalar can
/// cost as many steps as the longest phrase has scalars.
///
/// Outputs. A state's outputs are the phrases that end there: its own and those of its failure link. They are candidates:
/// whether the word ends there too is known only at the next symbol, so ``PhraseMatcher`` asks for them when a separator
/// or break comes. Where several phrases of one category end at the same place, the longer holds the shorter, and only
/// the longest is kept ("i want to die" and not "want to die" beside it). This is decided here, once, and costs nothing
/// later. Phrases of other categories, and phrases that overlap without one holding the other, are all kept.
///
/// Layout. States are numbered breadth first, so the children of a state stand together, sorted by symbol, and state
/// `s` owns `firstChild[s]..<firstChild[s + 1]`; a child is found by binary search. Outputs are laid out likewise. A
/// state takes 16 bytes, whatever the alphabet.
package struct Automaton: Sendable {
    /// Inside a word that begins no phrase.
    static let root: UInt32 = 0
    /// After a separator, a break, or at the beginning of the text.
    static let wordStart: UInt32 = 1
    /// More states than this do not fit beside the matcher's flags.
    static let stateLimit = 1 << 28

    package let phrases: [Phrase]
    let alphabet: Alphabet
    /// A phrase's length in symbols, without the separator in front.
    let lengths: [Int]
    /// The symbol that leads into a state.
    let labels: [UInt32]
    let firstChild: [UInt32]
    let failure: [UInt32]
    let firstOutput: [UInt32]
    /// Indices of phrases, longest first within a state.
    let outputs: [UInt32]

    /// Compiles phrases.
    ///
    /// The same phrase twice is not refused here (``Wordlist/merge(_:)`` does that): within a category the first wins.
    ///
    /// - Throws: where a phrase has no word in it or crosses a hard break, naming its file and line.
    package init(phrases: [Phrase]) throws(WordlistError) {
        self = try AutomatonBuilder(phrases).build()
    }

    init(
        phrases: [Phrase], alphabet: Alphabet, lengths: [Int], labels: [UInt32], firstChild: [UInt32],
        failure: [UInt32], firstOutput: [UInt32], outputs: [UInt32]
    ) {
        self.phrases = phrases
        self.alphabet = alphabet
        self.lengths = lengths
        self.labels = labels
        self.firstChild = firstChild
        self.failure = failure
        self.firstOutput = firstOutput
        self.outputs = outputs
    }

    /// The state after `symbol`, which is a separator or a word scalar.
    func next(_ state: UInt32, _ symbol: UInt32) -> UInt32 {
        guard symbol != Alphabet.unknown else { return Self.root }
        var state = state
        while true {
            if let child = child(of: state, symbol) { return child }
            guard state != Self.root else { return state }
            state = failure[Int(state)]
        }
    }

    /// The phrases that end in this state, as indices, longest first.
    func outputs(of state: UInt32) -> ArraySlice<UInt32> {
        outputs[Int(firstOutput[Int(state)])..<Int(firstOutput[Int(state) + 1])]
    }

    func hasOutput(_ state: UInt32) -> Bool {
        firstOutput[Int(state)] != firstOutput[Int(state) + 1]
    }

    private func child(of state: UInt32, _ symbol: UInt32) -> UInt32? {
        var low = firstChild[Int(state)]
        let end = firstChild[Int(state) + 1]
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if labels[Int(middle)] < symbol { low = middle + 1 } else { high = middle }
        }
        return low < end && labels[Int(low)] == symbol ? low : nil
    }
}
