// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import Testing

/// A capture for a test; `text` stands where a child's words would.
func sampleCapture(
    text: String = "nobody likes me", at: Date = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded()),
    severity: Severity = .medium
) throws -> Capture {
    Capture(
        id: CaptureID(), phrase: "likes me", category: try #require(Category("bullying")), severity: severity,
        manner: .typed,
        context: Context(before: TypedText(text), match: TypedText("likes me"), after: TypedText(" at all")),
        window: Capture.Window(title: SensitiveText("Essay"), application: "mousepad"),
        account: SensitiveText("jsmith"), hostName: "lab-1", capturedAt: at, screenshot: nil)
}
