// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb

/// Turns keys into keystrokes with the session's own keymap, dead keys and Compose sequences.
///
/// Modifiers come from the X server and are never guessed from keys: that is right for sticky keys, latches, group
/// switches and keys that were down before the agent started.
package struct KeyDecoder: ~Copyable {
    /// Nil until a keymap has come that can be read.
    private var state: KeyboardState?
    private var modifiers = ModifierState()
    private var composer: Composer?

    /// `locale` chooses the Compose sequences, as ``sessionLocale(_:)`` finds it.
    package init(locale: String) {
        state = nil
        composer = Composer(locale: locale)
    }

    /// Nil for what is no keystroke: a release, a modifier, part of a sequence.
    package mutating func decode(_ event: KeyEvent) -> Keystroke? {
        switch event {
        case .keymap(let text):
            take(text)
            return nil
        case .modifiers(let modifiers):
            self.modifiers = modifiers
            state?.follow(modifiers)
            return nil
        case .key(_, .release), .rest:
            return nil
        case .key(let key, .press), .key(let key, .repeat):
            return keystroke(key)
        case .focus, .pointer, .suspended, .resumed:
            composer?.reset()
            return nil
        }
    }

    /// Whether keys can be decoded: false before the first keymap, and after one that does not compile.
    package var hasKeymap: Bool { state != nil }

    /// Whether dead keys are joined: false where the Compose files are not installed.
    package var composes: Bool { composer != nil }

    /// The locale that the session's programs take their Compose sequences from.
    package static func sessionLocale(_ environment: [String: String]) -> String {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            return ["C", "POSIX"].contains(value) ? "C.UTF-8" : value
        }
        return "C.UTF-8"
    }

    private mutating func take(_ text: KeymapText) {
        do {
            state = try KeyboardState(Keymap(text))
            state?.follow(modifiers)
        } catch {
            // Keys under an unknown keymap would be wrong text; none is the honest answer, and hasKeymap tells.
            state = nil
        }
    }

    private mutating func keystroke(_ key: Keycode) -> Keystroke? {
        guard let keysym = state?.keysym(key), !Self.isModifier(keysym) else { return nil }
        if state?.holdsSuper == true { return .other }
        let named = Self.named(keysym)
        if state?.holdsControl == true { return named.map(Self.withControl) ?? letterWithControl(key) }
        if state?.holdsAlt == true { return named.map(Self.withAlt) ?? .other }
        switch composer?.feed(keysym) {
        case .composing: return nil
        case .composed(let scalars): return .text(scalars)
        // A program drops the key that broke the sequence, if it is one that edits.
        case .cancelled: return named == .caretMoved || named == .tab ? named : nil
        case .nothing, nil: break
        }
        if let named { return named }
        let scalars = (state?.scalars(key) ?? []).filter { !Self.isControl($0) }
        return scalars.isEmpty ? .other : .text(scalars)
    }

    /// Backspace deletes a word; the other named keys move the caret or leave the field as they do alone.
    private static func withControl(_ keystroke: Keystroke) -> Keystroke {
        keystroke == .backspace ? .deleteWordBackward : keystroke
    }

    /// Programs differ in what Alt+Backspace deletes, so it leaves the text unknown.
    private static func withAlt(_ keystroke: Keystroke) -> Keystroke {
        switch keystroke {
        case .backspace: .caretMoved
        case .enter: .other
        default: keystroke
        }
    }

    /// Ctrl with B, C, I, S or U leaves the text and the caret alone; other letters may take both elsewhere (paste,
    /// undo, a new tab, the address bar).
    private func letterWithControl(_ key: Keycode) -> Keystroke {
        // xkbcommon gives the control character, also for the letter's place on a layout that is not Latin.
        guard let control = state?.scalars(key).first?.value, (1...26).contains(control) else { return .other }
        return [2, 3, 9, 19, 21].contains(control) ? .other : .caretMoved
    }

    private static func named(_ keysym: UInt32) -> Keystroke? {
        switch Int32(truncatingIfNeeded: keysym) {
        case XKB_KEY_BackSpace:
            .backspace
        case XKB_KEY_Return, XKB_KEY_KP_Enter, XKB_KEY_ISO_Enter, XKB_KEY_Linefeed:
            .enter
        case XKB_KEY_Tab, XKB_KEY_KP_Tab, XKB_KEY_ISO_Left_Tab:
            .tab
        case XKB_KEY_Home...XKB_KEY_Begin, XKB_KEY_KP_Home...XKB_KEY_KP_Begin, XKB_KEY_Delete, XKB_KEY_KP_Delete,
            XKB_KEY_Insert, XKB_KEY_KP_Insert, XKB_KEY_Escape, XKB_KEY_Clear, XKB_KEY_Undo, XKB_KEY_Redo:
            .caretMoved
        default:
            nil
        }
    }

    private static func isModifier(_ keysym: UInt32) -> Bool {
        switch Int32(truncatingIfNeeded: keysym) {
        case XKB_KEY_Shift_L...XKB_KEY_Hyper_R, XKB_KEY_ISO_Lock...XKB_KEY_ISO_Level5_Lock, XKB_KEY_Mode_switch,
            XKB_KEY_Num_Lock, XKB_KEY_Scroll_Lock:
            true
        default:
            false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
