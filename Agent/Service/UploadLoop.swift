// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Captures
import CollectorAPI
import CollectorClient
import FoundationEssentials
import Logging

/// The collector, as the agent sees it.
protocol CaptureUploading: Sendable {
    /// Sends captures; what the receipt names is committed at the collector.
    func upload(_ captures: [Capture]) async throws(UploadFailure) -> UploadReceipt
}

extension CollectorUploader: CaptureUploading {}

/// Takes captures from the spool to the collector, oldest first.
///
/// A record leaves the spool only when the collector's receipt names its capture. When the collector cannot be reached
/// it waits, longer each time. A capture that the collector refuses for what it is stays in the spool and is passed
/// over, so that it holds up no other; it is tried again when the agent next starts. One that is older than any
/// collector may keep is forgotten here: the ceiling of 45 days holds for a machine that was away too.
struct UploadLoop {
    /// The ceiling that no configuration lifts.
    static let longestKept: TimeInterval = 45 * 86_400
    /// 1 January 2026.
    private static let firstWritten = Date(timeIntervalSince1970: 1_767_225_600)

    let spool: Spool
    let collector: any CaptureUploading
    let logger: Logger
    /// Waits; a test does not.
    let pause: @Sendable (Duration) async throws -> Void
    let now: @Sendable () -> Date
    private var retry = RetryPolicy()
    private var refused: Set<UInt64> = []

    init(
        spool: Spool, collector: any CaptureUploading, logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.spool = spool
        self.collector = collector
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Runs until its task is cancelled.
    mutating func run() async throws {
        for await _ in spool.records {
            while try await sendNext() {
                try Task.checkCancellation()
            }
        }
    }

    /// Sends what waits, once; false where nothing is left to send.
    mutating func sendNext() async throws -> Bool {
        let records = try await spool.oldest(WireLimits.captures + refused.count, payload: WireLimits.batchCaptureBytes)
            .filter { !refused.contains($0.sequence) }
        guard !records.isEmpty else { return false }
        var waiting: [CaptureID: UInt64] = [:]
        var captures: [Capture] = []
        for record in records.prefix(WireLimits.captures) {
            do {
                let capture = try Capture(wireBytes: record.bytes)
                guard !isTooOld(capture) else {
                    try await spool.acknowledge([record.sequence])
                    logger.warning("capture too old to keep, forgotten", metadata: ["capture.id": "\(capture.id)"])
                    continue
                }
                waiting[capture.id] = record.sequence
                captures.append(capture)
            } catch is WireError {
                logger.error("spooled record is no capture", metadata: ["spool.sequence": "\(record.sequence)"])
                refused.insert(record.sequence)
            }
        }
        guard !captures.isEmpty else { return true }
        do {
            try await settle(collector.upload(captures), waiting: waiting)
            retry.reset()
        } catch let failure as UploadFailure {
            try await recover(from: failure, captures: captures, waiting: waiting)
        }
        return true
    }

    /// A date before this program was first written is that of a stopped clock, and says nothing of an age.
    private func isTooOld(_ capture: Capture) -> Bool {
        capture.capturedAt >= Self.firstWritten && capture.capturedAt <= now().addingTimeInterval(-Self.longestKept)
    }

    private func settle(_ receipt: UploadReceipt, waiting: [CaptureID: UInt64]) async throws {
        let committed = receipt.acknowledged
        try await spool.acknowledge(waiting.filter { committed.contains($0.key) }.map(\.value))
        logger.info("captures uploaded", metadata: ["captures": "\(committed.count)"])
    }

    /// Waits before the next try, or finds the one capture of a batch that the collector refuses.
    private mutating func recover(
        from failure: UploadFailure, captures: [Capture], waiting: [CaptureID: UInt64]
    ) async throws {
        if failure.isPermanent {
            if let only = captures.first, captures.count == 1 {
                logger.error(
                    "capture refused; it stays in the spool",
                    metadata: ["capture.id": "\(only.id)", "error": "\(failure)"])
                if let sequence = waiting[only.id] { refused.insert(sequence) }
            } else {
                for capture in captures {
                    do {
                        try await settle(collector.upload([capture]), waiting: waiting)
                    } catch let failure as UploadFailure {
                        try await recover(from: failure, captures: [capture], waiting: waiting)
                    }
                }
            }
            return
        }
        let wait = retry.next(after: failure, random: .random(in: 0..<1))
        logger.warning("collector not reached; trying again", metadata: ["error": "\(failure)", "wait": "\(wait)"])
        try await pause(wait)
    }
}
