// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Follows one stream of typing and says which phrases it holds.
///
/// Rules
/// - A phrase matches as whole words. Its last word is over when a separator or a hard break is typed, or when
///   ``endToken()`` says so; the match is reported then.
/// - Every match is reported, overlapping ones too, except that of several phrases of one category that end at the same
///   place only the longest is.
/// - A match is reported once for each time it is typed: Backspace over the space behind it and a new space report
///   nothing; Backspace into the match, and the match typed again, reports it again.
/// - A phrase whose last word was complete, and is then removed as a whole by Backspace before anything else is typed,
///   is reported as deleted. A correction inside the last word ("kill me", Backspace, "y") is not.
///
/// Backspace. The matcher keeps one number a scalar, the state of the automaton after it, so taking a scalar back is
/// taking the last number off. It keeps ``historyLimit`` of them and nothing of the text: neither a letter nor a time can
/// be read out of it. Where more is deleted than is kept, the stream starts anew.
///
/// Cost: no allocation unless something matches, 16 KiB a stream.
package struct PhraseMatcher: Sendable {
    /// Backspace can undo this many scalars; a match that is longer is cut off at its beginning.
    package static let historyLimit = 4096

    /// Scalars in the stream since the last reset, skipped ones included.
    package private(set) var length = 0

    private let automaton: Automaton
    /// A ring: the step after the scalar at offset `n` stands at `n % historyLimit`.
    private var history: [Step]
    /// How many steps of the ring belong to the stream.
    private var kept = 0
    /// The step before the oldest that is kept.
    private var base = Step(state: Automaton.wordStart)
    /// Slots of the ring that have been written to since the last wipe.
    private var dirty = 0
    /// True after a Backspace, until something is typed.
    private var isDeleting = false
    /// Matches that are being deleted: reported when the whole of their last word is gone.
    private var deletions: [PhraseMatch] = []

    package init(_ automaton: Automaton) {
        self.automaton = automaton
        history = Array(repeating: Step(state: Automaton.root), count: Self.historyLimit)
    }

    /// Follows a scalar that was typed.
    package mutating func append(_ scalar: Unicode.Scalar) -> [PhraseMatch] {
        isDeleting = false
        deletions = []
        let reading = automaton.alphabet.reading(of: scalar)
        var step = top
        step.isFolded = reading.isFolded
        step.isCounted = false
        switch reading.symbol {
        case Alphabet.skipped:
            push(step)
            return []
        case Alphabet.separator, Alphabet.hardBreak:
            let matches = completeWord()
            if reading.symbol == Alphabet.hardBreak {
                step.state = Automaton.wordStart
            } else if step.isInWord {
                step.state = automaton.next(step.state, Alphabet.separator)
                step.isCounted = true
            } else {
                // One more of a run, which normal form does not have.
                step.isFolded = true
            }
            step.isInWord = false
            step.isReported = false
            push(step)
            return matches
        default:
            step.state = automaton.next(step.state, reading.symbol)
            step.isCounted = true
            step.isInWord = true
            step.isReported = false
            push(step)
            return []
        }
    }

    /// Follows a press of Backspace, which removes one scalar.
    ///
    /// - Returns: the matches that had been typed and are now deleted.
    package mutating func deleteBackward() -> [PhraseMatch] {
        guard kept > 0 else {
            reset()
            return []
        }
        let isFirst = !isDeleting
        if isFirst, top.isCounted, top.isInWord, !top.isReported {
            deletions = matches(isDeleted: true)
        }
        let step = pop()
        guard step.isCounted else {
            // What was reported at a skipped scalar was the word before it.
            if step.isReported { top.isReported = true }
            return []
        }
        isDeleting = true
        guard !deletions.isEmpty, !top.isInWord else { return [] }
        defer { deletions = [] }
        return deletions
    }

    /// Says that what has been typed so far stands by itself: a rest, another window, the end of the input.
    ///
    /// A phrase at the very end is complete with this. The stream goes on afterwards, in the same word if need be.
    package mutating func endToken() -> [PhraseMatch] {
        completeWord()
    }

    /// Forgets everything, and overwrites the memory of it.
    package mutating func reset() {
        for slot in 0..<dirty {
            history[slot] = Step(state: Automaton.root)
        }
        base = Step(state: Automaton.wordStart)
        length = 0
        kept = 0
        dirty = 0
        isDeleting = false
        deletions = []
    }

    /// Reports what ends with the word that is being typed, once.
    private mutating func completeWord() -> [PhraseMatch] {
        guard top.isInWord, !top.isReported, automaton.hasOutput(top.state) else { return [] }
        defer { top.isReported = true }
        return matches(isDeleted: false)
    }

    /// The phrases that end with the last word scalar of the stream.
    private func matches(isDeleted: Bool) -> [PhraseMatch] {
        automaton.outputs(of: top.state)
            .map { index in
                let extent = extent(ofLast: automaton.lengths[Int(index)])
                return PhraseMatch(
                    phrase: automaton.phrases[Int(index)], range: extent.range, isDeleted: isDeleted,
                    via: extent.isFolded ? "folded" : "exact")
            }
    }

    /// Where the last so many symbols of the stream stand, and whether any scalar there was normalised.
    private func extent(ofLast symbols: Int) -> (range: Range<Int>, isFolded: Bool) {
        let oldest = length - kept
        var end = length
        while end > oldest, !history[slot(end - 1)].isCounted { end -= 1 }
        var start = end
        var remaining = symbols
        var isFolded = false
        while remaining > 0, start > oldest {
            start -= 1
            let step = history[slot(start)]
            if step.isCounted { remaining -= 1 }
            isFolded = isFolded || step.isFolded
        }
        return (start..<end, isFolded)
    }

    private func slot(_ offset: Int) -> Int { offset % Self.historyLimit }

    private var top: Step {
        get { kept == 0 ? base : history[slot(length - 1)] }
        set {
            if kept == 0 { base = newValue } else { history[slot(length - 1)] = newValue }
        }
    }

    private mutating func push(_ step: Step) {
        let slot = slot(length)
        if kept == Self.historyLimit { base = history[slot] } else { kept += 1 }
        history[slot] = step
        length += 1
        dirty = max(dirty, min(length, Self.historyLimit))
    }

    private mutating func pop() -> Step {
        let step = top
        top = Step(state: Automaton.root)
        length -= 1
        kept -= 1
        return step
    }
}

