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
/// cannot be sent is tried again, a minute later at first and at most an hour. Somebody whom an alert has reached is not
/// written to again because another could not be, unless the collector was started anew in between.
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
        do {
            try await cancelWhenGracefulShutdown { try await sendUntilCancelled() }
        } catch is CancellationError {
            // The collector stops; what is not sent stays in the outbox.
            return
        }
    }

    private func sendUntilCancelled() async throws {
        var reached: [CaptureReference: Set<Int>] = [:]
        while true {
            do {
                try await sendDue(&reached)
            } catch let error as CaptureStoreError {
                logger.error("alerts not read", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Sends what is due now; `reached` holds the channels that have taken an alert which others have not.
    private func sendDue(_ reached: inout [CaptureReference: Set<Int>]) async throws {
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
                try await send(alert, &reached[pending.reference, default: []])
                try await store.markAlertSent(pending.reference, at: now())
                reached[pending.reference] = nil
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

    /// Tries every channel that has not taken the alert, and throws the last failure among them.
    private func send(_ alert: Alert, _ reached: inout Set<Int>) async throws {
        var failure: AlertingError?
        for index in channels.indices where !reached.contains(index) {
            do {
                try await channels[index].send(alert)
                reached.insert(index)
            } catch let error as AlertingError {
                failure = error
            }
        }
        if let failure { throw failure }
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
