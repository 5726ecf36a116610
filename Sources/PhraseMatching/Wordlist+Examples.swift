// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

extension Wordlist {
    /// An example that does not hold.
    package struct Failure: Sendable, Hashable {
        package var example: Example
        package var file: String
        /// What matched although nothing should; nil where nothing matched.
        package var match: PhraseMatch?
    }

    /// The examples that do not hold.
    ///
    /// Each is typed, as a text of its own, to the phrases of its paragraph alone: another paragraph can neither help it
    /// nor stand in its way.
    package func failures() throws(WordlistError) -> [Failure] {
        var failures: [Failure] = []
        var compiled: (phrases: Range<Int>, matcher: PhraseMatcher)?
        for example in examples {
            var matcher: PhraseMatcher
            if let compiled, compiled.phrases == example.phrases {
                matcher = compiled.matcher
            } else {
                matcher = PhraseMatcher(try Automaton(phrases: Array(phrases[example.phrases])))
                compiled = (example.phrases, matcher)
            }
            let matches = example.text.unicodeScalars.flatMap { matcher.append($0) } + matcher.endToken()
            if matches.isEmpty == example.shouldMatch {
                failures.append(Failure(example: example, file: file, match: matches.first))
            }
        }
        return failures
    }
}
