// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
package import FoundationEssentials

/// Runs the purge when the server starts, and then once a day.
///
/// After a failure it tries again in an hour. The caller makes it a service, and logs what it reports.
package struct PurgeSchedule<C: Clock>: Sendable where C.Duration == Duration {
    private let job: PurgeJob
    private let clock: C
    private let now: @Sendable () -> Date

    package init(job: PurgeJob, clock: C, now: @escaping @Sendable () -> Date) {
        self.job = job
        self.clock = clock
        self.now = now
    }

    /// Returns when the task is cancelled.
    package func run(report: @Sendable (Result<PurgeReport, any Error>) -> Void) async {
        while !Task.isCancelled {
            var pause = Duration.seconds(86_400)
            do {
                report(.success(try await job.run(by: .collector, now: now())))
            } catch is CancellationError {
                return
            } catch {
                report(.failure(error))
                pause = .seconds(3_600)
            }
            do {
                try await clock.sleep(for: pause)
            } catch {
                // The sleep throws only where the task is cancelled.
                return
            }
        }
    }
}
