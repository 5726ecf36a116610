// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore

/// The command `watchword-server verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the audit log's chain and the database.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let found = try await options.store().verify()
            guard found.isSound else {
                throw ServerError.notSound([found.auditFault.map { "\($0)" }].compactMap { $0 } + found.databaseFaults)
            }
            print("sound: \(found.auditEntries) audit entries")
        }
    }
}
