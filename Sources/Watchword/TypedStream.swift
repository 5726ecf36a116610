// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

/// A phrase found in an input: where it stands there, and what was typed.
struct Finding {
    var match: PhraseMatch
    /// In scalars of the input as given, Backspaces included.
    var range: Range<Int>
    /// The text that matched, without what was taken back.
    var matched: String
}

/// A ``PhraseMatcher`` over an input in which U+0008 is a press of Backspace.
///
/// The matcher counts what is left of the typing and keeps none of it. This keeps, for as far back as the matcher can
/// see, each scalar and where in the input it came from.
struct TypedStream {
    private static let backspace: Unicode.Scalar = "\u{8}"

    private var matcher: PhraseMatcher
    /// What has been typed; what was deleted last stands behind the end until something else is typed.
    private var typed: [(scalar: Unicode.Scalar, origin: Int)] = []
    /// Scalars at the beginning of the stream that are no longer kept.
    private var dropped = 0

    init(_ matcher: PhraseMatcher) {
        self.matcher = matcher
    }

    /// Follows one scalar of the input, which stands there at `origin`.
    mutating func append(_ scalar: Unicode.Scalar, origin: Int) -> [Finding] {
        guard scalar != Self.backspace else { return deleteBackward() }
        typed.removeLast(typed.count - (matcher.length - dropped))
        if typed.count >= 4 * PhraseMatcher.historyLimit {
            let surplus = typed.count - 2 * PhraseMatcher.historyLimit
            typed.removeFirst(surplus)
            dropped += surplus
        }
        let matches = matcher.append(scalar)
        typed.append((scalar, origin))
        return matches.isEmpty ? [] : matches.map(finding)
    }

    /// Says that the input is over.
    mutating func end() -> [Finding] {
        matcher.endToken().map(finding)
    }

    /// Begins a new stream.
    mutating func reset() {
        matcher.reset()
        typed.removeAll(keepingCapacity: true)
        dropped = 0
    }

    private mutating func deleteBackward() -> [Finding] {
        let findings = matcher.deleteBackward().map(finding)
        if matcher.length < dropped || matcher.length == 0 {
            typed.removeAll(keepingCapacity: true)
            dropped = 0
        }
        return findings
    }

    private func finding(_ match: PhraseMatch) -> Finding {
        let kept = typed[(match.range.lowerBound - dropped)..<(match.range.upperBound - dropped)]
        var matched = String.UnicodeScalarView()
        matched.append(contentsOf: kept.lazy.map(\.scalar))
        let start = kept.first?.origin ?? 0
        return Finding(
            match: match, range: start..<(kept.last.map { $0.origin + 1 } ?? start), matched: String(matched))
    }
}