/// The stream after one scalar: a state of the automaton and four flags in four bytes.
private struct Step: Sendable {
    private var bits: UInt32

    private static let counted: UInt32 = 1 << 28
    private static let inWord: UInt32 = 1 << 29
    private static let reported: UInt32 = 1 << 30
    private static let folded: UInt32 = 1 << 31

    init(state: UInt32) {
        bits = state
    }

    var state: UInt32 {
        get { bits & (Self.counted - 1) }
        set { bits = (bits & ~(Self.counted - 1)) | newValue }
    }

    /// The scalar is a symbol of its own: neither skipped nor a further separator of a run, nor a break.
    var isCounted: Bool {
        get { bits & Self.counted != 0 }
        set { set(Self.counted, newValue) }
    }

    /// The last symbol is a word scalar.
    var isInWord: Bool {
        get { bits & Self.inWord != 0 }
        set { set(Self.inWord, newValue) }
    }

    /// What ends here has been reported.
    var isReported: Bool {
        get { bits & Self.reported != 0 }
        set { set(Self.reported, newValue) }
    }

    /// The scalar was not in normal form.
    var isFolded: Bool {
        get { bits & Self.folded != 0 }
        set { set(Self.folded, newValue) }
    }

    private mutating func set(_ flag: UInt32, _ value: Bool) {
        bits = value ? bits | flag : bits & ~flag
    }
}
