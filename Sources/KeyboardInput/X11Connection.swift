// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// A connection to an X server with the extensions that keys need.
struct X11Connection: ~Copyable {
    let handle: OpaquePointer
    let root: xcb_window_t
    let display: String
    /// The keyboard that all keyboards of the session feed.
    let keyboard: Int32
    /// The number that marks raw input events.
    let inputOpcode: UInt8
    /// The number that marks keymap and modifier events.
    let keyboardEvent: UInt8

    init(display name: String?) throws(KeyboardInputError) {
        let environment = getenv("DISPLAY").map { String(cString: $0) } ?? ""
        let display = name ?? environment
        var screen: Int32 = 0
        let connection = xcb_connect(display, &screen)
        guard let connection, xcb_connection_has_error(connection) == 0 else {
            xcb_disconnect(connection)
            throw .noDisplay(display.isEmpty ? "(none)" : display)
        }
        let found: (root: xcb_window_t, inputOpcode: UInt8, keyboard: (event: UInt8, device: Int32))
        do throws(KeyboardInputError) {
            let root = try Self.root(connection, screen, display)
            found = (root, try Self.inputOpcode(connection, display), try Self.keyboard(connection, display))
        } catch {
            xcb_disconnect(connection)
            throw error
        }
        handle = connection
        root = found.root
        inputOpcode = found.inputOpcode
        keyboardEvent = found.keyboard.event
        keyboard = found.keyboard.device
        self.display = display
    }

    deinit {
        xcb_disconnect(handle)
    }

    /// An atom's number, 0 where the server has none to give.
    func atom(_ name: String) -> xcb_atom_t {
        let cookie = xcb_intern_atom(handle, 0, UInt16(name.utf8.count), name)
        guard let reply = xcb_intern_atom_reply(handle, cookie, nil) else { return 0 }
        defer { free(reply) }
        return reply.pointee.atom
    }

    private static func root(
        _ connection: OpaquePointer, _ screen: Int32, _ display: String
    ) throws(KeyboardInputError) -> xcb_window_t {
        var screens = xcb_setup_roots_iterator(xcb_get_setup(connection))
        for _ in 0..<max(0, screen) where screens.rem > 1 { xcb_screen_next(&screens) }
        guard screens.rem > 0, let data = screens.data else { throw .noDisplay(display) }
        return data.pointee.root
    }

    private static func inputOpcode(_ connection: OpaquePointer, _ display: String) throws(KeyboardInputError) -> UInt8
    {
        let missing = KeyboardInputError.missingExtension("XInput 2.2", display: display)
        let name = "XInputExtension"
        let question = xcb_query_extension(connection, UInt16(name.utf8.count), name)
        guard let answer = xcb_query_extension_reply(connection, question, nil) else { throw missing }
        defer { free(answer) }
        guard answer.pointee.present != 0 else { throw missing }
        let cookie = xcb_input_xi_query_version(connection, 2, 2)
        guard let version = xcb_input_xi_query_version_reply(connection, cookie, nil) else { throw missing }
        defer { free(version) }
        guard (version.pointee.major_version, version.pointee.minor_version) >= (2, 2) else { throw missing }
        return answer.pointee.major_opcode
    }

    private static func keyboard(
        _ connection: OpaquePointer, _ display: String
    ) throws(KeyboardInputError) -> (event: UInt8, device: Int32) {
        var event: UInt8 = 0
        let isThere = xkb_x11_setup_xkb_extension(
            connection, UInt16(XKB_X11_MIN_MAJOR_XKB_VERSION), UInt16(XKB_X11_MIN_MINOR_XKB_VERSION),
            XKB_X11_SETUP_XKB_EXTENSION_NO_FLAGS, nil, nil, &event, nil)
        guard isThere == 1 else { throw .missingExtension("XKB", display: display) }
        let device = xkb_x11_get_core_keyboard_device_id(connection)
        guard device >= 0 else { throw .noKeymap(display: display) }
        return (event, device)
    }
}
