// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureSpool
import CollectorClient
import Desktop
import Foundation
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// `watchword-agent run`: shows the notice, and then watches over this X session until it ends.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Show the notice, then watch over this session until it ends.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            var logger = Logger(label: "watchword-agent", factory: { StreamLogHandler.standardError(label: $0) })
            logger.logLevel = .info
            if !Machine.guardMemory() { logger.warning("memory is not kept from core dumps") }
            let configuration = try options.load()
            let identity = try DeviceIdentity.enrolled(in: configuration)
            let spool = try Spool(
                directory: configuration.spoolDirectory,
                limit: SpoolLimit(bytes: configuration.spoolLimitMegabytes << 20))
            let upload = UploadService(
                loop: UploadLoop(spool: spool, collector: try CollectorUploader(identity: identity), logger: logger))
            let session = SessionService(
                notice: try NoticeText.configured(at: configuration.noticeText),
                automaton: try InstalledWordlists.automaton(at: configuration.wordlistsDirectory),
                screenshotsFrom: configuration.screenshotsFrom, desktop: try X11Desktop(), spool: spool, logger: logger)

            // Started in this order and stopped in reverse: the session's last captures still reach the spool.
            let group = ServiceGroup(
                configuration: .init(
                    services: [
                        .init(service: upload),
                        .init(service: session, successTerminationBehavior: .gracefullyShutdownGroup),
                    ],
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
            try await group.run()
        }
    }
}

/// Sends what is spooled for as long as the agent runs.
struct UploadService: Service {
    let loop: UploadLoop

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var loop = loop
            try await loop.run()
        }
    }
}

extension DeviceIdentity {
    /// The identity of this machine.
    static func enrolled(in configuration: AgentConfiguration) throws -> DeviceIdentity {
        guard DeviceIdentity.exists(in: configuration.identityDirectory) else {
            throw AgentError.notEnrolled(
                "\(configuration.identityDirectory): this machine is not enrolled; "
                    + "run `watchword-agent enrol URL --token T`")
        }
        return try DeviceIdentity(loading: configuration.identityDirectory)
    }
}

extension NoticeText {
    /// The notice's wording: that of the file where one is named, else the built-in one.
    static func configured(at path: String?) throws -> NoticeText {
        guard let path else { return .standard }
        let bytes = try AgentError.reading(path) { try Data(contentsOf: URL(fileURLWithPath: path)) }
        return try NoticeText(parsing: Array(bytes), file: path)
    }
}
