// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import Glibc

/// The collector's database: captures, who may see them, and who did.
///
/// SQLite in WAL mode with `synchronous=FULL`: what is acknowledged has reached the disk. `secure_delete` overwrites
/// what is deleted, and a purge truncates the write-ahead log after it. Every look at a capture writes its audit entry
/// in the same transaction, before the content is read.
package struct CaptureStore: Sendable {
    let pool: DatabasePool
    let commits: CommitQueue

    /// Opens the database, and makes it where there is none, readable by its owner alone.
    package init(path: String) throws(CaptureStoreError) {
        try Self.makePrivateFile(path)
        var configuration = Configuration()
        configuration.label = "captures"
        configuration.maximumReaderCount = 4
        // The command line writes to the database of a running server.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL when it turns WAL on, which loses acknowledged captures at power loss: set FULL after it.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            try Schema.migrator.migrate(pool)
        } catch let error as DatabaseError {
            throw .cannotOpen(path: path, reason: error.message ?? "SQLite says \(error.extendedResultCode.rawValue)")
        } catch {
            throw .cannotOpen(path: path, reason: "it was made by a newer version of this program, or is damaged")
        }
        commits = CommitQueue(pool: pool)
    }

    /// Throws where the database cannot be read.
    package func checkReadable() async throws {
        try await read("read the database") { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM reviewer")
        }
    }

    /// SQLite's own settings, as the writing connection has them.
    package func durabilitySettings() async throws -> [String: String] {
        try await perform("read the settings") {
            try await pool.writeWithoutTransaction { db in
                var settings: [String: String] = [:]
                for name in ["journal_mode", "synchronous", "secure_delete", "foreign_keys"] {
                    settings[name] = try String.fetchOne(db, sql: "PRAGMA \(name)")
                }
                return settings
            }
        }
    }

    func read<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        try await perform(doing) { try await pool.read(body) }
    }

    func write<T: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        try await perform(doing) { try await pool.write(body) }
    }

    private func perform<T>(_ doing: String, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw CaptureStoreError(error, doing: doing)
        }
    }

    /// SQLite gives its log and shared memory the mode of the database's file.
    private static func makePrivateFile(_ path: String) throws(CaptureStoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
    }
}

extension Date {
    /// Whole milliseconds since 1970, which is how the database keeps a time.
    var milliseconds: Int64 {
        let value = (timeIntervalSince1970 * 1_000).rounded()
        return Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }

    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}
