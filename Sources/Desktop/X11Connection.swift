// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// A connection to the X server, used by one thread.
final class X11Connection {
    let handle: OpaquePointer
    let atoms: X11Atoms
    /// The screen as it was when the connection was made; its size may have changed since.
    let screen: xcb_screen_t

    var root: xcb_window_t { screen.root }

    /// Nil for the display that `DISPLAY` names.
    init(display: String?) throws(DesktopError) {
        var number: Int32 = 0
        let name = display ?? getenv("DISPLAY").map { String(cString: $0) } ?? "(DISPLAY is not set)"
        guard let handle = xcb_connect(display, &number), xcb_connection_has_error(handle) == 0,
            let screen = Self.screen(Int(number), of: handle)
        else {
            throw .noDisplay(ClaimedText.clean(utf8: Array(name.utf8), limit: 128))
        }
        self.handle = handle
        self.screen = screen
        self.atoms = try X11Atoms(handle)
    }

    deinit { xcb_disconnect(handle) }

    var descriptor: Int32 { xcb_get_file_descriptor(handle) }

    var isOpen: Bool { xcb_connection_has_error(handle) == 0 }

    func flush() { xcb_flush(handle) }

    /// The next event that has arrived, if any.
    ///
    /// Errors of requests that nobody waited for are among them and are left out: a window may go at any time.
    func nextEvent<Value>(_ read: (UInt8, UnsafeMutablePointer<xcb_generic_event_t>) -> Value?) -> NextEvent<Value> {
        guard let event = xcb_poll_for_event(handle) else { return .none }
        defer { free(event) }
        let kind = event.pointee.response_type
        guard kind != 0, let value = read(kind, event) else { return .uninteresting }
        return .event(value)
    }

    enum NextEvent<Value> {
        case none
        case uninteresting
        case event(Value)
    }

    func id() -> UInt32 { xcb_generate_id(handle) }

    /// Frees an error reply and says what it meant for `window`.
    func failure(
        _ error: UnsafeMutablePointer<xcb_generic_error_t>?, _ request: String, window: xcb_window_t
    ) -> DesktopError {
        guard let error else { return .serverGone }
        defer { free(error) }
        let code = error.pointee.error_code
        // BadWindow and BadDrawable.
        return code == 3 || code == 9 ? .windowGone(window) : .x11(request: request, code: code)
    }

    private static func screen(_ number: Int, of handle: OpaquePointer) -> xcb_screen_t? {
        var screens = xcb_setup_roots_iterator(xcb_get_setup(handle))
        for _ in 0..<number where screens.rem > 0 { xcb_screen_next(&screens) }
        return screens.rem > 0 ? screens.data.pointee : nil
    }
}
