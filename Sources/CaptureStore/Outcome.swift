// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials

/// What a reviewer decided about a capture, and why.
package struct Outcome: Sendable, Equatable {
    /// A note may have this many Unicode scalars.
    package static let noteLimit = 2_000

    package enum Decision: String, Sendable, Hashable, CaseIterable {
        case noConcern = "no concern"
        case watch
        case concern
        case urgentConcern = "urgent concern"
    }

    package var reviewer: ReviewerName
    package var at: Date
    package var decision: Decision
    package var note: SensitiveText

    package init(reviewer: ReviewerName, at: Date, decision: Decision, note: SensitiveText) {
        self.reviewer = reviewer
        self.at = at
        self.decision = decision
        self.note = note
    }
}

/// How far people have come with a capture.
package enum ReviewStatus: Sendable, Equatable {
    /// Nobody has looked at it.
    case new
    /// Somebody has looked at it; nothing is decided.
    case viewed
    /// The latest decision.
    case decided(Outcome.Decision)

    init(viewed: Bool, decision: String?) {
        if let decision = decision.flatMap(Outcome.Decision.init(rawValue:)) {
            self = .decided(decision)
        } else {
            self = viewed ? .viewed : .new
        }
    }
}
