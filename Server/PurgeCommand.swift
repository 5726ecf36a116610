// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore
import Foundation
import Retention

/// The command `watchword-server purge [--dry-run]`.
struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Remove every capture that is older than retention.days.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    func run() async throws {
        try await reportingErrors {
            let configuration = try options.load()
            let job = PurgeJob(store: try options.store(), policy: configuration.retention)
            let days = configuration.retention.days
            if dryRun {
                let report = try await job.dryRun(now: Date())
                print("would remove \(report.captures) captures older than \(days) days")
            } else {
                let report = try await job.run(by: .administrator, now: Date())
                print("removed \(report.captures) captures older than \(days) days")
            }
        }
    }
}
