// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next upload.
///
/// Exponential with full jitter: the pause is drawn from all between nothing and a ceiling that doubles with each
/// failure, so that the machines of a school, which all lose the collector at the same moment, do not all come back at
/// the same moment. A `Retry-After` is honoured, up to an hour. Pure: the caller brings the random number and waits.
package struct RetryPolicy: Sendable, Equatable {
    package static let longestRetryAfter = Duration.seconds(3600)

    private let first: Duration
    private let cap: Duration
    private var failures = 0

    /// - Parameters:
    ///   - first: the ceiling of the first pause.
    ///   - cap: the ceiling that is never passed.
    package init(first: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.first = first
        self.cap = cap
    }

    /// The pause after a failure.
    ///
    /// - Parameter random: from 0 up to but not including 1.
    package mutating func next(
        after failure: UploadFailure, random: Double = .random(in: 0..<1)
    ) -> Duration {
        // Thirty doublings pass every cap; more would overflow.
        let ceiling = min(cap, first * (1 << min(failures, 30)))
        failures += 1
        switch failure {
        case .busy(_, let retryAfter?, _):
            return min(retryAfter, Self.longestRetryAfter) + ceiling * random
        case .deviceNotAccepted:
            // A person must act first.
            return cap / 2 + cap / 2 * random
        default:
            return ceiling * random
        }
    }

    /// Starts anew, after a success.
    package mutating func reset() {
        failures = 0
    }
}
