// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// One line of the audit log: who did what to which thing, when.
///
/// It names things by reference and holds nothing that was typed.
package struct AuditEntry: Sendable, Equatable {
    package var number: Int64
    package var at: Date
    package var actor: String
    package var action: String
    package var subject: String
    package var detail: String

    /// Who does something.
    package enum Actor: Sendable, Hashable, CustomStringConvertible {
        case reviewer(ReviewerName)
        case device(DeviceID)
        /// Whoever runs `watchword-server` at the command line.
        case administrator
        /// The collector, of itself.
        case collector

        package var description: String {
            switch self {
            case .reviewer(let name): "reviewer:\(name)"
            case .device(let id): "device:\(id)"
            case .administrator: "administrator"
            case .collector: "collector"
            }
        }
    }

    package enum Action: String, Sendable, Hashable, CaseIterable {
        case capturesListed = "captures listed"
        case captureViewed = "capture viewed"
        case screenshotViewed = "screenshot viewed"
        case outcomeRecorded = "outcome recorded"
        case reviewerAdded = "reviewer added"
        case signedIn = "signed in"
        case signInRefused = "sign-in refused"
        case signedOut = "signed out"
        case tokenCreated = "token created"
        case deviceEnrolled = "device enrolled"
        case purged
    }
}
