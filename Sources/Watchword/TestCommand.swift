// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PhraseMatching

/// `watchword test`: says whether every example in the lists holds.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the examples that stand beside each phrase.",
        discussion: "Ends with status 65 where an example fails, and 66 where there is nothing to read.")

    @Argument(help: "A folder of *.words files, or one such file.")
    var path: String

    func run() throws {
        try reportingErrors { () throws(WatchwordError) in
            let lists = try WordlistFolder(path: path).lists
            let failures = try Self.failures(of: lists)
            let examples = lists.reduce(0) { $0 + $1.examples.count }
            print("\(examples) examples, \(examples - failures.count) passed, \(failures.count) failed")
            guard failures.isEmpty else { throw .failedExamples(failures) }
        }
    }

    /// One line for each example that fails.
    static func failures(of lists: [Wordlist]) throws(WatchwordError) -> [String] {
        var lines: [String] = []
        for list in lists {
            do throws(WordlistError) {
                lines += try list.failures().map(line)
            } catch {
                throw .wordlists([error])
            }
        }
        return lines
    }

    private static func line(_ failure: Wordlist.Failure) -> String {
        let place = "\(failure.file):\(failure.example.line): "
        guard let match = failure.match else {
            return place + "no phrase of this paragraph matches the text; add a variant or change the example"
        }
        return place + "\"\(match.phrase.text)\" (line \(match.phrase.line)) matches the text, which must not match; "
            + "make the phrase narrower or change the example"
    }
}
