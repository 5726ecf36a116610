// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import GRDB

/// What is wrong with the audit log.
package enum AuditFault: Error, Equatable, CustomStringConvertible {
    case changed(Int64)
    case missing(Int64)

    package var description: String {
        switch self {
        case .changed(let number): "audit entry \(number) is not what was written"
        case .missing(let number): "audit entry \(number) is missing"
        }
    }
}

/// What `verify` found.
package struct StoreVerification: Sendable, Equatable {
    /// Entries of the audit log, where its chain holds.
    package var auditEntries: Int64
    package var auditFault: AuditFault?
    /// What SQLite's own check says of the file; empty where all is well.
    package var databaseFaults: [String]

    package var isSound: Bool { auditFault == nil && databaseFaults.isEmpty }
}

extension CaptureStore {
    /// Writes an audit entry for what has no method of its own, such as a refused sign-in.
    package func audit(
        _ action: AuditEntry.Action, by actor: AuditEntry.Actor, subject: String = "", detail: String = "",
        at now: Date
    ) async throws {
        try await write("write the audit log") { db in
            try AuditLog.append(action, by: actor, subject: subject, detail: detail, at: now, in: db)
        }
    }

    /// The audit log, oldest first.
    package func auditEntries(after number: Int64 = 0, limit: Int = 1_000) async throws -> [AuditEntry] {
        try await read("read the audit log") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit_entry WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [number, limit]
            ).map(AuditLog.entry)
        }
    }

    /// Checks the chain of the audit log, and the database's file.
    package func verify() async throws -> StoreVerification {
        try await read("verify the database") { db in
            let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                "a row of \(row[0] as String? ?? "a table") belongs to nothing"
            }
            var verification = StoreVerification(
                auditEntries: 0, auditFault: nil, databaseFaults: lines.filter { $0 != "ok" } + orphans)
            switch try AuditLog.verify(db) {
            case .success(let count): verification.auditEntries = count
            case .failure(let fault): verification.auditFault = fault
            }
            return verification
        }
    }
}
