// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CollectorAPI
import CollectorClient
import Foundation

/// `watchword-agent enrol URL --token T`: makes this machine a device of a collector.
struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Make this machine a device of a collector.",
        discussion: """
            The key is made here and never leaves the machine. The token says which collector is the right one, and is \
            not sent to any other.
            """)

    @Argument(help: "The collector's address, such as https://watchword.school.example:8443.")
    var url: String

    @Option(help: "The token that `watchword-server token create` printed.")
    var token: String

    @Option(help: "The configuration file; \(AgentConfiguration.defaultFile) where none is named.")
    var config: String?

    @Option(help: "The folder of identity and spool, in place of state.directory.")
    var state: String?

    func run() async throws {
        try await reportingErrors {
            var flags: [String: String] = [:]
            flags["state.directory"] = state
            let configuration = try AgentConfiguration(file: config, flags: flags)
            let token: EnrolmentToken
            do {
                token = try EnrolmentToken(parsing: self.token)
            } catch {
                throw AgentError.badData("\(error)")
            }
            let collector = try CollectorURL(parsing: url)
            let identity = try await Enrolment().enrol(at: collector, token: token, hostName: Machine.hostName)
            try FileManager.default.createDirectory(
                atPath: configuration.stateDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try identity.save(to: configuration.identityDirectory)
            print("enrolled as device \(identity.device.prefix(12)) of \(collector)")
        }
    }
}
