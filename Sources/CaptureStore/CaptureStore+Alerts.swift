// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
package import FoundationEssentials
import GRDB

/// The outbox: an alert is written with its capture and stays until it has been sent.
extension CaptureStore {
    /// The alerts that are due, the most severe first.
    package func pendingAlerts(now: Date, limit: Int = 20) async throws -> [PendingAlert] {
        try await read("read the alerts to send") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.capture, a.severity, a.attempts, a.next_attempt, c.id
                    FROM alert_outbox a JOIN capture c ON c.number = a.capture
                    WHERE a.sent_at IS NULL AND a.next_attempt <= ?
                    ORDER BY a.severity DESC, a.capture LIMIT ?
                    """, arguments: [now.milliseconds, limit])
            return rows.compactMap { row in
                guard
                    let id = CaptureID(row["id"] as String), let severity = Severity(rawValue: row["severity"])
                else { return nil }
                return PendingAlert(
                    capture: id, reference: CaptureReference(number: row["capture"]), severity: severity,
                    attempts: row["attempts"], nextAttempt: Date(milliseconds: row["next_attempt"]))
            }
        }
    }

    package func markAlertSent(_ reference: CaptureReference, at now: Date) async throws {
        try await write("mark an alert as sent") { db in
            try db.execute(
                sql: "UPDATE alert_outbox SET sent_at = ? WHERE capture = ?",
                arguments: [now.milliseconds, reference.number])
        }
    }

    /// Counts a failed attempt and puts the next one off.
    package func markAlertFailed(_ reference: CaptureReference, retryAt: Date) async throws {
        try await write("put an alert off") { db in
            try db.execute(
                sql: "UPDATE alert_outbox SET attempts = attempts + 1, next_attempt = ? WHERE capture = ?",
                arguments: [retryAt.milliseconds, reference.number])
        }
    }
}
