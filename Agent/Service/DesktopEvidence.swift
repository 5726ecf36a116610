// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Desktop
import KeyboardInput
import Logging

/// Evidence from the X server of the session.
struct DesktopEvidence: EvidenceSource {
    let desktop: X11Desktop
    let logger: Logger

    func evidence(in window: WindowID?, withScreenshot: Bool) async -> Evidence {
        // The picture comes first: the screen changes faster than a window's title.
        let screenshot = withScreenshot ? await screenshot() : nil
        return Evidence(window: await describe(window), screenshot: screenshot)
    }

    private func describe(_ window: WindowID?) async -> Capture.Window {
        do {
            let found =
                if let window { try await desktop.window(at: window.value) } else { try await desktop.activeWindow() }
            return .init(title: found?.title ?? SensitiveText(""), application: found?.application ?? "")
        } catch {
            logger.warning("window not described", metadata: ["error": "\(error)"])
            return .init(title: SensitiveText(""), application: "")
        }
    }

    private func screenshot() async -> Screenshot? {
        do {
            return try await desktop.screenshot()
        } catch {
            logger.warning("screenshot not taken", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
