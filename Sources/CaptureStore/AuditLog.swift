// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import GRDB

/// The chain of audit entries.
///
/// Constraints
/// - An entry that is changed, removed from the middle or put in is noticed, and named by its number.
/// - An entry is never changed or deleted by us; a purge of captures leaves it.
/// - Whoever can rewrite the whole file can also make a new chain from its start. Only a copy of the last hash that is
///   kept elsewhere shows that; the chain alone does not.
///
/// Record: the hash of an entry is SHA-256 over the previous entry's hash (32 zero bytes for the first), its number and
/// time (milliseconds since 1970) as 8 bytes each, most significant first, and then actor, action, subject and detail
/// in UTF-8, each after its length in 8 bytes, so that no two entries have the same bytes.
///
/// Writing: in the transaction of what is audited; that transaction is immediate, so that two writers, even of two
/// processes, never continue the same entry.
enum AuditLog {
    static let genesis = Data(count: 32)

    static func append(
        _ action: AuditEntry.Action, by actor: AuditEntry.Actor, subject: String, detail: String, at: Date,
        in db: Database
    ) throws {
        let last = try Row.fetchOne(db, sql: "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1")
        let previous: Data = last?["hash"] ?? genesis
        let number = (last?["number"] as Int64? ?? 0) + 1
        let entry = AuditEntry(
            number: number, at: Date(milliseconds: at.milliseconds), actor: actor.description,
            action: action.rawValue, subject: subject, detail: detail)
        try db.execute(
            sql: """
                INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, at.milliseconds, entry.actor, entry.action, subject, detail, previous,
                hash(of: entry, after: previous),
            ])
    }

    /// The number of entries, or the first thing that is wrong with the chain.
    static func verify(_ db: Database) throws -> Result<Int64, AuditFault> {
        var previous = genesis
        var number: Int64 = 0
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit_entry ORDER BY number")
        while let row = try rows.next() {
            number += 1
            let entry = entry(row)
            guard entry.number == number else { return .failure(.missing(number)) }
            let hash: Data = row["hash"]
            let claimed: Data = row["previous_hash"]
            guard claimed == previous, hash == self.hash(of: entry, after: previous) else {
                return .failure(.changed(number))
            }
            previous = hash
        }
        let given = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'") ?? 0
        return given == number ? .success(number) : .failure(.missing(number + 1))
    }

    static func entry(_ row: Row) -> AuditEntry {
        AuditEntry(
            number: row["number"], at: Date(milliseconds: row["at"]), actor: row["actor"], action: row["action"],
            subject: row["subject"], detail: row["detail"])
    }

    private static func hash(of entry: AuditEntry, after previous: Data) -> Data {
        var hasher = SHA256()
        hasher.update(data: previous)
        update(&hasher, with: UInt64(bitPattern: entry.number))
        update(&hasher, with: UInt64(bitPattern: entry.at.milliseconds))
        for field in [entry.actor, entry.action, entry.subject, entry.detail] {
            let bytes = Array(field.utf8)
            update(&hasher, with: UInt64(bytes.count))
            hasher.update(data: bytes)
        }
        return Data(hasher.finalize())
    }

    private static func update(_ hasher: inout SHA256, with number: UInt64) {
        hasher.update(data: (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
    }
}
