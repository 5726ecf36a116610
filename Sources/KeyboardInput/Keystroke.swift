// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What one press of a key does to the text before the caret.
package enum Keystroke: Sendable, Hashable {
    case text([Unicode.Scalar])
    case backspace
    /// Ctrl+Backspace.
    case deleteWordBackward
    case enter
    case tab
    /// The caret or the text went where keys alone cannot follow: arrows, Home, Delete, Escape, undo, paste.
    case caretMoved
    /// Nothing: a function key, a menu's key, Ctrl+C.
    case other
}

extension Keystroke: CustomStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .text(let scalars): "<typed text, \(scalars.count) scalars>"
        case .backspace: "backspace"
        case .deleteWordBackward: "delete word backward"
        case .enter: "enter"
        case .tab: "tab"
        case .caretMoved: "caret moved"
        case .other: "other"
        }
    }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
