// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeyboardInput
import Testing

@Suite(
    .serialized, .timeLimit(.minutes(2)),
    .enabled(if: XSession.isAvailable, "not installed: \(XSession.missing.joined(separator: ", "))")
)
struct X11KeyEventsTests {
    @Test func `real keys make the text that a real program gets`() async throws {
        let session = try await XSession()
        let (_, typed) = try await session.openTerminal("Essay")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        let text = "Hello \"there\" @ home # £5 é"
        // xdotool puts é on a spare key for the time of the delay, within which the keymap must have been read.
        try session.xdotool("type", "--delay", "80", text)
        try await recorder.wait(for: text)
        try session.xdotool("key", "BackSpace", "BackSpace", "x")
        try await recorder.wait(for: "£5x")
        try await eventually("the program's text") { try Data(contentsOf: typed).last == UInt8(ascii: "x") }
        let made = try String(decoding: Data(contentsOf: typed), as: UTF8.self)
        // Terminals differ in the character that BackSpace sends.
        #expect(made.replacing("\u{8}", with: "\u{7F}") == text + "\u{7F}\u{7F}x")
    }

    @Test func `AltGr and dead keys work with the session's own layout`() async throws {
        let session = try await XSession(layout: ["gb", "intl"])
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try session.xdotool("key", "dead_acute", "e")
        try await recorder.wait(for: "é")
        try session.run("setxkbmap", ["de"])
        try session.xdotool("key", "y", "z", "ssharp")
        try await recorder.wait(for: "yzß")
    }

    @Test func `a held key repeats as it does in the program`() async throws {
        let session = try await XSession()
        let (_, typed) = try await session.openTerminal("Essay")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        try session.xdotool("keydown", "a")
        try await eventually("repeats") { try await recorder.transcript().count >= 12 }
        try session.xdotool("keyup", "a", "key", "b")
        try await recorder.wait(for: "ab")
        try await eventually("the program's text") { try Data(contentsOf: typed).last == UInt8(ascii: "b") }
        let seen = try await recorder.transcript()
        let made = try Data(contentsOf: typed).count
        #expect(abs(seen.count - made) <= 2, "\(seen.count) seen, \(made) made")
    }

    @Test func `with repeat off a held key acts once`() async throws {
        let session = try await XSession()
        session.turnRepeatOff()
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try session.xdotool("keydown", "a")
        // The pause comes after the usual delay of repeats is long over.
        try await recorder.wait(for: .rest)
        try session.xdotool("keyup", "a", "key", "b")
        try await recorder.wait(for: "a_b")
        #expect(try await recorder.transcript() == "a_b")
    }

    @Test func `a pause is told once`() async throws {
        let session = try await XSession()
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try session.xdotool("key", "a")
        try await recorder.wait(for: .rest)
        try session.xdotool("key", "b")
        try await recorder.wait(for: "a_b_")
        #expect(await recorder.events.filter { $0 == .rest }.count == 2)
    }

    @Test func `texts of two windows are told apart`() async throws {
        let session = try await XSession()
        let essay = try await session.openTerminal("Essay")
        let chat = try await session.openTerminal("Chat")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        try session.xdotool("windowactivate", "--sync", essay.window, "type", "one")
        try await recorder.wait(for: "one")
        try session.xdotool("windowactivate", "--sync", chat.window, "type", "two")
        try await recorder.wait(for: "one|two")
        try session.xdotool("windowactivate", "--sync", essay.window, "type", "three")
        try await recorder.wait(for: "one|two|three")
        let windows = await recorder.events.compactMap { event in
            if case .focus(let window) = event { window } else { nil }
        }
        #expect(Set(windows.suffix(3)).count == 2)
    }

    @Test func `a window that is closed takes its text along`() async throws {
        let session = try await XSession()
        _ = try await session.openTerminal("Essay")
        let chat = try await session.openTerminal("Chat")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        try session.xdotool("type", "one")
        try await recorder.wait(for: "one")
        try session.xdotool("windowkill", chat.window)
        try await recorder.wait(for: "one|")
        try session.xdotool("type", "two")
        try await recorder.wait(for: "one|two")
    }

    @Test func `a mouse button ends the text and the wheel does not`() async throws {
        let session = try await XSession()
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try session.xdotool("type", "a")
        try session.xdotool("click", "4", "click", "5", "type", "b")
        try await recorder.wait(for: "ab")
        try session.xdotool("click", "1", "type", "c")
        try await recorder.wait(for: "ab|c")
    }

