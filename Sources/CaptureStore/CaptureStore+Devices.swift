// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import GRDB

extension CaptureStore {
    /// Allows `uses` machines to enrol before `expires` with a token of this secret, which is kept hashed.
    package func addEnrolmentToken(
        secret: [UInt8], uses: Int, expires: Date, by actor: AuditEntry.Actor = .administrator, at now: Date
    ) async throws {
        precondition(secret.count >= 16 && uses >= 1, "a token has at least 16 random bytes and one use")
        try await write("add an enrolment token") { db in
            try db.execute(
                sql: "INSERT INTO enrolment_token (hash, uses_left, created_at, expires_at) VALUES (?, ?, ?, ?)",
                arguments: [Self.hash(secret), uses, now.milliseconds, expires.milliseconds])
            let minutes = Int(expires.timeIntervalSince(now) / 60)
            try AuditLog.append(
                .tokenCreated, by: actor, subject: "", detail: "uses \(uses), minutes \(minutes)", at: now, in: db)
        }
    }

    /// Takes one use of a token and enrols the device, both or neither.
    package func enrol(
        _ device: DeviceID, hostName: String, tokenSecret: [UInt8], at now: Date
    ) async throws {
        try await write("enrol a device") { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT uses_left, expires_at FROM enrolment_token WHERE hash = ?",
                arguments: [Self.hash(tokenSecret)])
            guard let row else { throw CaptureStoreError.unknownToken }
            guard row["expires_at"] as Int64 > now.milliseconds else { throw CaptureStoreError.expiredToken }
            guard row["uses_left"] as Int > 0 else { throw CaptureStoreError.usedToken }
            try db.execute(
                sql: "UPDATE enrolment_token SET uses_left = uses_left - 1 WHERE hash = ?",
                arguments: [Self.hash(tokenSecret)])
            try db.execute(
                sql: """
                    INSERT INTO device (id, host_name, enrolled_at) VALUES (?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET host_name = excluded.host_name
                    """, arguments: [device.hexadecimal, hostName.storable, now.milliseconds])
            try AuditLog.append(
                .deviceEnrolled, by: .device(device), subject: device.hexadecimal, detail: "", at: now, in: db)
        }
    }

    /// Nil where no such device is enrolled.
    package func device(_ id: DeviceID) async throws -> Device? {
        try await read("read a device") { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT host_name, enrolled_at, last_seen FROM device WHERE id = ?",
                arguments: [id.hexadecimal])
            return row.map { row in
                let lastSeen: Int64? = row["last_seen"]
                return Device(
                    id: id, hostName: row["host_name"], enrolledAt: Date(milliseconds: row["enrolled_at"]),
                    lastSeen: lastSeen.map(Date.init(milliseconds:)))
            }
        }
    }
}
