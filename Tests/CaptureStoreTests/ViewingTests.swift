// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import GRDB
import Testing

@Suite("CaptureStore, viewing")
struct ViewingTests {
    @Test func `every look leaves an audit entry that names the capture and tells nothing of it`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture(text: "canary-in-the-text", screenshot: StoreFixture.screenshot)
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let before = try await fixture.store.auditEntries().count
        _ = try await fixture.store.captures(by: fixture.reviewer, at: StoreFixture.now)
        _ = try await fixture.store.view(capture.id, by: fixture.reviewer, at: StoreFixture.now)
        let picture = try await fixture.store.viewScreenshot(capture.id, by: fixture.reviewer, at: StoreFixture.now)
        #expect(picture == StoreFixture.screenshot)
        try await fixture.store.recordOutcome(
            .concern, note: SensitiveText("canary-in-the-note"), for: capture.id, by: fixture.reviewer,
            at: StoreFixture.now)
        let entries = try await fixture.store.auditEntries().dropFirst(before)
        #expect(
            entries.map(\.action) == [
                "captures listed", "capture viewed", "screenshot viewed", "outcome recorded",
            ])
        #expect(entries.allSatisfy { $0.actor == "reviewer:dsl" })
        #expect(entries.dropFirst().allSatisfy { $0.subject == "C-000001" })
        #expect(!String(reflecting: Array(entries)).contains("canary"))
    }

    @Test func `without an audit entry there is no view`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture(screenshot: StoreFixture.screenshot)
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let (store, reviewer) = (fixture.store, fixture.reviewer)
        try Self.execute(
            """
            CREATE TRIGGER refuse BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the log is full'); END
            """, in: fixture)
        await #expect(throws: CaptureStoreError.self) {
            try await store.view(capture.id, by: reviewer, at: StoreFixture.now)
        }
        await #expect(throws: CaptureStoreError.self) {
            try await store.viewScreenshot(capture.id, by: reviewer, at: StoreFixture.now)
        }
        await #expect(throws: CaptureStoreError.self) {
            try await store.captures(by: reviewer, at: StoreFixture.now)
        }
        // The control: the same looks succeed once the log can be written again.
        try Self.execute("DROP TRIGGER refuse", in: fixture)
        #expect(try await store.view(capture.id, by: reviewer, at: StoreFixture.now) != nil)
    }

    @Test func `a capture that is not there is nobody's view`() async throws {
        let fixture = try await StoreFixture()
        let before = try await fixture.store.auditEntries().count
        #expect(try await fixture.store.view(CaptureID(), by: fixture.reviewer, at: StoreFixture.now) == nil)
        #expect(try await fixture.store.viewScreenshot(CaptureID(), by: fixture.reviewer, at: StoreFixture.now) == nil)
        #expect(try await fixture.store.auditEntries().count == before)
    }

    @Test func `pages join without a gap or an overlap`() async throws {
        let fixture = try await StoreFixture()
        let captures = try (0..<7).map { _ in try StoreFixture.capture() }
        _ = try await fixture.store.store(captures, from: StoreFixture.device, at: StoreFixture.now)
        var seen: [CaptureID] = []
        var start: CaptureReference?
        repeat {
            let page = try await fixture.store.captures(
                from: start, limit: 3, by: fixture.reviewer, at: StoreFixture.now)
            seen += page.captures.map(\.id)
            start = page.next
        } while start != nil
        #expect(seen == captures.reversed().map(\.id))
    }

    @Test func `the status follows the first look and the latest outcome`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture()
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let (store, reviewer) = (fixture.store, fixture.reviewer)
        func page() async throws -> CapturePage { try await store.captures(by: reviewer, at: StoreFixture.now) }
        #expect(try await page().captures.first?.status == .new)
        _ = try await store.view(capture.id, by: reviewer, at: StoreFixture.now)
        #expect(try await page().captures.first?.status == .viewed)
        #expect(try await page().waiting == 1)
        for decision in [Outcome.Decision.watch, .urgentConcern] {
            try await store.recordOutcome(
                decision, note: SensitiveText("spoke"), for: capture.id, by: reviewer, at: StoreFixture.now)
        }
        #expect(try await page().captures.first?.status == .decided(.urgentConcern))
        #expect(try await page().waiting == 0)
        #expect(try await store.outcomes(for: capture.id).map(\.decision) == [.watch, .urgentConcern])
    }

    @Test func `a note is bounded`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture()
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let (store, reviewer) = (fixture.store, fixture.reviewer)
        let long = SensitiveText(String(repeating: "e\u{301}", count: 1_000) + "x")
        await #expect(throws: CaptureStoreError.noteTooLong(scalars: 2_001)) {
            try await store.recordOutcome(.watch, note: long, for: capture.id, by: reviewer, at: StoreFixture.now)
        }
        let fitting = SensitiveText(String(repeating: "e\u{301}", count: 1_000))
        try await store.recordOutcome(.watch, note: fitting, for: capture.id, by: reviewer, at: StoreFixture.now)
    }

    static func execute(_ sql: String, in fixture: StoreFixture) throws {
        try DatabaseQueue(path: fixture.path).write { try $0.execute(sql: sql) }
    }
}
