// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads a `*.keys` file line by line.
///
/// ``KeysFile`` documents the format.
struct KeysFileParser: ~Copyable {
    private(set) var events: [KeyEvent] = []
    private(set) var windows: [WindowID: KeysFile.Window] = [:]
    private(set) var expected: [String] = []

    private static let mostEvents = 200_000
    private static let aliases = [
        "Control": "Control_L", "Shift": "Shift_L", "Alt": "Alt_L", "Super": "Super_L", "AltGr": "ISO_Level3_Shift",
    ]

    private let file: String
    private var line = 0
    private var keyboard: VirtualKeyboard
    private var layout = "gb"
    private var hasLayout = false
    private var hasBegun = false
    private var firstWindow: WindowID?
    private var isGrabbed = false
    private var pressed: [(name: String, key: Keycode, line: Int)] = []

    init(file: String) throws(KeysFileError) {
        self.file = file
        do {
            keyboard = try VirtualKeyboard(Keymap(layout: "gb"))
        } catch {
            throw KeysFileError(file: file, line: 1, problem: error.description)
        }
    }

    mutating func read(_ bytes: ArraySlice<UInt8>) throws(KeysFileError) {
        line += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refusal("the line is not UTF-8; save the file as UTF-8")
        }
        // Scalars, not characters: a mark after a blank would hide the blank from a split by characters.
        let scalars = text.unicodeScalars.drop { $0 == " " || $0 == "\t" }
        let word = String(scalars.prefix { $0 != " " && $0 != "\t" })
        let rest = String(scalars.dropFirst(word.unicodeScalars.count).dropFirst())
        if word.unicodeScalars.isEmpty || word.unicodeScalars.first == "#" { return }
        switch word {
        case "layout": try readLayout(words(rest))
        case "window": try readWindow(rest)
        case ">": expected.append(rest)
        default:
            begin()
            try act(word, rest)
            guard events.count <= Self.mostEvents else {
                throw refusal("over \(Self.mostEvents) key events; split the session into several files")
            }
        }
    }

    mutating func finish() throws(KeysFileError) {
        begin()
        if let key = pressed.first {
            throw KeysFileError(
                file: file, line: key.line,
                problem: "\(key.name) is pressed and never released; add 'release \(key.name)'")
        }
    }

    private mutating func readLayout(_ words: [String]) throws(KeysFileError) {
        guard !hasBegun, !hasLayout else {
            throw refusal("layout must come once, before anything is done; move it to the top")
        }
        guard let name = words.first, words.count <= 2 else {
            throw refusal("layout takes a layout and perhaps a variant; write 'layout gb' or 'layout gb intl'")
        }
        do {
            keyboard = try VirtualKeyboard(Keymap(layout: name, variant: words.count == 2 ? words[1] : ""))
        } catch {
            throw refusal(error.description)
        }
        layout = words.joined(separator: " ")
        hasLayout = true
    }

    private mutating func readWindow(_ rest: String) throws(KeysFileError) {
        guard !hasBegun else { throw refusal("window must come before anything is done; move it to the top") }
        let parts = rest.unicodeScalars.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts[1].isEmpty else {
            throw refusal("window takes a number, an application and a title; write 'window 1 mousepad Notes'")
        }
        let window = number(String(parts[0]), in: 1...9999).map { WindowID(value: UInt32($0)) }
        guard let window else { throw refusal("a window's number is from 1 to 9999; write 'window 1 mousepad Notes'") }
        guard windows[window] == nil else {
            throw refusal("window \(window.value) is there already; give this one another number")
        }
        let title = parts.count == 3 ? String(parts[2]) : ""
        windows[window] = KeysFile.Window(title: title, application: String(parts[1]))
        firstWindow = firstWindow ?? window
    }

    /// What a session reports before the first key.
    private mutating func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        let window = firstWindow ?? WindowID(value: 1)
        if firstWindow == nil { windows[window] = KeysFile.Window(title: "", application: "") }
        events += [.keymap(keyboard.keymap), .modifiers(ModifierState()), .focus(window)]
    }

    private mutating func act(_ word: String, _ rest: String) throws(KeysFileError) {
        switch word {
        case "type": try type(rest)
        case "key": try strike(words(rest))
        case "hold": try hold(words(rest))
        case "press": try press(words(rest))
        case "release": try release(words(rest))
        case "focus": try focus(words(rest))
        case "rest", "click", "grab", "ungrab":
            guard words(rest).isEmpty else { throw refusal("\(word) takes nothing more; end the line after it") }
            try report(word)
        default:
            let known = "layout, window, focus, type, key, hold, press, release, rest, click, grab, ungrab, > or #"
            throw refusal("unknown instruction; a line begins with \(known)")
        }
    }

    private mutating func type(_ text: String) throws(KeysFileError) {
        guard !text.isEmpty else { throw refusal("type takes the text to type; write 'type hello'") }
        for scalar in text.unicodeScalars {
            guard let chord = keyboard.chord(for: scalar) else {
                let code =
                    "U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).utf8.count))
                    + String(scalar.value, radix: 16, uppercase: true)
                throw refusal(
                    "no key of layout '\(layout)' makes \(code); choose another layout, or use 'key' with dead keys")
            }
            events += keyboard.strike(chord)
        }
    }

    private mutating func strike(_ words: [String]) throws(KeysFileError) {
        guard let name = words.first, words.count <= 2 else {
            throw refusal("key takes a key and perhaps a count; write 'key BackSpace x3'")
        }
        let chord = try chord(name)
        guard let count = words.count == 1 ? 1 : count(words[1], after: "x") else {
            throw refusal("a count is from x1 to x1000; write 'key \(name) x3'")
        }
        for _ in 0..<count { events += keyboard.strike(chord) }
    }

    private mutating func hold(_ words: [String]) throws(KeysFileError) {
        guard words.count == 2, let count = count(words[1], after: "") else {
            throw refusal("hold takes a key and how often it acts again, from 1 to 1000; write 'hold a 5'")
        }
        events += keyboard.strike(try chord(words[0]), repeats: count)
    }

    private mutating func press(_ words: [String]) throws(KeysFileError) {
        guard words.count == 1 else { throw refusal("press takes one key; write 'press Shift_L'") }
        let key = try self.key(words[0])
        guard !pressed.contains(where: { $0.key == key }) else {
            throw refusal("\(words[0]) is pressed already; write 'release \(words[0])' first")
        }
        pressed.append((words[0], key, line))
        events += keyboard.press(key)
    }

    private mutating func release(_ words: [String]) throws(KeysFileError) {
        guard words.count == 1 else { throw refusal("release takes one key; write 'release Shift_L'") }
        let key = try self.key(words[0])
        guard let index = pressed.firstIndex(where: { $0.key == key }) else {
            throw refusal("\(words[0]) is not pressed; write 'press \(words[0])' first")
        }
        pressed.remove(at: index)
        events += keyboard.release(key)
    }

    private mutating func focus(_ words: [String]) throws(KeysFileError) {
        let value = words.count == 1 ? number(words[0], in: 1...9999) : nil
        guard let value, windows[WindowID(value: UInt32(value))] != nil else {
            throw refusal("focus takes the number of a window; declare it at the top with 'window 2 chromium Chat'")
        }
        events.append(.focus(WindowID(value: UInt32(value))))
    }

    private mutating func report(_ word: String) throws(KeysFileError) {
        switch word {
        case "rest": events.append(.rest)
        case "click": events.append(.pointer)
        case "grab":
            guard !isGrabbed else { throw refusal("the keyboard is grabbed already; write 'ungrab' first") }
            isGrabbed = true
            events.append(.suspended)
        default:
            guard isGrabbed else { throw refusal("the keyboard is not grabbed; write 'grab' first") }
            isGrabbed = false
            events.append(.resumed)
        }
    }

    /// `BackSpace` with the Shift it needs, or `Control+Shift+a` with what is named and nothing else.
    private func chord(_ name: String) throws(KeysFileError) -> VirtualKeyboard.Chord {
        let parts = name.utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
        var names = parts.map { String($0) ?? "" }
        let last = names.removeLast()
        guard var chord = keyboard.chord(forKeysym: last) else { throw unknownKey(last) }
        if names.isEmpty { return chord }
        chord.held = []
        for name in names { chord.held.append(try key(name)) }
        return chord
    }

    private func key(_ name: String) throws(KeysFileError) -> Keycode {
        guard let chord = keyboard.chord(forKeysym: Self.aliases[name] ?? name) else { throw unknownKey(name) }
        return chord.key
    }

    private func unknownKey(_ name: String) -> KeysFileError {
        VirtualKeyboard.isKeysym(name)
            ? refusal("no key of layout '\(layout)' makes \(name); choose another layout")
            : refusal("'\(name)' is no key's name; X's names are as xev prints them: a, plus, BackSpace")
    }

    private func count(_ text: String, after mark: String) -> Int? {
        guard text.utf8.starts(with: mark.utf8) else { return nil }
        return number(String(text.unicodeScalars.dropFirst(mark.unicodeScalars.count)), in: 1...1000)
    }

    private func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
        // Int alone would take "+3".
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text) else { return nil }
        return range.contains(value) ? value : nil
    }

    private func words(_ text: String) -> [String] {
        text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map(String.init)
    }

    /// One line whatever the file holds: control characters are shown as question marks, and the end is cut off.
    private func refusal(_ problem: String) -> KeysFileError {
        let shown = problem.unicodeScalars.prefix(240).map {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : $0
        }
        return KeysFileError(file: file, line: line, problem: String(String.UnicodeScalarView(shown)))
    }
}
