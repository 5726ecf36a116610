// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Captures
import Foundation
import KeyboardInput
import PhraseMatching

/// `watchword-agent replay`: runs a golden typing session through the agent's own stages and prints what comes out.
///
/// Only a session file is ever printed, never what a person types.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Print the text and the captures that a *.keys session gives.",
        discussion: """
            Where the session says what it expects (its lines that begin with ">"), a difference is told and the exit \
            status is 65.
            """)

    @Argument(help: "The session, a *.keys file.")
    var session: String

    @Option(help: "The folder of the wordlists; ./Wordlists, else the installed ones, where none is named.")
    var wordlists: String?

    func run() async throws {
        try await reportingErrors {
            let bytes = try AgentError.reading(session) { try Data(contentsOf: URL(fileURLWithPath: session)) }
            let file = try KeysFile(parsing: Array(bytes), file: session)
            let automaton = try InstalledWordlists.automaton(at: wordlists ?? InstalledWordlists.defaultPath)
            let lines = try await Replay(file: file, automaton: automaton).lines()
            for line in lines { print(line) }
            if !file.expected.isEmpty, let difference = Self.difference(lines, file.expected) {
                throw AgentError.badData("\(session): \(difference)")
            }
        }
    }

    /// The first line that is not as expected.
    static func difference(_ lines: [String], _ expected: [String]) -> String? {
        for index in 0..<max(lines.count, expected.count) {
            let line = index < lines.count ? lines[index] : "nothing"
            let wanted = index < expected.count ? expected[index] : "nothing"
            if Array(line.unicodeScalars) != Array(wanted.unicodeScalars) {
                return "line \(index + 1) of the output differs; expected: \(wanted); got: \(line)"
            }
        }
        return nil
    }
}
