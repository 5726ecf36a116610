// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import CaptureStore
import Foundation
import Logging
import ServiceLifecycle

/// Sends the alerts that stand in the store's outbox, until each has been taken by every channel.
///
/// An alert is written with its capture, in one transaction, so none is lost when the collector stops in between. What
/// cannot be sent is tried again, a minute later at first and at most an hour.
struct AlertSender: Service {
    let store: CaptureStore
    /// One for each person who is told.
    let channels: [any AlertChannel]
    let consoleURL: String
    let logger: Logger
    let now: @Sendable () -> Date
    /// How long it sleeps when nothing is due.
    var interval = Duration.seconds(1)

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sendDue()
                } catch let error as CaptureStoreError {
                    logger.error("alerts not read", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: interval)
            }
        }
    }

    /// Sends what is due now.
    func sendDue() async throws {
        let policy = AlertPolicy()
        for pending in try await store.pendingAlerts(now: now()) {
            guard policy.recipient(for: pending.severity) != nil else {
                try await store.markAlertSent(pending.reference, at: now())
                continue
            }
            let alert = Alert(
                reference: pending.reference.description, severity: pending.severity,
                link: "\(consoleURL)/captures/\(pending.capture)")
            do {
                for channel in channels { try await channel.send(alert) }
                try await store.markAlertSent(pending.reference, at: now())
                logger.info("alert sent", metadata: ["capture.reference": "\(pending.reference)"])
            } catch let error as AlertingError {
                let wait = Self.wait(after: pending.attempts)
                try await store.markAlertFailed(pending.reference, retryAt: now().addingTimeInterval(wait))
                logger.error(
                    "alert not sent",
                    metadata: [
                        "capture.reference": "\(pending.reference)", "error": "\(error)", "wait": "\(Int(wait)) s",
                    ])
            }
        }
    }

    /// Seconds to wait after so many failed attempts.
    static func wait(after attempts: Int) -> TimeInterval {
        min(3_600, 60 * pow(2, Double(min(attempts, 10))))
    }
}

extension ServerConfiguration.Alerts {
    /// A channel for each address.
    func channels(now: @escaping @Sendable () -> Date) -> [any AlertChannel] {
        to.map { address in
            MailChannel(
                server: server, from: from, to: address, user: user, password: password, caFile: caFile, now: now)
        }
    }
}
