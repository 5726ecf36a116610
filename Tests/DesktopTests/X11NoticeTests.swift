// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Captures
import Desktop
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: DesktopSession.isAvailable, "Xvfb, openbox, xdotool or xterm is not installed"))
struct X11NoticeTests {
    private let title = NoticeText.standard.title

    private func appeared(in session: DesktopSession) async throws -> UInt32 {
        var found: UInt32?
        try await poll("the notice") {
            found = try await session.window(named: title)
            return found != nil
        }
        return try #require(found)
    }

    /// Does `action` until the notice is gone: an OK in its first second does not count.
    private func dismiss(_ session: DesktopSession, _ action: () async throws -> Void) async throws {
        try await poll("the end of the notice") {
            try await action()
            return try await session.window(named: title) == nil
        }
    }

    /// Does `action` for longer than the second in which an OK does not count, and than the two of the minimum.
    private func untilShown(_ action: () async throws -> Void) async throws {
        let end = ContinuousClock.now.advanced(by: .milliseconds(2_500))
        while ContinuousClock.now < end { try await action() }
    }

    @Test(.timeLimit(.minutes(1))) func `it changes the screen and looks as it should`() async throws {
        let session = try await DesktopSession()
        let desktop = try X11Desktop(display: session.display)
        let before = try DecodedPicture(try await desktop.screenshot())
        let notice = X11Notice(display: session.display, minimum: .zero)
        #expect(try await notice.show(.standard) == .shown)
        let after = try DecodedPicture(try await desktop.screenshot())
        #expect(before.color(x: 683, y: 384) == 0)
        // The paper, in the margin beside the text.
        #expect(after.color(x: 683 - 330, y: 384) == 0xFB_FAF6)
        // It is still there after it was shown.
        #expect(try await session.window(named: title) != nil)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["Return", "Escape", "KP_Enter"])
    func `a key says OK`(key: String) async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        _ = try await appeared(in: session)
        try await dismiss(session) { try await session.xdotool("key", key) }
        #expect(try await showing.value == .acknowledged)
    }

