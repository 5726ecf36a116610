// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CollectorClient
import Foundation

/// `watchword-agent status`: what this machine is, and what waits for the collector.
///
/// It only looks at the folder, so it works beside a running agent.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether this machine is enrolled and what waits for the collector.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let configuration = try options.load()
            let identity = try DeviceIdentity.enrolled(in: configuration)
            print("device     \(identity.device)")
            print("collector  \(identity.collector)")
            print("waiting    \(try Self.count(in: configuration.spoolDirectory)) captures")
            print("damaged    \(try Self.count(in: configuration.spoolDirectory + "/damaged")) files")
        }
    }

    /// How many records a folder of the spool holds; a folder that is not there yet holds none.
    private static func count(in folder: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: folder) else { return 0 }
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".record") }.count
    }
}
