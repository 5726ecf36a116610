// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import CaptureStore
import Foundation
import Hummingbird
import HummingbirdTLS
import Logging
import NIOSSL
import Retention
import Review
import ServiceLifecycle
import UnixSignals

/// The collector: store -> alert -> review -> purge, behind two doors.
struct CollectorApplication {
    let configuration: ServerConfiguration
    let logger: Logger
    private let now: @Sendable () -> Date = { Date() }

    func run() async throws {
        let folder = StateFolder(path: configuration.stateDirectory)
        let authority = try folder.authority()
        try folder.requireDatabase(at: configuration.databasePath)
        let store = try CaptureStore(path: configuration.databasePath)

        let devices = try door(
            DeviceRoutes(store: store, authority: authority, logger: logger, now: now).router(),
            at: configuration.devices, tls: CollectorTLS.devices(folder))
        let console = try door(
            reviewRouter(store), at: configuration.console, tls: CollectorTLS.console(folder))
        let purge = PurgeService(
            schedule: PurgeSchedule(
                job: PurgeJob(store: store, policy: configuration.retention), clock: ContinuousClock(), now: now),
            logger: logger)

        var services: [any Service] = [purge, console, devices]
        if let alerts = configuration.alerts {
            services.append(
                AlertSender(
                    store: store, channels: alerts.channels(now: now), consoleURL: configuration.consoleURL,
                    logger: logger, now: now))
        } else {
            logger.warning("no alerts are set: nobody is told of urgent captures")
        }
        try await ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    private func reviewRouter(_ store: CaptureStore) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        ReviewConsole(store: store, now: now, logger: logger).addRoutes(to: router)
        return router
    }

    private func door<Context: InitializableFromSource>(
        _ router: Router<Context>, at address: ListenAddress, tls: TLSConfiguration
    ) throws -> some ApplicationProtocol
    where Context: RequestContext, Context.Source == ApplicationRequestContextSource {
        let logger = logger
        return try Application(
            router: router, server: .tls(.http1(), tlsConfiguration: tls),
            configuration: .init(address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                logger.info("listening", metadata: ["address": "\(address.host)", "port": "\(port)"])
            },
            logger: logger)
    }
}
