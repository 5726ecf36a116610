// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb
import Glibc

/// The modifiers and groups of one keyboard at one moment, and so what its keys make now.
struct KeyboardState: ~Copyable {
    private let handle: OpaquePointer

    init(_ keymap: borrowing Keymap) throws(KeyboardInputError) {
        guard let handle = xkb_state_new(keymap.handle) else {
            throw .refused("memory for a keyboard state", errno: errno)
        }
        self.handle = handle
    }

    /// Takes over a state that xkbcommon made elsewhere.
    init(adopting handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        xkb_state_unref(handle)
    }

    var modifiers: ModifierState {
        var state = ModifierState()
        state.depressed = xkb_state_serialize_mods(handle, XKB_STATE_MODS_DEPRESSED)
        state.latched = xkb_state_serialize_mods(handle, XKB_STATE_MODS_LATCHED)
        state.locked = xkb_state_serialize_mods(handle, XKB_STATE_MODS_LOCKED)
        state.depressedGroup = xkb_state_serialize_layout(handle, XKB_STATE_LAYOUT_DEPRESSED)
        state.latchedGroup = xkb_state_serialize_layout(handle, XKB_STATE_LAYOUT_LATCHED)
        state.lockedGroup = xkb_state_serialize_layout(handle, XKB_STATE_LAYOUT_LOCKED)
        return state
    }

    /// Takes the state from a server that keeps it.
    ///
    /// Never mixed with ``press(_:)``.
    mutating func follow(_ modifiers: ModifierState) {
        xkb_state_update_mask(
            handle, modifiers.depressed, modifiers.latched, modifiers.locked, modifiers.depressedGroup,
            modifiers.latchedGroup, modifiers.lockedGroup)
    }

    /// Keeps the state itself, as a server does.
    mutating func press(_ key: Keycode) {
        xkb_state_update_key(handle, key.value, XKB_KEY_DOWN)
    }

    mutating func release(_ key: Keycode) {
        xkb_state_update_key(handle, key.value, XKB_KEY_UP)
    }

    /// The symbol a key makes now, 0 where it makes none or several.
    func keysym(_ key: Keycode) -> UInt32 {
        xkb_state_key_get_one_sym(handle, key.value)
    }

    /// The text a key makes now, control characters included.
    func scalars(_ key: Keycode) -> [Unicode.Scalar] {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = Int(xkb_state_key_get_utf8(handle, key.value, buffer.baseAddress, buffer.count))
            guard (1..<buffer.count).contains(count) else { return [] }
            return Array(
                String(
                    decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self
                ).unicodeScalars)
        }
    }

    var holdsControl: Bool { holds(XKB_MOD_NAME_CTRL) }
    /// The left Alt key.
    ///
    /// AltGr is another modifier.
    var holdsAlt: Bool { holds(XKB_MOD_NAME_ALT) }
    var holdsSuper: Bool { holds(XKB_MOD_NAME_LOGO) }

    private func holds(_ modifier: String) -> Bool {
        xkb_state_mod_name_is_active(handle, modifier, XKB_STATE_MODS_EFFECTIVE) > 0
    }
}
