// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials
import GRDB

extension CaptureStore {
    /// Writes down what `reviewer` decided; earlier outcomes stay.
    package func recordOutcome(
        _ decision: Outcome.Decision, note: SensitiveText, for id: CaptureID, by reviewer: ReviewerName, at now: Date
    ) async throws {
        guard note.scalarCount <= Outcome.noteLimit else {
            throw CaptureStoreError.noteTooLong(scalars: note.scalarCount)
        }
        try await write("record an outcome") { db in
            guard let reference = try Self.reference(of: id, in: db) else {
                throw CaptureStoreError.unknownCapture(id.description)
            }
            try AuditLog.append(
                .outcomeRecorded, by: .reviewer(reviewer), subject: reference.description,
                detail: decision.rawValue, at: now, in: db)
            try db.execute(
                sql: "INSERT INTO outcome (capture, reviewer, at, decision, note) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    reference.number, reviewer.text, now.milliseconds, decision.rawValue, note.reveal().storable,
                ])
        }
    }

    /// The outcomes of a capture, oldest first; a page that shows them shows the capture, through ``view(_:by:at:)``.
    package func outcomes(for id: CaptureID) async throws -> [Outcome] {
        try await read("read outcomes") { db in
            guard let reference = try Self.reference(of: id, in: db) else { return [] }
            return try Self.outcomes(of: reference, in: db)
        }
    }

    static func outcomes(of reference: CaptureReference, in db: Database) throws -> [Outcome] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT reviewer, at, decision, note FROM outcome WHERE capture = ? ORDER BY number",
            arguments: [reference.number])
        return try rows.map { row in
            guard
                let reviewer = ReviewerName(row["reviewer"] as String),
                let decision = Outcome.Decision(rawValue: row["decision"])
            else {
                throw CaptureStoreError.database(
                    doing: "read outcomes of \(reference)", reason: "a row is damaged: run watchword-server verify")
            }
            return Outcome(
                reviewer: reviewer, at: Date(milliseconds: row["at"]), decision: decision,
                note: SensitiveText(row["note"]))
        }
    }
}
