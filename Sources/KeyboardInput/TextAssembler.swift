// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// Turns what keyboard and session report into edits of the text that somebody types.
///
/// Pure: no file, clock or log.
///
/// A *segment* is text that was typed in one place without a break. It ends when the window changes, when
/// the keyboard is grabbed, at Tab, and wherever keys alone cannot tell where the caret is: a mouse button, an arrow key,
/// undo, paste. Enter does not end it: a phrase may go on in the next line, or the next message. So the texts of two
/// windows are never joined, and half a phrase left in one is forgotten.
///
/// The text of a segment that has ended can be read until ``wipe()``, for a phrase that its last word completes; the next
/// event wipes it in any case. Whoever handles ``TextEdit/end`` calls ``wipe()`` when done.
///
/// Only the last ``limit`` scalars of the segment are held, in locked memory (``isLocked``), and only until it ends.
/// While the keyboard is grabbed (a lock screen, a password dialog) keys are not even decoded.
package struct TextAssembler: ~Copyable {
    /// How many scalars of a segment can be read back.
    package static let limit = LockedText.capacity

    /// The window that is typed into; nil before the first focus event.
    package private(set) var window: WindowID?
    private var decoder: KeyDecoder
    private var typed: LockedText
    /// Whether anything was typed since the last ``TextEdit/end``, deleted again or not.
    private var isOpen = false
    private var isSuspended = false
    /// Whether the segment has ended and its text waits to be wiped.
    private var isOver = false

    /// `locale` chooses the Compose sequences; an agent passes ``KeyDecoder/sessionLocale(_:)``.
    package init(locale: String = "en_US.UTF-8") throws(KeyboardInputError) {
        decoder = KeyDecoder(locale: locale)
        typed = try LockedText()
        window = nil
    }

    /// The edits that an event makes, in order.
    ///
    /// ``length`` and ``text(in:)`` show the text after all of them.
    package mutating func handle(_ event: KeyEvent) -> [TextEdit] {
        if isOver { wipe() }
        if isSuspended, case .key = event { return [] }
        let keystroke = decoder.decode(event)
        switch event {
        case .key:
            return keystroke.map { apply($0) } ?? []
        case .focus(let window):
            self.window = window
            return end()
        case .pointer:
            return end()
        case .suspended:
            isSuspended = true
            return end()
        case .resumed:
            isSuspended = false
            return end()
        case .rest:
            return isOpen ? [.rest] : []
        case .keymap, .modifiers:
            return []
        }
    }

    /// How many scalars this segment has, those no longer held included.
    package var length: Int { typed.count }

    /// The text of this segment in a range of scalars, as far as it is still held.
    package func text(in range: Range<Int>) -> TypedText { typed.text(in: range) }

    /// Forgets the segment: after ``TextEdit/end``, and when monitoring stops.
    package mutating func wipe() {
        typed.wipe()
        isOpen = false
        isOver = false
    }

    /// Whether the typed text is kept from swap and core dumps: false under a limit on locked memory.
    package var isLocked: Bool { typed.isLocked }

    /// Whether nothing of any segment is left in memory.
    package var isBlank: Bool { typed.isBlank }

    /// Whether keys can be decoded: false before the first keymap, and after one that does not compile.
    package var hasKeymap: Bool { decoder.hasKeymap }

    /// Whether dead keys are joined: false where the Compose files are not installed.
    package var composes: Bool { decoder.composes }

    private mutating func apply(_ keystroke: Keystroke) -> [TextEdit] {
        switch keystroke {
        case .text(let scalars): insert(scalars)
        case .enter: insert(["\n"])
        case .backspace: deleteBackward(1)
        case .deleteWordBackward: deleteLastWord()
        case .tab, .caretMoved: end()
        case .other: []
        }
    }

    private mutating func insert(_ scalars: [Unicode.Scalar]) -> [TextEdit] {
        for scalar in scalars { typed.append(scalar) }
        isOpen = true
        return scalars.map { .insert($0) }
    }

    private mutating func deleteBackward(_ count: Int) -> [TextEdit] {
        var edits: [TextEdit] = []
        for _ in 0..<count where typed.removeLast() { edits.append(.deleteBackward) }
        return edits
    }

    private mutating func end() -> [TextEdit] {
        guard isOpen else {
            wipe()
            return []
        }
        isOver = true
        return [.end]
    }

    /// What Ctrl+Backspace takes: blanks and marks, then the word before them; or one end of line.
    private mutating func deleteLastWord() -> [TextEdit] {
        var start = typed.count
        if typed[start - 1] == "\n" { return deleteBackward(1) }
        while let scalar = typed[start - 1], scalar != "\n", !Self.isInWord(scalar) { start -= 1 }
        while let scalar = typed[start - 1], Self.isInWord(scalar) { start -= 1 }
        // The word begins in what is no longer held, so nobody knows how much is deleted.
        if start > 0, start == typed.held.lowerBound { return end() }
        return deleteBackward(typed.count - start)
    }

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return scalar == "'" || scalar == "\u{2019}" || properties.isAlphabetic || properties.numericType != nil
            || properties.generalCategory == .nonspacingMark
    }
}
