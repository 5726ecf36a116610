// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PhraseMatching

/// `watchword check`: says whether every list is well formed, and every phrase in one place.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong in wordlists, with file and line.",
        discussion: "Ends with status 65 where something is wrong, and 66 where there is nothing to read.")

    @Argument(help: "A folder of *.words files, or one such file.")
    var path: String

    func run() throws {
        try reportingErrors { () throws(WatchwordError) in
            let lists = try WordlistFolder(path: path).lists
            print(Self.summary(of: lists))
        }
    }

    static func summary(of lists: [Wordlist]) -> String {
        let phrases = lists.reduce(0) { $0 + $1.phrases.count }
        let examples = lists.reduce(0) { $0 + $1.examples.count }
        return "\(lists.count) wordlists, \(phrases) phrases, \(examples) examples, no problems"
    }
}
