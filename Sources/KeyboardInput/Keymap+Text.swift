// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb
import Glibc

extension Keymap {
    /// The keymap as text, from which another process or decoder can make it again.
    ///
    /// xkbcommon leaves out keys that have no name. Programs that type for somebody (on-screen keyboards, xdotool) put
    /// a character the layout lacks on just such a key for a moment, so those get a name here.
    package func text() throws(KeyboardInputError) -> KeymapText {
        guard let text = xkb_keymap_get_as_string(handle, XKB_KEYMAP_FORMAT_TEXT_V1) else { throw .unreadableKeymap }
        defer { free(text) }
        let written = String(cString: text)
        let left = unnamedKeys()
        if left.isEmpty { return KeymapText(written) }
        var lines: [Substring] = []
        for line in written.split(separator: "\n") {
            lines.append(line)
            if line.utf8.starts(with: "xkb_keycodes".utf8) { lines += left.map { "\($0.name) = \($0.code);" } }
            if line.utf8.starts(with: "xkb_symbols".utf8) { lines += left.map { "key \($0.name) { \($0.symbols) };" } }
        }
        return KeymapText(lines.joined(separator: "\n") + "\n")
    }

    private func unnamedKeys() -> [(name: String, code: UInt32, symbols: String)] {
        var keys: [(name: String, code: UInt32, symbols: String)] = []
        // A name has at most four characters, and X has no code over 255.
        for code in keycodes.clamped(to: 0...999) where xkb_keymap_key_get_name(handle, code) == nil {
            let groups = (0..<xkb_keymap_num_layouts_for_key(handle, code)).map { symbols(code, group: $0) }
            let digits = String(code)
            let name = "W" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
            guard groups.contains(where: { !$0.isEmpty }), xkb_keymap_key_by_name(handle, name) == XKB_KEYCODE_INVALID
            else { continue }
            let written = groups.enumerated().map { "symbols[Group\($0 + 1)] = [ \($1.joined(separator: ", ")) ]" }
            keys.append(("<\(name)>", code, written.joined(separator: ", ")))
        }
        return keys
    }

    /// The names of a key's symbols in one group, one for each level.
    private func symbols(_ code: UInt32, group: UInt32) -> [String] {
        (0..<xkb_keymap_num_levels_for_key(handle, code, group)).map { level in
            var symbols: UnsafePointer<xkb_keysym_t>?
            guard xkb_keymap_key_get_syms_by_level(handle, code, group, level, &symbols) > 0, let symbols else {
                return "NoSymbol"
            }
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
                let count = Int(xkb_keysym_get_name(symbols[0], buffer.baseAddress, buffer.count))
                guard (1..<buffer.count).contains(count) else { return "NoSymbol" }
                return String(
                    decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self)
            }
        }
    }
}
