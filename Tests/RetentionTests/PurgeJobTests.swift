// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import Retention
import Testing

@Suite("PurgeJob")
struct PurgeJobTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `old captures go, younger ones stay`() async throws {
        let box = try await Box()
        let old = try await box.add(text: "old", capturedAt: now.addingTimeInterval(-45 * 86_400 - 1), now: now)
        let edge = try await box.add(text: "edge", capturedAt: now.addingTimeInterval(-45 * 86_400), now: now)
        let report = try await box.job().run(by: .collector, now: now)
        #expect(report.captures == 1)
        #expect(try await box.isKept(old) == false)
        #expect(try await box.isKept(edge))
    }

    @Test func `a dry run tells and changes nothing`() async throws {
        let box = try await Box()
        let old = try await box.add(text: "old", capturedAt: now.addingTimeInterval(-50 * 86_400), now: now)
        let entries = try await box.store.auditEntries().count
        #expect(try await box.job().dryRun(now: now).captures == 1)
        #expect(try await box.store.auditEntries().count == entries)
        #expect(try await box.isKept(old))
    }

    @Test func `a machine whose clock runs ahead keeps nothing longer`() async throws {
        let box = try await Box()
        let ahead = try await box.add(text: "ahead", capturedAt: now.addingTimeInterval(400 * 86_400), now: now)
        _ = try await box.job().run(by: .collector, now: now.addingTimeInterval(44 * 86_400))
        #expect(try await box.isKept(ahead))
        _ = try await box.job().run(by: .collector, now: now.addingTimeInterval(46 * 86_400))
        #expect(try await box.isKept(ahead) == false)
    }

    @Test func `a machine whose clock has stopped long ago loses nothing at the next purge`() async throws {
        let box = try await Box()
        // Enrolled in 2023, as Box has it; its clock says 1970.
        let enrolled = Date(timeIntervalSince1970: 1_700_000_000)
        let behind = try await box.add(text: "behind", capturedAt: Date(timeIntervalSince1970: 0), now: enrolled)
        _ = try await box.job().run(by: .collector, now: enrolled.addingTimeInterval(44 * 86_400))
        #expect(try await box.isKept(behind))
        _ = try await box.job().run(by: .collector, now: enrolled.addingTimeInterval(46 * 86_400))
        #expect(try await box.isKept(behind) == false)
    }

    @Test func `more than a batch goes, with pictures, outcomes and alerts`() async throws {
        let box = try await Box()
        let old = now.addingTimeInterval(-50 * 86_400)
        for _ in 0..<5 {
            _ = try await box.store.store(
                (0..<100).map { _ in try Box.capture(text: "old", at: old, severity: .urgent) }, from: box.device,
                at: now)
        }
        let report = try await box.job().run(by: .administrator, now: now)
        #expect(report.captures == 500)
        #expect(try await box.store.captures(by: box.reviewer, at: now).total == 0)
        #expect(try await box.store.pendingAlerts(now: now).isEmpty)
        #expect(try await box.store.verify().isSound)
        #expect(try await box.store.lastPurge() == now)
        let entry = try await box.store.auditEntries().first { $0.action == "purged" }
        #expect(entry?.detail == "deleted 500")
        #expect(entry?.actor == "administrator")
    }

    @Test func `a purged capture's words are in none of the files`() async throws {
        let box = try await Box()
        let canary = "canary-\(UUID().uuidString)"
        let old = now.addingTimeInterval(-50 * 86_400)
        let id = try await box.add(text: canary, capturedAt: old, now: old)
        let young = "young-\(UUID().uuidString)"
        _ = try await box.add(text: young, capturedAt: now, now: now)
        try await box.store.recordOutcome(
            .watch, note: SensitiveText("note " + canary), for: id, by: box.reviewer, at: old)
        // The control: before the purge the same search finds it.
        #expect(try box.filesHolding(canary).isEmpty == false)
        _ = try await box.job().run(by: .collector, now: now)
        #expect(try box.filesHolding(canary) == [])
        #expect(try box.filesHolding(young).isEmpty == false)
    }

    @Test func `deleting alone would leave the words in the write-ahead log`() async throws {
        let box = try await Box()
        let canary = "canary-\(UUID().uuidString)"
        let old = now.addingTimeInterval(-50 * 86_400)
        _ = try await box.add(text: canary, capturedAt: old, now: old)
        #expect(try await box.store.deleteBatch(before: now) == 1)
        #expect(try box.filesHolding(canary).isEmpty == false)
    }

    @Test func `a number is not given again after a purge`() async throws {
        let box = try await Box()
        _ = try await box.add(text: "old", capturedAt: now.addingTimeInterval(-50 * 86_400), now: now)
        _ = try await box.job().run(by: .collector, now: now)
        let id = try await box.add(text: "new", capturedAt: now, now: now)
        #expect(try await box.store.view(id, by: box.reviewer, at: now)?.reference.number == 2)
    }
}
