// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials

/// An alert that has still to be sent.
package struct PendingAlert: Sendable, Equatable {
    package var capture: CaptureID
    package var reference: CaptureReference
    package var severity: Severity
    /// Attempts that failed so far.
    package var attempts: Int
    package var nextAttempt: Date
}
