// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore
import Foundation
import Logging
import NIOCore
import NIOSSL
import Retention

/// The program `watchword-server`.
@main
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchword-server",
        abstract: "The collector: stores captures, tells the safeguarding lead, shows them, and forgets them.",
        discussion: """
            Exit status: 0 done, 64 usage, 65 bad data, 66 no input, 69 cannot listen or reach the mail server, 73 \
            cannot create, 78 bad configuration.
            """,
        subcommands: [
            SetupCommand.self, RunCommand.self, CheckConfigCommand.self, PurgeCommand.self, VerifyCommand.self,
            ReviewerCommand.self, TokenCommand.self, AlertCommand.self,
        ])
}

/// The option that names the configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file; \(ServerConfiguration.defaultFile) where none is named.")
    var config: String?

    func load() throws -> ServerConfiguration {
        try ServerConfiguration(file: config)
    }

    /// The database of a collector that is set up; it may be running.
    func store() throws -> CaptureStore {
        let configuration = try load()
        let folder = StateFolder(path: configuration.stateDirectory)
        _ = try folder.authority()
        try folder.requireDatabase(at: configuration.databasePath)
        return try CaptureStore(path: configuration.databasePath)
    }
}

/// The command `watchword-server run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run the collector until SIGTERM.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            var logger = Logger(label: "watchword-server", factory: { StreamLogHandler.standardError(label: $0) })
            logger.logLevel = .info
            do {
                try await CollectorApplication(configuration: try options.load(), logger: logger).run()
            } catch is NIOSSLError {
                throw ServerError.badTLS("server.key does not belong to server.pem, or one of them is damaged")
            } catch let error as IOError {
                throw ServerError.cannotListen(String(cString: strerror(error.errnoCode)))
            }
        }
    }
}

/// The command `watchword-server check-config`.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Check the configuration without starting.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let configuration = try options.load()
            print("the configuration is good; captures are kept for \(configuration.retention.days) days")
            if configuration.alerts == nil {
                print("note: no mail server is set, so nobody is told of urgent captures")
            }
        }
    }
}
