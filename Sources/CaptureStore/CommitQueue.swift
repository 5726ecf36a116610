// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import GRDB
import Synchronization

/// Group commit: requests that wait for the one writing connection are committed by one fsync.
///
/// Each request asks the connection for a turn. Whichever turn comes first takes all that wait, gives each a savepoint
/// of its own, so that one request's failure stays its own, and answers them once the transaction is committed; later
/// turns find nothing left. A turn belongs to no task, so a client that hangs up cancels nobody's commit.
final class CommitQueue: Sendable {
    /// At most this many requests share a commit.
    static let limit = 64

    private let pool: DatabasePool
    private let waiting = Mutex<[Request]>([])

    private struct Request: Sendable {
        var captures: [Capture]
        var device: DeviceID
        var at: Date
        var answer: CheckedContinuation<StoreReceipt, any Error>
    }

    init(pool: DatabasePool) {
        self.pool = pool
    }

    func store(_ captures: [Capture], from device: DeviceID, at: Date) async throws -> StoreReceipt {
        try await withCheckedThrowingContinuation { answer in
            let request = Request(captures: captures, device: device, at: at, answer: answer)
            waiting.withLock { $0.append(request) }
            pool.asyncWriteWithoutTransaction { db in self.commitWaiting(db) }
        }
    }

    private func commitWaiting(_ db: Database) {
        let requests = waiting.withLock { waiting in
            let taken = Array(waiting.prefix(Self.limit))
            waiting.removeFirst(taken.count)
            return taken
        }
        guard !requests.isEmpty else { return }
        var results: [Result<StoreReceipt, any Error>] = []
        do {
            try db.inTransaction(.immediate) {
                for request in requests {
                    results.append(try insert(request, in: db))
                }
                return .commit
            }
        } catch {
            let failure = Self.clear(error)
            for request in requests { request.answer.resume(throwing: failure) }
            return
        }
        for (request, result) in zip(requests, results) { request.answer.resume(with: result) }
    }

    /// A full disk or a failing one ends the whole transaction; anything else ends this request alone.
    private func insert(_ request: Request, in db: Database) throws -> Result<StoreReceipt, any Error> {
        var receipt = StoreReceipt(stored: [], duplicates: [])
        do {
            try db.inSavepoint {
                receipt = try CaptureInsertion(device: request.device, at: request.at).insert(request.captures, in: db)
                return .commit
            }
            return .success(receipt)
        } catch let error as CaptureStoreError {
            return .failure(error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .failure(Self.clear(error))
        }
    }

    private static func clear(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return CaptureStoreError(error, doing: "store captures")
    }
}
