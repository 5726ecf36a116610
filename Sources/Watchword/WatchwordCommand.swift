// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The program for people who write wordlists: it needs neither an agent nor a collector.
@main struct WatchwordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchword",
        abstract: "Check, test and try wordlists.",
        subcommands: [CheckCommand.self, TestCommand.self, ScanCommand.self])
}
