// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Captures
import CollectorAPI
import Desktop
import Foundation
import KeyboardInput
import Logging
import PhraseMatching
import ServiceLifecycle

/// This person's session, from the notice on.
struct SessionService: Service {
    let notice: NoticeText
    let automaton: Automaton
    let screenshotsFrom: Severity
    let desktop: X11Desktop
    let spool: Spool
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            // Never covert: not a key is read before the notice has been on the screen.
            let shown = try await X11Notice().show(notice)
            logger.info("notice shown", metadata: ["notice.outcome": "\(shown)"])
            try await watch()
        }
    }

    private func watch() async throws {
        let text = try TextAssembler(locale: KeyDecoder.sessionLocale(ProcessInfo.processInfo.environment))
        if !text.isLocked { logger.warning("typed text is not locked in memory; raise the memlock limit") }
        let maker = CaptureMaker(
            evidence: DesktopEvidence(desktop: desktop, logger: logger), account: Machine.account,
            hostName: Machine.hostName, screenshotsFrom: screenshotsFrom, now: { Date() })
        var session = MonitoringSession(text: text, automaton: automaton, maker: maker)
        let keys = try X11KeyEvents()
        logger.info("watching", metadata: ["phrases": "\(automaton.phrases.count)"])
        try await session.run(keys) { try await keep($0) }
        logger.info("session over")
    }

    /// Puts a capture into the spool.
    ///
    /// A full spool costs this capture and is told; the watch goes on, for the collector may be back for the next one.
    private func keep(_ capture: Capture) async throws {
        do {
            try await spool.append(capture.wireBytes())
            logger.info("capture spooled", metadata: ["capture.id": "\(capture.id)"])
        } catch SpoolError.full {
            logger.error("capture lost: the spool is full", metadata: ["capture.id": "\(capture.id)"])
        }
    }
}
