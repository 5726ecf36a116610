// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import GRDB

extension CaptureStore {
    /// A full disk refuses a larger transaction, and a small one keeps nobody waiting.
    package static let purgeBatch = 200

    /// How many captures were made (or, where the machine's clock runs ahead, received) before `cutoff`.
    package func count(before cutoff: Date) async throws -> Int {
        try await read("count old captures") { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM capture WHERE age_from < ?", arguments: [cutoff.milliseconds]) ?? 0
        }
    }

    /// Deletes the oldest captures before `cutoff` with all that belongs to them, and returns how many went.
    ///
    /// What is deleted may still stand in the write-ahead log until ``finishPurge(cutoff:deleted:by:at:)``.
    package func deleteBatch(before cutoff: Date, limit: Int = purgeBatch) async throws -> Int {
        try await write("delete old captures") { db in
            try db.execute(
                sql: """
                    DELETE FROM capture WHERE number IN
                        (SELECT number FROM capture WHERE age_from < ? ORDER BY age_from LIMIT ?)
                    """, arguments: [cutoff.milliseconds, limit])
            return db.changesCount
        }
    }

    /// Records a purge, and empties the write-ahead log of what was deleted.
    package func finishPurge(
        cutoff: Date, deleted: Int, by actor: AuditEntry.Actor, at now: Date
    ) async throws {
        try await write("record a purge") { db in
            try AuditLog.append(
                .purged, by: actor, subject: "captures before \(cutoff.milliseconds)", detail: "deleted \(deleted)",
                at: now, in: db)
            try db.execute(
                sql: "INSERT INTO purge_run (at, cutoff, captures) VALUES (?, ?, ?)",
                arguments: [now.milliseconds, cutoff.milliseconds, deleted])
        }
        try await truncateLog()
    }

    /// When the last purge ended; nil before the first.
    package func lastPurge() async throws -> Date? {
        try await read("read the last purge") { db in
            try Int64.fetchOne(db, sql: "SELECT max(at) FROM purge_run").map(Date.init(milliseconds:))
        }
    }

    private func truncateLog() async throws {
        do {
            try await pool.writeWithoutTransaction { db in
                _ = try db.checkpoint(.truncate)
            }
        } catch let error as DatabaseError {
            throw CaptureStoreError(error, doing: "empty the write-ahead log")
        }
    }
}
