// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import GRDB
import Testing

@Suite("CaptureStore, storing")
struct StoringTests {
    @Test func `the writing connection is in WAL mode with synchronous FULL`() async throws {
        let settings = try await StoreFixture().store.durabilitySettings()
        #expect(settings["journal_mode"] == "wal")
        #expect(settings["synchronous"] == "2")
        #expect(settings["secure_delete"] == "1")
        #expect(settings["foreign_keys"] == "1")
    }

    @Test func `a pool of the library's own making would be NORMAL`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder that stays behind in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let pool = try DatabasePool(path: folder.appending(path: "pool.sqlite").path)
        let mode = try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(mode == 1)
    }

    @Test func `the database is its owner's alone`() async throws {
        let fixture = try await StoreFixture()
        for name in ["captures.sqlite", "captures.sqlite-wal", "captures.sqlite-shm"] {
            let path = fixture.folder.appending(path: name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func `a folder that is not there is one clear error`() {
        #expect(throws: CaptureStoreError.self) { try CaptureStore(path: "/nowhere/captures.sqlite") }
    }

    @Test func `the same capture twice is stored once`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture()
        let other = try StoreFixture.capture()
        let first = try await fixture.store.store(
            [capture, capture], from: StoreFixture.device, at: StoreFixture.now)
        #expect(first == StoreReceipt(stored: [capture.id], duplicates: [capture.id]))
        let second = try await fixture.store.store([capture, other], from: StoreFixture.device, at: StoreFixture.now)
        #expect(second == StoreReceipt(stored: [other.id], duplicates: [capture.id]))
        let page = try await fixture.store.captures(by: fixture.reviewer, at: StoreFixture.now)
        #expect(page.captures.map(\.id) == [other.id, capture.id])
        #expect(page.total == 2)
    }

    @Test func `many devices at once are each answered with their own captures`() async throws {
        let fixture = try await StoreFixture()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let capture = try StoreFixture.capture()
                    let receipt = try await fixture.store.store(
                        [capture], from: StoreFixture.device, at: StoreFixture.now)
                    return receipt.stored == [capture.id]
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(try await fixture.store.captures(by: fixture.reviewer, at: StoreFixture.now).total == 200)
    }

    @Test func `an unknown device fails alone, beside others that are stored`() async throws {
        let fixture = try await StoreFixture()
        let stranger = StoreFixture.device("f")
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<40 {
                group.addTask {
                    do {
                        let capture = try StoreFixture.capture()
                        let device = index.isMultiple(of: 2) ? StoreFixture.device : stranger
                        _ = try await fixture.store.store([capture], from: device, at: StoreFixture.now)
                        return index.isMultiple(of: 2)
                    } catch {
                        return error as? CaptureStoreError == .unknownDevice(stranger) && !index.isMultiple(of: 2)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 })
        #expect(try await fixture.store.captures(by: fixture.reviewer, at: StoreFixture.now).total == 20)
    }

    @Test func `what was stored is read back whole, also from a new connection`() async throws {
        let fixture = try await StoreFixture()
        var capture = try StoreFixture.capture(text: "Zoë's \u{202E}<b>\"", screenshot: StoreFixture.screenshot)
        capture.manner = .deleted
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let again = try CaptureStore(path: fixture.path)
        let record = try await again.view(capture.id, by: fixture.reviewer, at: StoreFixture.now)
        capture.screenshot = nil
        #expect(record?.capture == capture)
        #expect(record?.reference.description == "C-000001")
        #expect(record?.hasScreenshot == true)
        #expect(record?.device == StoreFixture.device)
    }

    @Test func `nothing behind a NUL is lost`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture(text: "one\u{0}two")
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let record = try await fixture.store.view(capture.id, by: fixture.reviewer, at: StoreFixture.now)
        #expect(record?.capture.context.before.reveal() == "one\u{FFFD}two")
    }

    @Test func `only high and urgent captures raise an alert, and only once`() async throws {
        let fixture = try await StoreFixture()
        let captures = try Severity.allCases.map { try StoreFixture.capture(severity: $0) }
        _ = try await fixture.store.store(captures, from: StoreFixture.device, at: StoreFixture.now)
        _ = try await fixture.store.store(captures, from: StoreFixture.device, at: StoreFixture.now)
        let pending = try await fixture.store.pendingAlerts(now: StoreFixture.now)
        #expect(pending.map(\.severity) == [.urgent, .high])
        #expect(pending.map(\.reference.number) == [5, 4])
    }

    @Test func `an alert that failed waits, and one that was sent is gone`() async throws {
        let fixture = try await StoreFixture()
        let capture = try StoreFixture.capture(severity: .urgent)
        _ = try await fixture.store.store([capture], from: StoreFixture.device, at: StoreFixture.now)
        let alert = try #require(try await fixture.store.pendingAlerts(now: StoreFixture.now).first)
        let later = StoreFixture.now.addingTimeInterval(60)
        try await fixture.store.markAlertFailed(alert.reference, retryAt: later)
        #expect(try await fixture.store.pendingAlerts(now: StoreFixture.now).isEmpty)
        let again = try await fixture.store.pendingAlerts(now: later)
        #expect(again.map(\.attempts) == [1])
        try await fixture.store.markAlertSent(alert.reference, at: later)
        #expect(try await fixture.store.pendingAlerts(now: later.addingTimeInterval(9_999)).isEmpty)
    }
}
