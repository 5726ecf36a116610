// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import KeyboardInput

/// What can be said of a window at the moment of a match.
struct Evidence: Sendable {
    var window: Capture.Window
    var screenshot: Screenshot?
}

/// Where evidence comes from: the X server, or in a replay the session file.
protocol EvidenceSource: Sendable {
    /// The window and, where asked for, a picture of the screen.
    ///
    /// Never throws: a window that closed at that moment must not cost the capture. What could not be had is left out.
    func evidence(in window: WindowID?, withScreenshot: Bool) async -> Evidence
}
