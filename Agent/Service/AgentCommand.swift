// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The program `watchword-agent`.
@main
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchword-agent",
        abstract: "Watches, openly, over what is typed on a school's own computer.",
        discussion: """
            Nothing is captured before the notice has been shown, and nothing leaves the machine but what matched.
            Exit status: 0 done, 64 usage, 65 bad data, 66 no input, 69 the collector or the desktop cannot be reached, \
            73 cannot create, 75 already running, 77 not allowed, 78 bad configuration.
            """,
        subcommands: [
            EnrolCommand.self, RunCommand.self, StatusCommand.self, CheckConfigCommand.self, ReplayCommand.self,
        ])
}

/// The options that name the configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file; \(AgentConfiguration.defaultFile) where none is named.")
    var config: String?

    @Option(help: "The folder of identity and spool, in place of state.directory.")
    var state: String?

    @Option(help: "The folder of the wordlists, in place of wordlists.directory.")
    var wordlists: String?

    func load() throws -> AgentConfiguration {
        var flags: [String: String] = [:]
        flags["state.directory"] = state
        flags["wordlists.directory"] = wordlists
        return try AgentConfiguration(file: config, flags: flags)
    }
}
