// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Desktop
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: DesktopSession.isAvailable, "Xvfb, openbox, xdotool or xterm is not installed"))
struct WindowObserverTests {
    /// Reads on until the title comes.
    private func expect(_ title: String, _ changes: inout WindowObserver.AsyncIterator) async throws {
        while let window = try await changes.next(isolation: #isolation) {
            if window.title.reveal() == title { return }
        }
        Issue.record("the changes ended before \(title)")
    }

    @Test(.timeLimit(.minutes(1))) func `the active window comes first`() async throws {
        let session = try await DesktopSession()
        let window = try TestWindow(session, .init(title: "one"))
        var changes = WindowObserver(display: session.display).makeAsyncIterator()
        try await expect("one", &changes)
        #expect(window.id != 0)
    }

    @Test(.timeLimit(.minutes(1))) func `another window and a new title are told`() async throws {
        let session = try await DesktopSession()
        let first = try TestWindow(session, .init(title: "one"))
        var changes = WindowObserver(display: session.display).makeAsyncIterator()
        try await expect("one", &changes)
        first.rename("one, changed")
        try await expect("one, changed", &changes)
        let second = try TestWindow(session, .init(title: "two"))
        try await expect("two", &changes)
        second.rename("two, changed")
        try await expect("two, changed", &changes)
        try await session.xdotool("windowactivate", "--sync", "\(first.id)")
        try await expect("one, changed", &changes)
    }

    @Test(.timeLimit(.minutes(1))) func `windows that close are followed by the next one`() async throws {
        let session = try await DesktopSession()
        var changes = WindowObserver(display: session.display).makeAsyncIterator()
        let stays = try TestWindow(session, .init(title: "stays"))
        try await expect("stays", &changes)
        for round in 0..<10 {
            // Each connection gets the numbers of the one that has just closed.
            let window = try TestWindow(session, .init(title: "round \(round)"))
            try await expect("round \(round)", &changes)
            window.destroy()
            try await expect("stays", &changes)
        }
        #expect(stays.id != 0)
    }

    @Test(.timeLimit(.minutes(1))) func `the end of the session ends it with an error`() async throws {
        let session = try await DesktopSession()
        let window = try TestWindow(session, .init(title: "one"))
        var changes = WindowObserver(display: session.display).makeAsyncIterator()
        try await expect("one", &changes)
        session.end()
        do {
            while try await changes.next(isolation: #isolation) != nil {}
            Issue.record("it ended without an error")
        } catch {
            #expect(error as? DesktopError == .serverGone)
        }
        #expect(window.id != 0)
    }

    @Test(.timeLimit(.minutes(1))) func `a display that is not there is an error`() async {
        await #expect(throws: DesktopError.noDisplay(":4711")) {
            for try await _ in WindowObserver(display: ":4711") {}
        }
    }
}
