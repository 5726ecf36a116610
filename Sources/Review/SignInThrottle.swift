// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Slows down whoever guesses passwords: so many attempts for one name, and so many in all.
///
/// An attempt counts when it begins, so that many at once are not one. Pure: the time comes in, and what it holds is
/// bounded by the attempts of one window.
package struct SignInThrottle: Sendable {
    package static let attemptsForName = 10
    package static let attemptsInAll = 100
    package static let window: TimeInterval = 15 * 60

    private struct Attempt {
        var name: String
        var at: Date
    }

    /// Oldest first.
    private var attempts: [Attempt] = []

    package init() {}

    /// Lets an attempt begin, or says for how many seconds to wait.
    package mutating func begin(name: String, at now: Date) -> Decision {
        // A clock that was set back must not lock everybody out until it has caught up.
        attempts.removeAll { now.timeIntervalSince($0.at) >= Self.window || $0.at > now }
        let own = attempts.filter { $0.name == name }
        if own.count >= Self.attemptsForName, let first = own.first {
            return .wait(seconds: Self.seconds(from: now, to: first.at))
        }
        if attempts.count >= Self.attemptsInAll, let first = attempts.first {
            return .wait(seconds: Self.seconds(from: now, to: first.at))
        }
        attempts.append(Attempt(name: name, at: now))
        return .proceed
    }

    /// Forgets the attempts of a name that has now signed in.
    package mutating func succeed(name: String) {
        attempts.removeAll { $0.name == name }
    }

    package enum Decision: Sendable, Equatable {
        case proceed
        case wait(seconds: Int)
    }

    private static func seconds(from now: Date, to first: Date) -> Int {
        max(1, Int((window - now.timeIntervalSince(first)).rounded(.up)))
    }
}
