// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// How worrying a phrase is, from 1 (note) to 5 (urgent).
package enum Severity: Int, Sendable, Hashable, CaseIterable, Comparable {
    case note = 1
    case low
    case medium
    case high
    case urgent

    package static func < (left: Severity, right: Severity) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Severity: CustomStringConvertible {
    /// The word a school reads.
    package var description: String {
        switch self {
        case .note: "note"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .urgent: "urgent"
        }
    }
}
