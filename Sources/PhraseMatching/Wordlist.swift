// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The phrases of one category, with the examples that prove them.
///
/// A wordlist is a text file that a safeguarding lead can read and change:
///
///     # Comments begin with a number sign.
///     category: self-harm
///     language: en-GB
///     licence: CC0-1.0
///     maintainer: The Watchword contributors
///
///     phrase: kept off school by my cut arms
///     phrase: hiding my cut arms
///     severity: 4
///     reason: says that it has happened
///     match: I'm hiding my cut arms from mum
///     no match: the referee cut his arms wide
///
/// Constraints
/// - UTF-8. A byte order mark, CRLF and blanks at the end of a line are accepted. A line has at most 1,000 bytes.
/// - Paragraphs are divided by blank lines, and each line is `key: value`. Comment lines may stand anywhere.
/// - The first paragraph is the header: `category` (1 to 40 of `a-z`, `0-9` and `-`, a letter first), `language` (a
///   BCP 47 tag), `licence` and `maintainer`, each once.
/// - Every other paragraph begins with `phrase`. More `phrase` lines are variants of the same thing. `severity` (1 to 5)
///   stands once, `reason` at most once, `match` and `no match` at least once each.
/// - A phrase has a letter or a number in it and no hard break (``Normalizer``), and stands once in all the lists.
/// - Each `match` must be matched by a phrase of its paragraph, no `no match` by any (``failures()``).
package struct Wordlist: Sendable {
    /// A text that a paragraph's phrases must match, or must not.
    package struct Example: Sendable, Hashable {
        package var text: String
        package var shouldMatch: Bool
        /// The phrases of its paragraph, as indices into ``Wordlist/phrases``.
        package var phrases: Range<Int>
        package var line: Int
    }

    /// The longest line, in bytes.
    package static let lineLimit = 1000

    package var file: String
    package var category = ""
    package var language = ""
    package var licence = ""
    package var maintainer = ""
    package var phrases: [Phrase] = []
    package var examples: [Example] = []

    /// Reads a list; `file` is the name that errors give.
    ///
    /// - Throws: the first of ``problems(in:file:)``.
    package init(parsing bytes: some Sequence<UInt8>, file: String) throws(WordlistError) {
        var parser = WordlistParser(file: file)
        parser.parse(Array(bytes))
        if let problem = parser.sortedProblems.first { throw problem }
        self = parser.list
    }

    /// Everything that is wrong with a list, in the order of its lines.
    package static func problems(in bytes: some Sequence<UInt8>, file: String) -> [WordlistError] {
        var parser = WordlistParser(file: file)
        parser.parse(Array(bytes))
        return parser.sortedProblems
    }

    init(file: String) {
        self.file = file
    }
}
