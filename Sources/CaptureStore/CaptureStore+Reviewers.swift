// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FoundationEssentials
import GRDB

extension CaptureStore {
    package func addReviewer(_ reviewer: Reviewer, by actor: AuditEntry.Actor = .administrator) async throws {
        try await write("add a reviewer") { db in
            try db.execute(
                sql: """
                    INSERT INTO reviewer (name, password_hash, created_at) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO NOTHING
                    """,
                arguments: [reviewer.name.text, reviewer.passwordHash, reviewer.createdAt.milliseconds])
            guard db.changesCount == 1 else { throw CaptureStoreError.reviewerExists(reviewer.name) }
            try AuditLog.append(
                .reviewerAdded, by: actor, subject: reviewer.name.text, detail: "", at: reviewer.createdAt, in: db)
        }
    }

    package func reviewer(named name: ReviewerName) async throws -> Reviewer? {
        try await read("read a reviewer") { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT password_hash, created_at FROM reviewer WHERE name = ?", arguments: [name.text])
            return row.map {
                Reviewer(
                    name: name, passwordHash: $0["password_hash"], createdAt: Date(milliseconds: $0["created_at"]))
            }
        }
    }

    package func reviewerNames() async throws -> [ReviewerName] {
        try await read("list reviewers") { db in
            try String.fetchAll(db, sql: "SELECT name FROM reviewer ORDER BY name").compactMap(ReviewerName.init)
        }
    }
}

/// Sessions are kept under the SHA-256 of their secret: who reads the database cannot sign in with what it holds.
extension CaptureStore {
    /// Starts a session under a random secret of at least 16 bytes, and audits the sign-in.
    package func startSession(secret: [UInt8], for reviewer: ReviewerName, at now: Date) async throws {
        precondition(secret.count >= 16, "a session's secret has at least 16 random bytes")
        try await write("start a session") { db in
            let known = try Bool.fetchOne(db, sql: "SELECT 1 FROM reviewer WHERE name = ?", arguments: [reviewer.text])
            guard known == true else { throw CaptureStoreError.unknownReviewer }
            try AuditLog.append(.signedIn, by: .reviewer(reviewer), subject: "", detail: "", at: now, in: db)
            try db.execute(
                sql: "INSERT INTO review_session (hash, reviewer, created_at, last_used_at) VALUES (?, ?, ?, ?)",
                arguments: [Self.hash(secret), reviewer.text, now.milliseconds, now.milliseconds])
        }
    }

    /// The session of a secret, marked as used now; nil where it is unknown, or was idle or open for too long.
    package func useSession(
        secret: [UInt8], idleLimit: TimeInterval, absoluteLimit: TimeInterval, at now: Date
    ) async throws -> ReviewSession? {
        try await write("use a session") { db in
            try db.execute(
                sql: "DELETE FROM review_session WHERE last_used_at <= ? OR created_at <= ?",
                arguments: [
                    now.addingTimeInterval(-idleLimit).milliseconds,
                    now.addingTimeInterval(-absoluteLimit).milliseconds,
                ])
            let row = try Row.fetchOne(
                db, sql: "SELECT reviewer, created_at, last_used_at FROM review_session WHERE hash = ?",
                arguments: [Self.hash(secret)])
            guard let row, let reviewer = ReviewerName(row["reviewer"] as String) else { return nil }
            try db.execute(
                sql: "UPDATE review_session SET last_used_at = ? WHERE hash = ?",
                arguments: [now.milliseconds, Self.hash(secret)])
            return ReviewSession(
                reviewer: reviewer, createdAt: Date(milliseconds: row["created_at"]),
                lastUsedAt: Date(milliseconds: row["last_used_at"]))
        }
    }

    /// Ends the session of a secret, and audits the sign-out; nothing happens where there is none.
    package func endSession(secret: [UInt8], at now: Date) async throws {
        try await write("end a session") { db in
            let name = try String.fetchOne(
                db, sql: "DELETE FROM review_session WHERE hash = ? RETURNING reviewer", arguments: [Self.hash(secret)])
            guard let reviewer = name.flatMap(ReviewerName.init) else { return }
            try AuditLog.append(.signedOut, by: .reviewer(reviewer), subject: "", detail: "", at: now, in: db)
        }
    }

    static func hash(_ secret: [UInt8]) -> Data {
        Data(SHA256.hash(data: secret))
    }
}
