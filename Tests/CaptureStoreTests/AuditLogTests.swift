// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Foundation
import GRDB
import Testing

@Suite("AuditLog")
struct AuditLogTests {
    @Test func `an untouched log is sound`() async throws {
        let fixture = try await Self.fixtureWithEntries()
        let verification = try await fixture.store.verify()
        #expect(verification.isSound)
        #expect(verification.auditEntries == 8)
    }

    @Test(arguments: [
        ("UPDATE audit_entry SET detail = 'nothing' WHERE number = 5", AuditFault.changed(5)),
        ("UPDATE audit_entry SET at = at + 1 WHERE number = 4", AuditFault.changed(4)),
        ("UPDATE audit_entry SET actor = 'nobody' WHERE number = 8", AuditFault.changed(8)),
        ("DELETE FROM audit_entry WHERE number = 6", AuditFault.missing(6)),
        ("DELETE FROM audit_entry WHERE number = 8", AuditFault.missing(8)),
        ("UPDATE audit_entry SET number = 20 WHERE number = 8", AuditFault.missing(8)),
    ])
    func `a change behind our back is noticed`(sql: String, fault: AuditFault) async throws {
        let fixture = try await Self.fixtureWithEntries()
        try ViewingTests.execute(
            "DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept; \(sql)", in: fixture)
        #expect(try await fixture.store.verify().auditFault == fault)
    }

    @Test(arguments: ["UPDATE audit_entry SET detail = 'x'", "DELETE FROM audit_entry"])
    func `a slip of ours cannot change it`(sql: String) async throws {
        let fixture = try await Self.fixtureWithEntries()
        #expect(throws: DatabaseError.self) { try ViewingTests.execute(sql, in: fixture) }
    }

    @Test func `two processes continue one chain`() async throws {
        let fixture = try await Self.fixtureWithEntries()
        let other = try CaptureStore(path: fixture.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                let store = index.isMultiple(of: 2) ? fixture.store : other
                group.addTask { try await store.audit(.signInRefused, by: .collector, at: StoreFixture.now) }
            }
            try await group.waitForAll()
        }
        let verification = try await fixture.store.verify()
        #expect(verification.isSound)
        #expect(verification.auditEntries == 48)
    }

    private static func fixtureWithEntries() async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        for number in 0..<5 {
            try await fixture.store.audit(
                .signInRefused, by: .collector, detail: "attempt \(number)", at: StoreFixture.now)
        }
        return fixture
    }
}
