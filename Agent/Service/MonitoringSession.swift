// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import KeyboardInput
import PhraseMatching

/// One person's session, from the keystroke to the closed capture.
///
/// keystroke -> text -> match -> capture -> spool; ``UploadLoop`` takes it from the spool to the collector.
struct MonitoringSession: ~Copyable {
    private var text: TextAssembler
    private var matcher: PhraseMatcher
    private var open = OpenCaptures()
    private let maker: CaptureMaker

    init(text: consuming TextAssembler, automaton: Automaton, maker: CaptureMaker) {
        self.text = text
        self.matcher = PhraseMatcher(automaton)
        self.maker = maker
    }

    /// Follows the keys until they end, and hands on each capture as it is closed.
    ///
    /// Throws what the keys or `deliver` throw: a session that cannot keep its captures must not look as if it did.
    mutating func run<Keys: AsyncSequence>(
        _ keys: Keys, deliver: (Capture) async throws -> Void
    ) async throws where Keys.Element == KeyEvent {
        for try await event in keys {
            let window = text.window
            for edit in text.handle(event) {
                for match in matcher.follow(edit) where !open.contains(phrase: match.phrase.text) {
                    let capture = try await maker.capture(of: match, in: text, window: window)
                    try await pass(open.open(capture, range: match.range), to: deliver)
                }
                try await pass(open.follow(edit, leaving: matcher.length), to: deliver)
                if edit == .end { forget() }
            }
        }
        for match in matcher.endToken() where !open.contains(phrase: match.phrase.text) {
            let capture = try await maker.capture(of: match, in: text, window: text.window)
            try await pass(open.open(capture, range: match.range), to: deliver)
        }
        try await pass(open.close(), to: deliver)
        forget()
    }

    private mutating func forget() {
        matcher.reset()
        text.wipe()
    }

    private func pass(_ captures: [Capture], to deliver: (Capture) async throws -> Void) async throws {
        for capture in captures { try await deliver(capture) }
    }
}
