// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
package import FoundationEssentials

/// A line of the list of captures: enough to choose one, and nothing that was typed.
package struct CaptureSummary: Sendable, Equatable {
    package var id: CaptureID
    package var reference: CaptureReference
    package var category: Captures.Category
    package var severity: Severity
    package var account: SensitiveText
    package var device: DeviceID
    /// The machine's own name for itself.
    package var hostName: String
    /// By the machine's clock.
    package var capturedAt: Date
    /// By ours.
    package var receivedAt: Date
    package var hasScreenshot: Bool
    package var status: ReviewStatus
}

/// One page of the list, newest arrival first.
package struct CapturePage: Sendable, Equatable {
    package var captures: [CaptureSummary]
    /// Where the next page starts; nil on the last.
    package var next: CaptureReference?
    /// All captures that are kept.
    package var total: Int
    /// Those of them without a decision.
    package var waiting: Int
}

/// A capture as its page shows it; the screenshot is asked for separately.
package struct CaptureRecord: Sendable, Equatable {
    /// With `screenshot` nil, always.
    package var capture: Capture
    package var reference: CaptureReference
    package var device: DeviceID
    package var receivedAt: Date
    package var hasScreenshot: Bool
    package var status: ReviewStatus
    /// Oldest first.
    package var outcomes: [Outcome]
}
