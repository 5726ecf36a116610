// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb

/// A keyboard with a keymap and somebody who can type on it: text in, the key events a session would report out.
struct VirtualKeyboard: ~Copyable {
    /// The keys that make a character or a symbol together: what is held, and what is pressed.
    struct Chord {
        var held: [Keycode]
        var key: Keycode
    }

    let keymap: KeymapText
    private var state: KeyboardState
    private var reported = ModifierState()
    private let chords: ChordTable

    init(_ keymap: borrowing Keymap) throws(KeyboardInputError) {
        let text = try keymap.text()
        let table = try ChordTable(keymap)
        state = try KeyboardState(keymap)
        self.keymap = text
        chords = table
    }

    /// The keys for a character, as they are without Caps Lock; nil where the layout has none.
    func chord(for scalar: Unicode.Scalar) -> Chord? { chords.byScalar[scalar] }

    /// The keys for a symbol by its X name; nil where the layout has none.
    func chord(forKeysym name: String) -> Chord? {
        let keysym = xkb_keysym_from_name(name, XKB_KEYSYM_NO_FLAGS)
        return keysym == UInt32(XKB_KEY_NoSymbol) ? nil : chords.byKeysym[keysym]
    }

    /// Whether X knows a symbol by this name, on whatever layout.
    static func isKeysym(_ name: String) -> Bool {
        xkb_keysym_from_name(name, XKB_KEYSYM_NO_FLAGS) != UInt32(XKB_KEY_NoSymbol)
    }

    mutating func press(_ key: Keycode) -> [KeyEvent] {
        state.press(key)
        return [.key(key, .press)] + change()
    }

    mutating func release(_ key: Keycode) -> [KeyEvent] {
        state.release(key)
        return [.key(key, .release)] + change()
    }

    /// Holds the modifiers, strikes the key and lets go, as fingers do.
    mutating func strike(_ chord: Chord, repeats: Int = 0) -> [KeyEvent] {
        var events: [KeyEvent] = []
        for modifier in chord.held { events += press(modifier) }
        events += press(chord.key)
        events += Array(repeating: .key(chord.key, .repeat), count: repeats)
        events += release(chord.key)
        for modifier in chord.held.reversed() { events += release(modifier) }
        return events
    }

    /// A server tells the state after the key that changed it, and only when it changed.
    private mutating func change() -> [KeyEvent] {
        let modifiers = state.modifiers
        guard modifiers != reported else { return [] }
        reported = modifiers
        return [.modifiers(modifiers)]
    }
}

/// For each character and symbol of a keymap's first layout, the simplest keys that make it.
private struct ChordTable {
    private(set) var byScalar: [Unicode.Scalar: VirtualKeyboard.Chord] = [:]
    private(set) var byKeysym: [UInt32: VirtualKeyboard.Chord] = [:]

    init(_ keymap: borrowing Keymap) throws(KeyboardInputError) {
        // The main block first: other keys make the same characters, but few keyboards have them.
        let main = 9...UInt32(97)
        let keys = keymap.keycodes.filter { main.contains($0) } + keymap.keycodes.filter { !main.contains($0) }
        let unshifted = try KeyboardState(keymap)
        func key(_ keysym: Int32) -> Keycode? {
            keys.first { unshifted.keysym(Keycode(value: $0)) == UInt32(keysym) }.map { Keycode(value: $0) }
        }
        let shift = key(XKB_KEY_Shift_L)
        let level3 = key(XKB_KEY_ISO_Level3_Shift)
        let level5 = key(XKB_KEY_ISO_Level5_Shift)
        let sets: [[Keycode?]] = [
            [], [shift], [level3], [level5], [shift, level3], [shift, level5], [level3, level5],
            [shift, level3, level5],
        ]
        for set in sets {
            let held = set.compactMap { $0 }
            guard held.count == set.count else { continue }
            var state = try KeyboardState(keymap)
            for modifier in held { state.press(modifier) }
            for value in keys { add(VirtualKeyboard.Chord(held: held, key: Keycode(value: value)), state) }
        }
    }

    private mutating func add(_ chord: VirtualKeyboard.Chord, _ state: borrowing KeyboardState) {
        let keysym = state.keysym(chord.key)
        guard keysym != 0 else { return }
        if byKeysym[keysym] == nil { byKeysym[keysym] = chord }
        let scalar = Unicode.Scalar(xkb_keysym_to_utf32(keysym))
        guard let scalar, scalar.value >= 0x20, scalar.value != 0x7F else { return }
        if byScalar[scalar] == nil { byScalar[scalar] = chord }
    }
}
