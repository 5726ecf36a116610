// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Desktop
import PhraseMatching

/// `watchword-agent check-config`: reads everything that `run` would read, and starts nothing.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Check configuration, wordlists and notice without starting.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let configuration = try options.load()
            let automaton = try InstalledWordlists.automaton(at: configuration.wordlistsDirectory)
            _ = try NoticeText.configured(at: configuration.noticeText)
            print("the configuration is good; \(automaton.phrases.count) phrases are watched for")
        }
    }
}
