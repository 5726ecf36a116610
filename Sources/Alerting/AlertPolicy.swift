// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// Decides who is told about a capture at once.
package struct AlertPolicy: Sendable, Hashable {
    /// A person in the school, by role.
    package enum Recipient: Sendable, Hashable {
        /// The designated safeguarding lead.
        case safeguardingLead
    }

    package init() {}

    /// Nil where the capture waits in the console until somebody looks.
    package func recipient(for severity: Severity) -> Recipient? {
        switch severity {
        case .note, .low, .medium: nil
        case .high, .urgent: .safeguardingLead
        }
    }
}
