// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Desktop
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: DesktopSession.isAvailable, "Xvfb, openbox, xdotool or xterm is not installed"))
struct X11DesktopTests {
    private func waitForActive(_ title: String, _ desktop: X11Desktop) async throws {
        try await poll("window \(title)") { try await desktop.activeWindow()?.title.reveal() == title }
    }

    @Test func `a program's window has its title and name`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        try session.start("xterm", ["-T", "Café – notes", "-e", "sleep", "600"])
        try await waitForActive("Café – notes", desktop)
        #expect(try await desktop.activeWindow()?.application == "xterm")
    }

    @Test func `the window that holds the focus is told apart from another`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let first = try TestWindow(session, .init(title: "first"))
        let second = try TestWindow(session, .init(title: "café"))
        try await waitForActive("café", desktop)
        #expect(try await desktop.window(at: first.id).title.reveal() == "first")
        #expect(try await desktop.window(at: second.id).title.reveal() == "café")
        #expect(try await desktop.window(at: second.id).application == "Probe")
        try await session.xdotool("windowactivate", "--sync", "\(first.id)")
        try await waitForActive("first", desktop)
    }

    @Test func `a toolkit's inner window is found in its program's window`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(session, .init(title: "outer"))
        #expect(try await desktop.window(at: window.addChild()).title.reveal() == "outer")
    }

    @Test func `without a window manager the outermost window with a class is it`() async throws {
        let session = try await DesktopSession(manager: false)
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(session, .init(title: "bare"))
        #expect(try await desktop.window(at: window.addChild()).title.reveal() == "bare")
        #expect(try await desktop.activeWindow() == nil)
        await #expect(throws: DesktopError.noWindow) { try await desktop.window(at: 1) }
    }

    @Test func `no focus means the active window`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(session, .init(title: "active"))
        try await waitForActive("active", desktop)
        for focus: UInt32 in [0, 1] { #expect(try await desktop.window(at: focus).title.reveal() == "active") }
        #expect(window.id > 1)
    }

    @Test func `a long title is bounded and cleaned`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(session, .init(title: "\u{1B}[2J" + String(repeating: "é", count: 5_000)))
        let title = try await desktop.window(at: window.id).title.reveal()
        #expect(title.hasPrefix("[2Jéé"))
        #expect(title.utf8.count <= 1_024)
        #expect(title.utf8.count > 1_000)
    }

    @Test func `a window that closes while it is read is an error and the next one is read`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        for _ in 0..<20 {
            let window = try TestWindow(session, .init(title: "short-lived"))
            let id = window.id
            let reading = Task { try await desktop.window(at: id) }
            window.destroy()
            if case .failure(let error) = await reading.result {
                #expect(error as? DesktopError == .windowGone(id))
            }
            await #expect(throws: DesktopError.windowGone(id)) { try await desktop.window(at: id) }
            _ = try await desktop.activeWindow()
        }
        let survivor = try TestWindow(session, .init(title: "survivor"))
        #expect(try await desktop.window(at: survivor.id).title.reveal() == "survivor")
    }

    @Test func `a screenshot has the pixels that are on the screen`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(
            session, .init(color: 0x33_66CC, frame: (100, 50, 300, 200), isUnmanaged: true))
        let screenshot = try await desktop.screenshot()
        let picture = try DecodedPicture(screenshot)
        #expect([picture.width, picture.height] == [1_366, 768])
        for (x, y) in [(100, 50), (399, 249), (250, 150)] { #expect(picture.color(x: x, y: y) == 0x33_66CC) }
        for (x, y) in [(99, 50), (400, 249), (700, 500)] { #expect(picture.color(x: x, y: y) != 0x33_66CC) }
        #expect(window.id != 0)
    }

    @Test func `a screen like a photograph stays within 150 kB`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let window = try TestWindow(
            session,
            .init(
                frame: (0, 0, 1_366, 768), isUnmanaged: true, pixels: Pixels.noise(width: 1_366, height: 768)))
        let screenshot = try await desktop.screenshot()
        #expect(screenshot.bytes.count <= 150_000)
        // Negative control: without a limit it would take more.
        #expect(screenshot.bytes.count > 50_000)
        _ = try DecodedPicture(screenshot)
        #expect(window.id != 0)
    }

    @Test func `a display that is not there is named`() {
        #expect(throws: DesktopError.noDisplay(":4711")) { try X11Desktop(display: ":4711") }
        #expect(
            "\(DesktopError.noDisplay(":4711"))"
                == "cannot open display :4711; is the session's X server running and DISPLAY set?")
    }

    @Test func `a server that ends is an error`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        session.end()
        try await poll("the end of the server") {
            do {
                _ = try await desktop.activeWindow()
                return false
            } catch {
                return error as? DesktopError == .serverGone
            }
        }
        await #expect(throws: DesktopError.serverGone) { try await desktop.screenshot() }
    }
}
