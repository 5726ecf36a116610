// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What a keyboard and its session report, in the order it happened.
///
/// There are no timestamps: no timing between keys is kept anywhere. An event prints as its kind alone, because the
/// keys are what somebody types.
package enum KeyEvent: Sendable, Hashable {
    /// The session's keymap; sent first, and again when it changes.
    case keymap(KeymapText)
    /// The modifiers and groups in force from here on, as the X server says.
    case modifiers(ModifierState)
    case key(Keycode, KeyAction)
    /// Keys go to another window from here on. The same id again is another window that reuses it.
    case focus(WindowID)
    /// A mouse button: the caret may be anywhere.
    case pointer
    /// A pause of ``pause`` without a key; sent once for each pause.
    case rest
    /// The keyboard is grabbed: a lock screen, a password dialog, an open menu.
    case suspended
    case resumed

    /// How long no key is pressed before ``rest``.
    package static let pause = Duration.milliseconds(1500)
}

extension KeyEvent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .keymap: "keymap"
        case .modifiers: "modifiers"
        case .key: "key"
        case .focus(let window): "focus \(window.value)"
        case .pointer: "pointer"
        case .rest: "rest"
        case .suspended: "suspended"
        case .resumed: "resumed"
        }
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What happened to a key.
package enum KeyAction: Sendable, Hashable {
    case press
    /// The key is held and acts again.
    case `repeat`
    case release
}

/// The X window that has the input focus.
///
/// It may lie inside the top-level window that has the title.
package struct WindowID: Sendable, Hashable {
    package var value: UInt32

    package init(value: UInt32) {
        self.value = value
    }
}

/// A key by its place on the keyboard, in X numbering (the kernel's code + 8).
package struct Keycode: Sendable, Hashable {
    package var value: UInt32

    package init(value: UInt32) {
        self.value = value
    }
}

extension Keycode: CustomStringConvertible, CustomReflectable {
    package var description: String { "<key>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The modifiers and keyboard groups in force, by how they came to be.
package struct ModifierState: Sendable, Hashable {
    package var depressed: UInt32 = 0
    package var latched: UInt32 = 0
    package var locked: UInt32 = 0
    package var depressedGroup: UInt32 = 0
    package var latchedGroup: UInt32 = 0
    package var lockedGroup: UInt32 = 0

    package init() {}
}

/// A keymap in the text form that xkbcommon writes and reads.
package struct KeymapText: Sendable, Hashable {
    package var text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension KeymapText: CustomStringConvertible {
    package var description: String { "<keymap, \(text.utf8.count) bytes>" }
}
