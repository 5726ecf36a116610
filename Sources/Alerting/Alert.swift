// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// What leaves the collector about a capture: which one, how serious, and where to read it.
///
/// There is no field for content, so no channel can carry any.
package struct Alert: Sendable, Hashable {
    /// The collector's short name for the capture, such as `C-000042`.
    package var reference: String
    package var severity: Severity
    /// The capture's page, which opens only after signing in.
    package var link: String

    package init(reference: String, severity: Severity, link: String) {
        self.reference = reference
        self.severity = severity
        self.link = link
    }
}

/// A way to reach a person: mail now, a webhook later.
package protocol AlertChannel: Sendable {
    /// Returns once the other side has taken responsibility for the alert, and throws otherwise.
    func send(_ alert: Alert) async throws
}
