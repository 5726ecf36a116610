// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb
import Glibc

/// What every key of a keyboard makes, as libxkbcommon compiled it.
package struct Keymap: ~Copyable {
    let handle: OpaquePointer

    /// The keymap that a session sent.
    package init(_ keymap: KeymapText) throws(KeyboardInputError) {
        let context = try XkbContext()
        let compiled = xkb_keymap_new_from_string(
            context.handle, keymap.text, XKB_KEYMAP_FORMAT_TEXT_V1, XKB_KEYMAP_COMPILE_NO_FLAGS)
        guard let compiled else { throw .unreadableKeymap }
        handle = compiled
    }

    /// The keymap of a named layout on a usual 105-key keyboard: `gb`, or `gb` with the variant `intl`.
    ///
    /// Several names with commas between them make as many groups.
    package init(layout: String, variant: String = "") throws(KeyboardInputError) {
        let name = variant.isEmpty ? layout : "\(layout) \(variant)"
        // The names become file names inside the library, so nothing else is let through.
        guard Self.isName(layout), variant.isEmpty || Self.isName(variant) else { throw .unknownLayout(name) }
        let context = try XkbContext()
        let compiled = layout.withCString { layout in
            variant.withCString { variant in
                var names = xkb_rule_names(rules: nil, model: nil, layout: layout, variant: variant, options: nil)
                return xkb_keymap_new_from_names(context.handle, &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
            }
        }
        guard let compiled else { throw .unknownLayout(name) }
        handle = compiled
    }

    /// Takes over a keymap that xkbcommon made elsewhere.
    init(adopting handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        xkb_keymap_unref(handle)
    }

    /// Whether a key acts again while it is held.
    package func repeats(_ key: Keycode) -> Bool {
        xkb_keymap_key_repeats(handle, key.value) == 1
    }

    /// All keys there can be.
    var keycodes: ClosedRange<UInt32> {
        xkb_keymap_min_keycode(handle)...xkb_keymap_max_keycode(handle)
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2C, 0x2D, 0x5F: true
                default: false
                }
            }
    }
}

/// The library's settings, kept only for as long as something is being compiled.
struct XkbContext: ~Copyable {
    let handle: OpaquePointer

    init() throws(KeyboardInputError) {
        // The names come from us: an agent's environment must not change what a key makes.
        guard let handle = xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES) else {
            throw .refused("memory for a keymap", errno: errno)
        }
        // Otherwise the library writes its own complaints to standard error.
        xkb_context_set_log_level(handle, XKB_LOG_LEVEL_CRITICAL)
        self.handle = handle
    }

    deinit {
        xkb_context_unref(handle)
    }
}
