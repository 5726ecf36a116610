// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

extension Wordlist {
    /// The phrases of several lists, in the order given, for one ``Automaton``.
    ///
    /// - Throws: the first of ``problems(across:)``.
    package static func merge(_ lists: [Wordlist]) throws(WordlistError) -> [Phrase] {
        if let problem = problems(across: lists).first { throw problem }
        return lists.flatMap(\.phrases)
    }

    /// Phrases that stand in more than one list, or in one list twice.
    ///
    /// The same words in two lists would be reported twice, with two severities: somebody has to decide.
    package static func problems(across lists: [Wordlist]) -> [WordlistError] {
        var known: [[Unicode.Scalar]: Phrase] = [:]
        var problems: [WordlistError] = []
        for phrase in lists.flatMap(\.phrases) {
            do throws(Normalizer.Refusal) {
                let form = try Normalizer.normalForm(ofPhrase: phrase.text)
                if let first = known[form] {
                    problems.append(
                        WordlistError(
                            file: phrase.file, line: phrase.line,
                            what: "the phrase is the same as that of \(first.file):\(first.line)",
                            advice: "delete one of them"))
                } else {
                    known[form] = phrase
                }
            } catch {
                problems.append(WordlistError(file: phrase.file, line: phrase.line, refusal: error))
            }
        }
        return problems
    }
}
