// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retention
import Synchronization
import Testing

@Suite("PurgeSchedule")
struct PurgeScheduleTests {
    @Test func `it purges at the start and then once a day`() async throws {
        let box = try await Box()
        let clock = ManualClock()
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        let schedule = PurgeSchedule(job: try box.job(), clock: clock) {
            start.addingTimeInterval(Double(clock.now.offset.components.seconds))
        }
        let counts = Counts()
        let ids = try await [44.5, 44.0, 43.5].asyncMap { days in
            try await box.add(text: "x", capturedAt: start.addingTimeInterval(-days * 86_400), now: start)
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await schedule.run { counts.add($0) } }
            await clock.waitForSleeper()
            #expect(counts.all == [0])
            clock.advance(by: .seconds(86_399))
            #expect(counts.all == [0])
            clock.advance(by: .seconds(1))
            await clock.waitForSleeper()
            #expect(counts.all == [0, 1])
            clock.advance(by: .seconds(86_400))
            await clock.waitForSleeper()
            #expect(counts.all == [0, 1, 2])
            group.cancelAll()
        }
        #expect(try await box.isKept(ids[2]) == false)
    }
}

/// What the schedule reported, in order; a failure counts -1.
private final class Counts: Sendable {
    private let values = Mutex<[Int]>([])

    var all: [Int] { values.withLock { $0 } }

    func add(_ result: Result<PurgeReport, any Error>) {
        values.withLock { values in
            switch result {
            case .success(let report): values.append(report.captures)
            case .failure: values.append(-1)
            }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
