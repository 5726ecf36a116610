// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import CXkb
import Glibc

/// The session's keymap and settings for held keys, read again whenever the server says they changed.
struct X11Keyboard: ~Copyable {
    private(set) var keymap: Keymap
    private(set) var text: KeymapText
    private(set) var repeats: KeyRepeat.Settings

    init(_ connection: borrowing X11Connection) throws(KeyboardInputError) {
        Self.select(connection)
        let keymap = try Self.readKeymap(connection)
        let text = try keymap.text()
        repeats = Self.readRepeats(connection)
        self.keymap = keymap
        self.text = text
    }

    /// Reads the keymap again: true where it is another one.
    ///
    /// xdotool, for one, changes it for a single character.
    mutating func reload(_ connection: borrowing X11Connection) throws(KeyboardInputError) -> Bool {
        let keymap = try Self.readKeymap(connection)
        let text = try keymap.text()
        guard text != self.text else { return false }
        self.keymap = keymap
        self.text = text
        return true
    }

    mutating func reloadRepeats(_ connection: borrowing X11Connection) {
        repeats = Self.readRepeats(connection)
    }

    /// The modifiers in force now.
    func modifiers(_ connection: borrowing X11Connection) throws(KeyboardInputError) -> ModifierState {
        guard let state = xkb_x11_state_new_from_device(keymap.handle, connection.handle, connection.keyboard) else {
            throw .noKeymap(display: connection.display)
        }
        return KeyboardState(adopting: state).modifiers
    }

    private static func readKeymap(_ connection: borrowing X11Connection) throws(KeyboardInputError) -> Keymap {
        let context = try XkbContext()
        let keymap = xkb_x11_keymap_new_from_device(
            context.handle, connection.handle, connection.keyboard, XKB_KEYMAP_COMPILE_NO_FLAGS)
        guard let keymap else { throw .noKeymap(display: connection.display) }
        return Keymap(adopting: keymap)
    }

    private static func readRepeats(_ connection: borrowing X11Connection) -> KeyRepeat.Settings {
        var settings = KeyRepeat.Settings()
        let cookie = xcb_xkb_get_controls(connection.handle, xcb_xkb_device_spec_t(connection.keyboard))
        // Without an answer the server's usual settings are the best guess.
        guard let reply = xcb_xkb_get_controls_reply(connection.handle, cookie, nil) else { return settings }
        defer { free(reply) }
        settings.isOn = reply.pointee.enabledControls & XCB_XKB_BOOL_CTRL_REPEAT_KEYS.rawValue != 0
        settings.delay = .milliseconds(Int(max(reply.pointee.repeatDelay, 1)))
        settings.interval = .milliseconds(Int(max(reply.pointee.repeatInterval, 1)))
        settings.keys = withUnsafeBytes(of: reply.pointee.perKeyRepeat) { Array($0) }
        return settings
    }

    private static func select(_ connection: borrowing X11Connection) {
        let events =
            XCB_XKB_EVENT_TYPE_NEW_KEYBOARD_NOTIFY.rawValue | XCB_XKB_EVENT_TYPE_MAP_NOTIFY.rawValue
            | XCB_XKB_EVENT_TYPE_STATE_NOTIFY.rawValue | XCB_XKB_EVENT_TYPE_CONTROLS_NOTIFY.rawValue
        let parts =
            XCB_XKB_MAP_PART_KEY_TYPES.rawValue | XCB_XKB_MAP_PART_KEY_SYMS.rawValue
            | XCB_XKB_MAP_PART_MODIFIER_MAP.rawValue | XCB_XKB_MAP_PART_EXPLICIT_COMPONENTS.rawValue
            | XCB_XKB_MAP_PART_KEY_ACTIONS.rawValue | XCB_XKB_MAP_PART_VIRTUAL_MODS.rawValue
            | XCB_XKB_MAP_PART_VIRTUAL_MOD_MAP.rawValue
        let state =
            XCB_XKB_STATE_PART_MODIFIER_BASE.rawValue | XCB_XKB_STATE_PART_MODIFIER_LATCH.rawValue
            | XCB_XKB_STATE_PART_MODIFIER_LOCK.rawValue | XCB_XKB_STATE_PART_GROUP_BASE.rawValue
            | XCB_XKB_STATE_PART_GROUP_LATCH.rawValue | XCB_XKB_STATE_PART_GROUP_LOCK.rawValue
        let controls =
            XCB_XKB_CONTROL_PER_KEY_REPEAT.rawValue | XCB_XKB_CONTROL_CONTROLS_ENABLED.rawValue
            | XCB_XKB_BOOL_CTRL_REPEAT_KEYS.rawValue
        var details = xcb_xkb_select_events_details_t()
        details.affectNewKeyboard = UInt16(XCB_XKB_NKN_DETAIL_KEYCODES.rawValue)
        details.newKeyboardDetails = details.affectNewKeyboard
        details.affectState = UInt16(state)
        details.stateDetails = UInt16(state)
        details.affectCtrls = controls
        details.ctrlDetails = controls
        xcb_xkb_select_events_aux(
            connection.handle, xcb_xkb_device_spec_t(connection.keyboard), UInt16(events), 0, 0, UInt16(parts),
            UInt16(parts), &details)
    }
}
