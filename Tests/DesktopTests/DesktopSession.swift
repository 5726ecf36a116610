// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Desktop
import Foundation
import TestSupport

/// A virtual X server, with a window manager or without, and clients of it.
///
/// Everything ends with the value.
final class DesktopSession {
    static let needs = ["Xvfb", "openbox", "xdotool", "xterm"]

    /// Whether the tests run: where they must (WATCHWORD_REQUIRE_X11=1), a missing program makes them fail.
    static var isAvailable: Bool {
        needs.allSatisfy { RunningProgram.path(of: $0) != nil }
            || ProcessInfo.processInfo.environment["WATCHWORD_REQUIRE_X11"] == "1"
    }

    let display: String
    private let server: SessionProgram
    private var clients: [SessionProgram] = []

    init(size: String = "1366x768", manager: Bool = true) async throws {
        let server = try SessionProgram(
            "Xvfb", ["-displayfd", "1", "-screen", "0", "\(size)x24", "-nolisten", "tcp", "-noreset"])
        try await poll("Xvfb") { server.output.contains("\n") || !server.isRunning }
        guard let number = Int(server.output.prefix { $0 != "\n" }) else {
            throw TestSupportError.cannotStart("Xvfb: \(server.errors)")
        }
        self.server = server
        display = ":\(number)"
        if manager {
            try start("openbox", [])
            try await poll("openbox") { try await xdotool("get_desktop") != nil }
        }
    }

    func start(_ program: String, _ arguments: [String]) throws {
        clients.append(try SessionProgram(program, arguments, display: display))
    }

    /// What xdotool prints; nil where it fails.
    @discardableResult
    func xdotool(_ arguments: String...) async throws -> String? {
        let program = try SessionProgram("xdotool", arguments, display: display)
        return try await program.succeeds() ? program.output : nil
    }

    /// The number of the window with this title; nil where there is none on the screen.
    func window(named title: String) async throws -> UInt32? {
        let found = try await xdotool("search", "--onlyvisible", "--name", "^\(title)$")
        return found?.split(separator: "\n").first.flatMap { UInt32($0) }
    }

    /// Ends the server, as a logout does.
    ///
    /// By KILL: a program started from a test may have inherited a mask that holds TERM back.
    func end() { server.send(SIGKILL) }
}

/// A window of a test's own, on its own connection.
final class TestWindow {
    struct Options {
        var title = ""
        var color: UInt32 = 0xFFFFFF
        /// Left, top, width, height.
        var frame: (Int16, Int16, UInt16, UInt16) = (40, 40, 300, 200)
        /// Stands where it was put and in front, without a window manager's say.
        var isUnmanaged = false
        var pixels: Pixels?
    }

    let connection: OpaquePointer
    let id: UInt32

    init(_ session: DesktopSession, _ options: Options) throws {
        guard let connection = xcb_connect(session.display, nil), xcb_connection_has_error(connection) == 0,
            let screen = xcb_setup_roots_iterator(xcb_get_setup(connection)).data
        else { throw TestSupportError.cannotStart("a window") }
        self.connection = connection
        id = xcb_generate_id(connection)
        let (left, top, width, height) = options.frame
        let events = XCB_EVENT_MASK_EXPOSURE.rawValue
        xcb_create_window(
            connection, 24, id, screen.pointee.root, left, top, width, height, 0,
            UInt16(XCB_WINDOW_CLASS_INPUT_OUTPUT.rawValue), screen.pointee.root_visual,
            XCB_CW_BACK_PIXEL.rawValue | XCB_CW_OVERRIDE_REDIRECT.rawValue | XCB_CW_EVENT_MASK.rawValue,
            [options.color, options.isUnmanaged ? 1 : 0, events])
        setProperty(XCB_ATOM_WM_CLASS.rawValue, Array("probe\0Probe\0".utf8))
        rename(options.title)
        xcb_map_window(connection, id)
        xcb_flush(connection)
        waitForExposure()
        if let pixels = options.pixels { paint(pixels) }
    }

    deinit { xcb_disconnect(connection) }

    /// Sets `WM_NAME` in Latin-1, as old programs do.
    func rename(_ title: String) {
        setProperty(XCB_ATOM_WM_NAME.rawValue, title.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        xcb_flush(connection)
    }

    /// A window inside this one, as toolkits make for the keyboard.
    func addChild() -> UInt32 {
        let child = xcb_generate_id(connection)
        xcb_create_window(
            connection, 24, child, id, 0, 0, 1, 1, 0, UInt16(XCB_WINDOW_CLASS_INPUT_OUTPUT.rawValue), 0, 0, nil)
        roundTrip()
        return child
    }

    /// Sends a window an event as if the key with this code had been pressed.
    func sendKey(_ code: UInt8, to window: UInt32) {
        var event = xcb_key_press_event_t()
        event.response_type = UInt8(XCB_KEY_PRESS)
        event.detail = code
        event.event = window
        withUnsafeBytes(of: &event) { bytes in
            _ = xcb_send_event(
                connection, 0, window, XCB_EVENT_MASK_KEY_PRESS.rawValue,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        roundTrip()
    }

    func destroy() {
        xcb_destroy_window(connection, id)
        roundTrip()
    }

    private func setProperty(_ name: UInt32, _ bytes: [UInt8]) {
        xcb_change_property(
            connection, UInt8(XCB_PROP_MODE_REPLACE.rawValue), id, name, XCB_ATOM_STRING.rawValue, 8,
            UInt32(bytes.count), bytes)
    }

    private func waitForExposure() {
        while let event = xcb_wait_for_event(connection) {
            defer { free(event) }
            if Int32(event.pointee.response_type & 0x7F) == XCB_EXPOSE { return }
        }
    }

    private func paint(_ pixels: Pixels) {
        let context = xcb_generate_id(connection)
        xcb_create_gc(connection, context, id, 0, nil)
        for row in 0..<pixels.height {
            let start = pixels.words.baseAddress.map { $0 + row * pixels.width }
            xcb_put_image(
                connection, UInt8(XCB_IMAGE_FORMAT_Z_PIXMAP.rawValue), id, context, UInt16(pixels.width), 1, 0,
                Int16(row), 0, 24, UInt32(pixels.width * 4),
                UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self))
        }
        roundTrip()
    }

    private func roundTrip() {
        free(xcb_get_input_focus_reply(connection, xcb_get_input_focus(connection), nil))
    }
}
