// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables, in the order in which they came to be.
///
/// Times are whole milliseconds since 1970, UTC. Secrets (tokens, sessions) are kept as SHA-256 only. There is no
/// full-text index: it would keep words of what has been deleted.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 the whole way") { db in
            try db.execute(sql: people)
            try db.execute(sql: captures)
            try db.execute(sql: audit)
        }
        return migrator
    }

    private static let people = """
        CREATE TABLE device (
            id TEXT PRIMARY KEY NOT NULL,
            host_name TEXT NOT NULL,
            enrolled_at INTEGER NOT NULL,
            last_seen INTEGER
        ) STRICT;
        CREATE TABLE enrolment_token (
            hash BLOB PRIMARY KEY NOT NULL,
            uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE reviewer (
            name TEXT PRIMARY KEY NOT NULL,
            password_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE review_session (
            hash BLOB PRIMARY KEY NOT NULL,
            reviewer TEXT NOT NULL REFERENCES reviewer(name) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            last_used_at INTEGER NOT NULL
        ) STRICT;
        """

    /// Where the days of a capture are counted from: `age_from`.
    ///
    /// It is the earlier of `captured_at` and `received_at`, for a clock that runs ahead keeps nothing longer; and never
    /// before the device was enrolled, for a machine whose clock has stopped in 1970 loses nothing at the next purge.
    private static let captures = """
        CREATE TABLE capture (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            device TEXT NOT NULL REFERENCES device(id),
            phrase TEXT NOT NULL,
            category TEXT NOT NULL,
            severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5),
            manner TEXT NOT NULL,
            before TEXT NOT NULL,
            match TEXT NOT NULL,
            after TEXT NOT NULL,
            title TEXT NOT NULL,
            application TEXT NOT NULL,
            account TEXT NOT NULL,
            host_name TEXT NOT NULL,
            captured_at INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            age_from INTEGER NOT NULL,
            first_viewed_at INTEGER
        ) STRICT;
        CREATE INDEX capture_age ON capture(age_from);
        CREATE TABLE screenshot (
            capture INTEGER PRIMARY KEY NOT NULL REFERENCES capture(number) ON DELETE CASCADE,
            format TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE outcome (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            capture INTEGER NOT NULL REFERENCES capture(number) ON DELETE CASCADE,
            reviewer TEXT NOT NULL REFERENCES reviewer(name),
            at INTEGER NOT NULL,
            decision TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outcome_capture ON outcome(capture);
        CREATE TABLE alert_outbox (
            capture INTEGER PRIMARY KEY NOT NULL REFERENCES capture(number) ON DELETE CASCADE,
            severity INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER NOT NULL,
            sent_at INTEGER
        ) STRICT;
        CREATE INDEX alert_due ON alert_outbox(next_attempt) WHERE sent_at IS NULL;
        CREATE TABLE purge_run (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            cutoff INTEGER NOT NULL,
            captures INTEGER NOT NULL
        ) STRICT;
        """

    /// The triggers stop a slip of ours; the chain of hashes shows what goes around them.
    private static let audit = """
        CREATE TABLE audit_entry (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            previous_hash BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
        CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END;
        """
}
