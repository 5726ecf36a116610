// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore
import Foundation
import Review

/// The command `watchword-server reviewer add NAME`.
struct ReviewerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviewer", abstract: "Who may look at captures.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a reviewer.",
            discussion:
                "The password is the first line of standard input, or of --password-file; at least 12 characters.")

        @OptionGroup var options: ConfigurationOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "A file whose first line is the password.")
        var passwordFile: String?

        func run() async throws {
            try await reportingErrors {
                guard let reviewer = ReviewerName(name) else { throw ServerError.badName(name) }
                let store = try options.store()
                let hash = try await PasswordHash().hash(try password())
                try await store.addReviewer(Reviewer(name: reviewer, passwordHash: hash, createdAt: Date()))
                print("added reviewer \(reviewer.text)")
            }
        }

        /// Never from the arguments, which every user of the machine can read.
        private func password() throws -> String {
            guard let passwordFile else { return readLine(strippingNewline: true) ?? "" }
            do {
                let text = try String(contentsOfFile: passwordFile, encoding: .utf8)
                let line = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
                return String(line)
            } catch {
                throw ServerError.cannotRead(path: passwordFile, reason: error.localizedDescription)
            }
        }
    }
}
