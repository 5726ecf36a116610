// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Captures
import CollectorAPI
import CollectorClient
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import WatchwordAgent

@Suite struct UploadLoopTests {
    private func capture(_ phrase: String) throws -> Capture {
        Capture(
            id: CaptureID(), phrase: phrase, category: try #require(Category("bullying")), severity: .high,
            manner: .typed,
            context: Context(before: TypedText(""), match: TypedText(phrase), after: TypedText("")),
            window: .init(title: SensitiveText("Notes"), application: "editor"), account: SensitiveText("jo"),
            hostName: "lab1", capturedAt: Date(timeIntervalSince1970: 1_800_000_000), screenshot: nil)
    }

    private func loop(_ spool: Spool, _ collector: Recorder, day: Double = 0) -> UploadLoop {
        UploadLoop(
            spool: spool, collector: collector,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            now: { Date(timeIntervalSince1970: 1_800_000_000 + day * 86_400) },
            pause: { collector.note(pause: $0) })
    }

    @Test func `a record leaves the spool only when the receipt names it`() async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(directory: folder.path + "/spool", limit: SpoolLimit(bytes: 1 << 20))
        let first = try capture("first")
        let second = try capture("second")
        for capture in [first, second] { try await spool.append(capture.wireBytes()) }
        let collector = Recorder { captures in UploadReceipt(stored: Set(captures.prefix(1).map(\.id)), duplicates: [])
        }
        var loop = loop(spool, collector)
        #expect(try await loop.sendNext())
        #expect(await spool.count == 1)
        #expect(try await loop.sendNext())
        #expect(await spool.count == 0)
        #expect(try await !loop.sendNext())
    }

    @Test func `nothing is lost while the collector cannot be reached`() async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(directory: folder.path + "/spool", limit: SpoolLimit(bytes: 1 << 20))
        try await spool.append(capture("first").wireBytes())
        let collector = Recorder { _ throws(UploadFailure) in throw .unreachable(reason: "connection refused") }
        var loop = loop(spool, collector)
        for _ in 0..<3 { #expect(try await loop.sendNext()) }
        #expect(await spool.count == 1)
        #expect(collector.pauses == 3)
    }

    @Test func `the date of a stopped clock is no age`() async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(directory: folder.path + "/spool", limit: SpoolLimit(bytes: 1 << 20))
        var early = try capture("early")
        early.capturedAt = Date(timeIntervalSince1970: 60)
        try await spool.append(early.wireBytes())
        let collector = Recorder { captures in
            UploadReceipt(stored: Set(captures.map(\.id)), duplicates: [])
        }
        var loop = loop(spool, collector)
        while try await loop.sendNext() {}
        #expect(collector.received == 1)
    }

    @Test(arguments: [(44.9, 1), (45.0, 0)])
    func `a capture that waited for 45 days is forgotten, not sent`(day: Double, sent: Int) async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(directory: folder.path + "/spool", limit: SpoolLimit(bytes: 1 << 20))
        try await spool.append(capture("old").wireBytes())
        let collector = Recorder { captures in
            UploadReceipt(stored: Set(captures.map(\.id)), duplicates: [])
        }
        var loop = loop(spool, collector, day: day)
        while try await loop.sendNext() {}
        #expect(await spool.count == 0)
        #expect(collector.received == sent)
    }

    @Test func `a capture that is refused holds up no other and stays`() async throws {
        let folder = try TemporaryFolder()
        let spool = try Spool(directory: folder.path + "/spool", limit: SpoolLimit(bytes: 1 << 20))
        for phrase in ["good", "bad", "good too"] { try await spool.append(capture(phrase).wireBytes()) }
        let collector = Recorder { captures throws(UploadFailure) in
            if captures.contains(where: { $0.phrase == "bad" }) { throw .refused(status: 400, sentence: "no") }
            return UploadReceipt(stored: Set(captures.map(\.id)), duplicates: [])
        }
        var loop = loop(spool, collector)
        while try await loop.sendNext() {}
        #expect(await spool.count == 1)
        #expect(collector.pauses == 0)
    }
}

/// A collector that answers as the test says.
private final class Recorder: CaptureUploading {
    private let answer: @Sendable ([Capture]) throws(UploadFailure) -> UploadReceipt
    private let waits = Mutex(0)
    private let taken = Mutex(0)

    var pauses: Int { waits.withLock { $0 } }
    var received: Int { taken.withLock { $0 } }

    init(_ answer: @escaping @Sendable ([Capture]) throws(UploadFailure) -> UploadReceipt) {
        self.answer = answer
    }

    func note(pause: Duration) { waits.withLock { $0 += 1 } }

    func upload(_ captures: [Capture]) async throws(UploadFailure) -> UploadReceipt {
        let receipt = try answer(captures)
        taken.withLock { $0 += captures.count }
        return receipt
    }
}