    @Test func `a lock screen suspends, and without that its password is seen`() async throws {
        let session = try await XSession()
        _ = try await session.openTerminal("Essay")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        try session.xdotool("type", "one")
        try await recorder.wait(for: "one")
        try session.start("i3lock", ["-n"])
        try await recorder.wait(for: .suspended)
        try session.xdotool("type", "secret")
        try await eventually("the keys") { await recorder.events.filter { $0.description == "key" }.count >= 18 }
        #expect(try await recorder.transcript() == "one|")
        let withoutRule = await recorder.events.filter { $0 != .suspended && $0 != .resumed }
        #expect(try Transcript.of(withoutRule).hasSuffix("secret"))
    }

    @Test func `a grab in the moment of a focus change suspends`() async throws {
        let session = try await XSession()
        let essay = try await session.openTerminal("Essay")
        _ = try await session.openTerminal("Chat")
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        try session.xdotool("type", "one")
        try await recorder.wait(for: "one")
        try session.focusAndGrab(essay.window)
        try session.xdotool("type", "secret")
        try await eventually("the keys") { await recorder.events.filter { $0.description == "key" }.count >= 18 }
        #expect(try await recorder.transcript() == "one|")
        session.ungrab()
        try await recorder.wait(for: .resumed)
        try session.xdotool("type", "two")
        try await recorder.wait(for: "one|two")
    }

    @Test func `a grab that began before is found, and its end too`() async throws {
        let session = try await XSession()
        _ = try await session.openTerminal("Essay")
        let lock = try session.start("i3lock", ["-n"])
        let before = await Recorder(try X11KeyEvents(display: session.display))
        try await before.wait(for: .modifiers(ModifierState()))
        // i3lock needs a moment for its grab; reading begins anew until it is there.
        var recorder = before
        try await eventually("the grab") {
            if await recorder.events.contains(.suspended) { return true }
            recorder = await Recorder(try X11KeyEvents(display: session.display))
            try await eventually("the first events") { await recorder.events.count >= 3 }
            return false
        }
        try session.xdotool("type", "secret")
        try await eventually("the keys") { await recorder.events.filter { $0.description == "key" }.count >= 12 }
        #expect(try await recorder.transcript().isEmpty)
        lock.terminate()
        try await recorder.wait(for: .resumed)
        try session.xdotool("type", "two")
        try await recorder.wait(for: "two")
        #expect(try await recorder.transcript() == "two")
    }

    @Test func `reading does not disturb who types`() async throws {
        let session = try await XSession()
        let (_, typed) = try await session.openTerminal("Essay")
        for _ in 0..<5 {
            let recorder = await Recorder(try X11KeyEvents(display: session.display))
            try session.xdotool("type", "ab")
            try await recorder.wait(for: .modifiers(ModifierState()))
        }
        try await eventually("the program's text") { try Data(contentsOf: typed).count >= 10 }
        #expect(try String(contentsOf: typed, encoding: .utf8) == "ababababab")
    }

    @Test func `a slow reader loses nothing`() async throws {
        let session = try await XSession()
        let source = try X11KeyEvents(display: session.display)
        let text = String(repeating: "abcdefghij", count: 40)
        try session.xdotool("type", "--delay", "1", text)
        let recorder = await Recorder(source)
        try await recorder.wait(for: text)
    }

    @Test func `the end of the server is an error`() async throws {
        let session = try await XSession()
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        session.end()
        try await eventually("the end") { await recorder.isDone }
        #expect(await recorder.failure == .displayClosed(session.display))
    }

    @Test func `a cancelled reader ends`() async throws {
        let session = try await XSession()
        let recorder = await Recorder(try X11KeyEvents(display: session.display))
        try await recorder.wait(for: .modifiers(ModifierState()))
        await recorder.cancel()
        try await eventually("the end") { await recorder.isDone }
        #expect(await recorder.failure == nil)
    }
}

@Suite struct X11DisplayTests {
    @Test func `no display is an error that says what to do`() throws {
        let error = #expect(throws: KeyboardInputError.self) { _ = try X11KeyEvents(display: ":63999") }
        #expect(
            error?.description
                == "cannot open display :63999; is the session's X server running and DISPLAY set?")
    }
}
