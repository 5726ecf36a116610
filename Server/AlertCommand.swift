// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import ArgumentParser
import Captures
import Foundation

/// The command `watchword-server alert test`.
struct AlertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "How people are told.", subcommands: [Test.self])

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Send a test alert to every address.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            try await reportingErrors {
                let configuration = try options.load()
                guard let alerts = configuration.alerts else { throw ServerError.noAlerts }
                for channel in alerts.channels(now: { Date() }) {
                    try await channel.send(
                        .init(reference: "TEST", severity: .urgent, link: configuration.consoleURL))
                }
                print("sent a test alert to \(alerts.to.count) addresses")
            }
        }
    }
}
