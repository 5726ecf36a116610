// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials
import GRDB

/// What became of a batch; every capture of it is in one of the two.
package struct StoreReceipt: Sendable, Equatable {
    package var stored: [CaptureID]
    /// Stored before, or twice in the batch.
    package var duplicates: [CaptureID]

    package init(stored: [CaptureID], duplicates: [CaptureID]) {
        self.stored = stored
        self.duplicates = duplicates
    }
}

extension CaptureStore {
    /// Captures of this severity and above raise an alert.
    package static let alertSeverity = Severity.high

    /// Stores captures, each id once, and returns when they are on the disk.
    ///
    /// An alert that a capture calls for is put in the outbox in the same transaction.
    package func store(_ captures: [Capture], from device: DeviceID, at now: Date) async throws -> StoreReceipt {
        try await commits.store(captures, from: device, at: now)
    }
}

/// Puts one device's captures into the tables.
struct CaptureInsertion {
    var device: DeviceID
    var at: Date

    func insert(_ captures: [Capture], in db: Database) throws -> StoreReceipt {
        var receipt = StoreReceipt(stored: [], duplicates: [])
        let seen = try db.cachedStatement(sql: "UPDATE device SET last_seen = ? WHERE id = ?")
        try seen.execute(arguments: [at.milliseconds, device.hexadecimal])
        guard db.changesCount == 1 else { throw CaptureStoreError.unknownDevice(device) }
        for capture in captures {
            if let number = try insert(capture, in: db) {
                try insert(capture.screenshot, of: number, in: db)
                try insertAlert(for: capture, number: number, in: db)
                receipt.stored.append(capture.id)
            } else {
                receipt.duplicates.append(capture.id)
            }
        }
        return receipt
    }

    /// Nil where the id is known.
    private func insert(_ capture: Capture, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO capture (id, device, phrase, category, severity, manner, before, match, after, title,
                    application, account, host_name, captured_at, received_at, age_from)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    max(?, (SELECT enrolled_at FROM device WHERE id = ?)))
                ON CONFLICT (id) DO NOTHING
                """)
        let capturedAt = capture.capturedAt.milliseconds
        let receivedAt = at.milliseconds
        try statement.execute(arguments: [
            capture.id.description, device.hexadecimal, capture.phrase.storable, capture.category.name,
            capture.severity.rawValue, capture.manner.rawValue, capture.context.before.reveal().storable,
            capture.context.match.reveal().storable, capture.context.after.reveal().storable,
            capture.window.title.reveal().storable, capture.window.application.storable,
            capture.account.reveal().storable, capture.hostName.storable, capturedAt, receivedAt,
            min(capturedAt, receivedAt), device.hexadecimal,
        ])
        return db.changesCount == 1 ? db.lastInsertedRowID : nil
    }

    private func insert(_ screenshot: Screenshot?, of number: Int64, in db: Database) throws {
        guard let screenshot else { return }
        let statement = try db.cachedStatement(
            sql: "INSERT INTO screenshot (capture, format, width, height, bytes) VALUES (?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            number, screenshot.format.rawValue, screenshot.width, screenshot.height, Data(screenshot.bytes),
        ])
    }

    private func insertAlert(for capture: Capture, number: Int64, in db: Database) throws {
        guard capture.severity >= CaptureStore.alertSeverity else { return }
        let statement = try db.cachedStatement(
            sql: "INSERT INTO alert_outbox (capture, severity, next_attempt) VALUES (?, ?, ?)")
        try statement.execute(arguments: [number, capture.severity.rawValue, at.milliseconds])
    }
}

extension String {
    /// The text with U+FFFD for each NUL, at which SQLite would cut it off and lose what follows.
    var storable: String {
        guard unicodeScalars.contains("\0") else { return self }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })
        return String(scalars)
    }
}