    @Test(.timeLimit(.minutes(1))) func `other keys and clicks beside the button say nothing`() async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(2))
        let showing = Task { try await notice.show(.standard) }
        let window = try await appeared(in: session)
        try await untilShown {
            try await session.xdotool("mousemove", "--window", "\(window)", "100", "100", "click", "1", "key", "a")
        }
        #expect(try await showing.value == .shown)
        #expect(try await session.window(named: title) != nil)
    }

    @Test(.timeLimit(.minutes(1))) func `a click on the button says OK`() async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        let window = try await appeared(in: session)
        let geometry = try #require(await session.xdotool("getwindowgeometry", "--shell", "\(window)"))
        let size = geometry.split(separator: "\n").reduce(into: [String: Int]()) { sizes, line in
            let parts = line.split(separator: "=")
            if parts.count == 2 { sizes[String(parts[0])] = Int(parts[1]) }
        }
        let x = try #require(size["WIDTH"]) - 86
        let y = try #require(size["HEIGHT"]) - 38
        try await dismiss(session) {
            try await session.xdotool("mousemove", "--window", "\(window)", "\(x)", "\(y)", "click", "1")
        }
        #expect(try await showing.value == .acknowledged)
    }

    @Test(.timeLimit(.minutes(1))) func `keys that another program made up say nothing`() async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(2))
        let showing = Task { try await notice.show(.standard) }
        let window = try await appeared(in: session)
        let forger = try TestWindow(session, .init(frame: (0, 0, 10, 10), isUnmanaged: true))
        try await untilShown {
            // Return and Escape.
            for code: UInt8 in [36, 9] { forger.sendKey(code, to: window) }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await showing.value == .shown)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["windowunmap", "windowkill", "windowminimize", "windowclose"])
    func `taken away before it could be read is an error`(command: String) async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        let window = try await appeared(in: session)
        try await session.xdotool(command, "\(window)")
        await #expect(throws: DesktopError.self) { try await showing.value }
        #expect(try await session.window(named: title) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `behind another window it does not count as shown`() async throws {
        let session = try await DesktopSession()
        let cover = try TestWindow(session, .init(frame: (0, 0, 1_366, 768), isUnmanaged: true))
        let notice = X11Notice(display: session.display, minimum: .zero, patience: .seconds(2))
        let stay = Task { [session = session.display] in try await CoverKeeper.keepOnTop(cover.id, display: session) }
        defer { stay.cancel() }
        await #expect(throws: DesktopError.noticeNotShown) { try await notice.show(.standard) }
    }

    @Test(.timeLimit(.minutes(1))) func `a window manager that never maps it means that it was not shown`() async throws
    {
        let session = try await DesktopSession(manager: false)
        let idle = try IdleManager(session)
        let notice = X11Notice(display: session.display, minimum: .zero, patience: .seconds(1))
        await #expect(throws: DesktopError.noticeNotShown) { try await notice.show(.standard) }
        #expect(idle.isOpen)
    }

    @Test(.timeLimit(.minutes(1))) func `without a window manager it is shown and takes the keyboard`() async throws {
        let session = try await DesktopSession(manager: false)
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        _ = try await appeared(in: session)
        try await dismiss(session) { try await session.xdotool("key", "Return") }
        #expect(try await showing.value == .acknowledged)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["800x600", "1024x600"])
    func `a small screen gets smaller letters`(size: String) async throws {
        let session = try await DesktopSession(size: size)
        #expect(try await X11Notice(display: session.display, minimum: .zero).show(.standard) == .shown)
    }

    @Test(.timeLimit(.minutes(1))) func `a screen without room is an error`() async throws {
        let session = try await DesktopSession(size: "320x200")
        await #expect(throws: DesktopError.noticeDoesNotFit(width: 320, height: 200)) {
            try await X11Notice(display: session.display).show(.standard)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a cancelled task takes it away`() async throws {
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        _ = try await appeared(in: session)
        showing.cancel()
        await #expect(throws: CancellationError.self) { try await showing.value }
        try await poll("the end of the notice") { try await session.window(named: title) == nil }
    }

    @Test(.timeLimit(.minutes(1))) func `no display and the end of the session are errors`() async throws {
        await #expect(throws: DesktopError.noDisplay(":4711")) {
            try await X11Notice(display: ":4711").show(.standard)
        }
        let session = try await DesktopSession()
        let notice = X11Notice(display: session.display, minimum: .seconds(600))
        let showing = Task { try await notice.show(.standard) }
        _ = try await appeared(in: session)
        session.end()
        await #expect(throws: DesktopError.serverGone) { try await showing.value }
    }
}

/// A window manager that takes every window's request to be mapped, and does nothing.
private final class IdleManager {
    private let connection: OpaquePointer

    init(_ session: DesktopSession) throws {
        guard let connection = xcb_connect(session.display, nil), xcb_connection_has_error(connection) == 0,
            let screen = xcb_setup_roots_iterator(xcb_get_setup(connection)).data
        else { throw TestSupportError.cannotStart("a window manager") }
        self.connection = connection
        let mask = [XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT.rawValue]
        xcb_change_window_attributes(connection, screen.pointee.root, XCB_CW_EVENT_MASK.rawValue, mask)
        free(xcb_get_input_focus_reply(connection, xcb_get_input_focus(connection), nil))
    }

    deinit { xcb_disconnect(connection) }

    var isOpen: Bool { xcb_connection_has_error(connection) == 0 }
}

/// Raises a window again and again.
private enum CoverKeeper {
    static func keepOnTop(_ window: UInt32, display: String) async throws {
        guard let connection = xcb_connect(display, nil) else { return }
        defer { xcb_disconnect(connection) }
        while !Task.isCancelled, xcb_connection_has_error(connection) == 0 {
            let above = [XCB_STACK_MODE_ABOVE.rawValue]
            xcb_configure_window(connection, window, UInt16(XCB_CONFIG_WINDOW_STACK_MODE.rawValue), above)
            xcb_flush(connection)
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
