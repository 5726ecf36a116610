// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore
import CollectorAPI
import Foundation

/// The command `watchword-server token create`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "What lets a machine enrol.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Print a new enrolment token; it is shown this once.")

        @OptionGroup var options: ConfigurationOptions

        @Option(help: "How many machines may enrol with it, 1 to 5000.")
        var uses = 1

        @Option(help: "How many hours it is good for, 1 to 168.")
        var hours = 24

        func validate() throws {
            guard (1...5000).contains(uses) else { throw ValidationError("--uses is \(uses); take 1 to 5000") }
            guard (1...168).contains(hours) else { throw ValidationError("--hours is \(hours); take 1 to 168") }
        }

        func run() async throws {
            try await reportingErrors {
                let configuration = try options.load()
                let authority = try StateFolder(path: configuration.stateDirectory).authority()
                let store = try options.store()
                let token = EnrolmentToken(randomFor: try authority.digest)
                let now = Date()
                try await store.addEnrolmentToken(
                    secret: token.secret, uses: uses, expires: now.addingTimeInterval(Double(hours) * 3_600), at: now)
                print(token.reveal())
            }
        }
    }
}
