// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import KeyboardInput
import Testing

@Suite struct KeyDecoderTests {
    @Test(arguments: [
        ("gb", "type £ @ \" # ~ ' ¬ | \\", "£ @ \" # ~ ' ¬ | \\"),
        ("us", "type @ \" # ~ '", "@ \" # ~ '"),
        ("gb", "key Shift+a\nkey a\nkey A", "AaA"),
        ("gb", "key Caps_Lock\ntype aB1\nkey Caps_Lock\ntype a", "Ab1a"),
        ("gb", "key ISO_Level3_Shift+4\nkey AltGr+semicolon\nkey e", "€é"),
        ("gb extd", "type é\nkey AltGr+e", "éé"),
        ("gb", "key ISO_Level3_Shift+apostrophe\nkey e", "ê"),
        ("gb intl", "key dead_acute\nkey e\nkey dead_diaeresis\nkey i", "éï"),
        ("gb intl", "key dead_acute\nkey Shift+e", "É"),
        ("gb intl", "key dead_acute\nkey space", "'"),
        ("gb intl", "key dead_acute\nkey q\nkey q", "q"),
        ("gb intl", "key dead_acute\nkey BackSpace\nkey e", "e"),
        ("gb", "key KP_Add\nkey KP_Divide\nkey KP_Multiply", "+/*"),
        ("gb", "key Num_Lock\nkey KP_Home\nkey KP_Insert\nkey Num_Lock", "70"),
        ("gr", "type α", "α"),
        ("ru", "type привет", "привет"),
        ("fr", "key dead_circumflex\nkey e\ntype é", "êé"),
        ("de", "type zy ß", "zy ß"),
    ])
    func `a layout's keys make its characters`(layout: String, lines: String, expected: String) throws {
        #expect(try Transcript.of(events("layout \(layout)\n\(lines)")) == expected)
    }

    @Test(
        arguments: [
            ("key BackSpace", .backspace), ("key Shift+BackSpace", .backspace),
            ("key Control+BackSpace", .deleteWordBackward), ("key Alt+BackSpace", .caretMoved),
            ("key Return", .enter), ("key KP_Enter", .enter), ("key Shift+Return", .enter), ("key Alt+Return", .other),
            ("key Tab", .tab), ("key Shift+Tab", .tab), ("key Alt+Tab", .tab), ("key Control+Tab", .tab),
            ("key Left", .caretMoved), ("key Home", .caretMoved), ("key Prior", .caretMoved),
            ("key Delete", .caretMoved),
            ("key KP_Home", .caretMoved), ("key Control+Right", .caretMoved), ("key Escape", .caretMoved),
            ("key Control+a", .caretMoved), ("key Control+x", .caretMoved), ("key Control+v", .caretMoved),
            ("key Control+z", .caretMoved), ("key Control+y", .caretMoved), ("key Control+t", .caretMoved),
            ("key Control+Shift+v", .caretMoved), ("key Shift+Insert", .caretMoved),
            ("key Control+c", .other), ("key Control+s", .other), ("key Control+b", .other), ("key Control+1", .other),
            ("key Alt+f", .other), ("key Super+l", .other), ("key F5", .other),
        ] as [(String, Keystroke)])
    func `keys that edit are told from keys that write`(line: String, expected: Keystroke) throws {
        #expect(try keystrokes(line) == [expected])
    }

    @Test func `Control works by place on a layout that is not Latin`() throws {
        var decoder = KeyDecoder(locale: "C")
        _ = decoder.decode(.keymap(try Keymap(layout: "us,ru").text()))
        var state = ModifierState()
        state.lockedGroup = 1
        _ = decoder.decode(.modifiers(state))
        let inRussian = decoder.decode(.key(Keycode(value: 38), .press))
        #expect(inRussian == .text(["ф"]))
        state.depressed = 4
        _ = decoder.decode(.modifiers(state))
        let keystrokes = [38, 54].map { decoder.decode(.key(Keycode(value: $0), .press)) }
        #expect(keystrokes == [.caretMoved, .other])
    }

    @Test func `modifiers, releases and unfinished sequences are no keystrokes`() throws {
        #expect(try keystrokes("press Shift_L\nrelease Shift_L\nkey ISO_Level3_Shift\nkey Num_Lock").isEmpty)
        #expect(try keystrokes("layout gb intl\nkey dead_acute").isEmpty)
    }

    @Test func `a click forgets a sequence that was begun`() throws {
        #expect(try Transcript.of(events("layout gb intl\nkey dead_acute\nclick\nkey e")) == "e")
    }

    @Test func `a keymap that does not compile makes no text, and the next one does`() throws {
        var decoder = KeyDecoder(locale: "C")
        let good = try events("type a")
        #expect(decoder.hasKeymap == false)
        _ = decoder.decode(.keymap(KeymapText("xkb_keymap { nonsense };")))
        #expect(decoder.hasKeymap == false)
        var keystrokes: [Keystroke?] = []
        for event in good.dropFirst() { keystrokes.append(decoder.decode(event)) }
        #expect(keystrokes.allSatisfy { $0 == nil })
        for event in good { keystrokes.append(decoder.decode(event)) }
        #expect(keystrokes.compactMap { $0 } == [.text(["a"])])
        #expect(decoder.hasKeymap == true)
    }

    @Test func `modifiers stay in force over a new keymap`() throws {
        let caps = try events("key Caps_Lock\ntype a")
        let keymap = try #require(caps.first)
        var decoder = KeyDecoder(locale: "C")
        var typed: [Keystroke] = []
        for event in caps.dropLast(2) + [keymap] + caps.suffix(2) {
            if let keystroke = decoder.decode(event) { typed.append(keystroke) }
        }
        #expect(typed == [.text(["A"])])
    }

    @Test(arguments: [
        ([:], "C.UTF-8"), (["LANG": "C"], "C.UTF-8"), (["LANG": "en_GB.UTF-8"], "en_GB.UTF-8"),
        (["LANG": "en_GB.UTF-8", "LC_CTYPE": "el_GR.UTF-8"], "el_GR.UTF-8"),
        (["LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"], "C.UTF-8"),
        (["LC_ALL": "", "LANG": "fr_FR.UTF-8"], "fr_FR.UTF-8"),
    ])
    func `the session's locale is found as programs find it`(environment: [String: String], expected: String) {
        #expect(KeyDecoder.sessionLocale(environment) == expected)
    }

    @Test func `an unknown locale still composes`() {
        let decoder = KeyDecoder(locale: "xx_XX.nonsense")
        #expect(decoder.composes == true)
    }

    @Test func `what is typed does not print`() throws {
        let all = try events("type secret")
        #expect(!"\(all)".contains("38") && all.map(\.description).suffix(2) == ["key", "key"])
        #expect("\(Keystroke.text(["s"]))" == "<typed text, 1 scalars>")
        #expect("\(TextEdit.insert("s"))" == "insert <typed text>")
        var dumped = ""
        dump(KeyEvent.key(Keycode(value: 38), .press), to: &dumped)
        dump(Keystroke.text(["s"]), to: &dumped)
        dump(TextEdit.insert("s"), to: &dumped)
        #expect(!dumped.contains("38") && !dumped.contains("\"s\""))
    }
}
