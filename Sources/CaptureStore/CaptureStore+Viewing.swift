// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials
import GRDB

/// No audit, no view: each look writes its audit entry first, in the transaction that reads.
///
/// Where the entry cannot be written or committed, nothing is returned.
extension CaptureStore {
    /// A page of the list, newest arrival first, for `reviewer` to see.
    ///
    /// - Parameters:
    ///   - start: the page's first capture; nil for the newest.
    ///   - limit: captures on a page, 1 to 200.
    package func captures(
        from start: CaptureReference? = nil, limit: Int = 50, by reviewer: ReviewerName, at now: Date
    ) async throws -> CapturePage {
        let limit = min(max(limit, 1), 200)
        return try await write("list captures") { db in
            let first = start.map { $0.description } ?? "newest"
            try AuditLog.append(
                .capturesListed, by: .reviewer(reviewer), subject: first, detail: "at most \(limit)", at: now, in: db)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT c.number, c.id, c.category, c.severity, c.account, c.device, c.host_name, c.captured_at,
                        c.received_at, c.first_viewed_at IS NOT NULL AS viewed, \(Self.statusColumns)
                    FROM capture c WHERE c.number <= ? ORDER BY c.number DESC LIMIT ?
                    """, arguments: [start?.number ?? .max, limit + 1])
            var summaries = try rows.map { try CaptureRow($0).summary() }
            let next = summaries.count > limit ? summaries.removeLast().reference : nil
            let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM capture") ?? 0
            let decided = try Int.fetchOne(db, sql: "SELECT count(DISTINCT capture) FROM outcome") ?? 0
            return CapturePage(captures: summaries, next: next, total: total, waiting: total - decided)
        }
    }

    /// A capture with its content, for `reviewer` to see; nil where there is none.
    package func view(_ id: CaptureID, by reviewer: ReviewerName, at now: Date) async throws -> CaptureRecord? {
        try await write("view a capture") { db in
            guard let reference = try Self.reference(of: id, in: db) else { return nil }
            try AuditLog.append(
                .captureViewed, by: .reviewer(reviewer), subject: reference.description, detail: "", at: now, in: db)
            try db.execute(
                sql: "UPDATE capture SET first_viewed_at = ? WHERE number = ? AND first_viewed_at IS NULL",
                arguments: [now.milliseconds, reference.number])
            let row = try Row.fetchOne(
                db,
                sql: "SELECT c.*, 1 AS viewed, \(Self.statusColumns) FROM capture c WHERE c.number = ?",
                arguments: [reference.number])
            guard let row else { return nil }
            return try CaptureRow(row).record(outcomes: Self.outcomes(of: reference, in: db))
        }
    }

    /// The picture of a capture, for `reviewer` to see; nil where there is none.
    package func viewScreenshot(
        _ id: CaptureID, by reviewer: ReviewerName, at now: Date
    ) async throws -> Screenshot? {
        try await write("view a screenshot") { db in
            guard let reference = try Self.reference(of: id, in: db) else { return nil }
            let exists = try Bool.fetchOne(
                db, sql: "SELECT 1 FROM screenshot WHERE capture = ?", arguments: [reference.number])
            guard exists == true else { return nil }
            try AuditLog.append(
                .screenshotViewed, by: .reviewer(reviewer), subject: reference.description, detail: "", at: now,
                in: db)
            let row = try Row.fetchOne(
                db, sql: "SELECT format, width, height, bytes FROM screenshot WHERE capture = ?",
                arguments: [reference.number])
            guard let row else { return nil }
            guard let format = Screenshot.Format(rawValue: row["format"]) else {
                throw CaptureStoreError.database(doing: "view a screenshot", reason: "its format is not known")
            }
            let bytes: Data = row["bytes"]
            return Screenshot(format: format, width: row["width"], height: row["height"], bytes: Array(bytes))
        }
    }

    static func reference(of id: CaptureID, in db: Database) throws -> CaptureReference? {
        try Int64.fetchOne(db, sql: "SELECT number FROM capture WHERE id = ?", arguments: [id.description])
            .map(CaptureReference.init(number:))
    }

    private static let statusColumns = """
        (SELECT decision FROM outcome o WHERE o.capture = c.number ORDER BY o.number DESC LIMIT 1) AS decision, \
        EXISTS (SELECT 1 FROM screenshot s WHERE s.capture = c.number) AS pictured
        """
}
