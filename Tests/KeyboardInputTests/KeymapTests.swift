// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import KeyboardInput
import Testing

@Suite struct KeymapTests {
    @Test func `a keymap comes back from its own text`() throws {
        let text = try Keymap(layout: "gb", variant: "intl").text()
        let again = try Keymap(text).text()
        #expect(again == text)
        #expect("\(text)" == "<keymap, \(text.text.utf8.count) bytes>")
    }

    @Test func `letters repeat while held and modifiers do not`() throws {
        let keymap = try Keymap(layout: "gb")
        #expect(keymap.repeats(Keycode(value: 38)) == true)
        #expect(keymap.repeats(Keycode(value: 50)) == false)
    }

    @Test(arguments: ["zz", "", "../gb", "gb\u{301}", "g b", String(repeating: "a", count: 33)])
    func `an unknown layout is refused`(layout: String) {
        #expect(throws: KeyboardInputError.unknownLayout(layout)) { _ = try Keymap(layout: layout) }
    }

    @Test func `text that is no keymap is refused`() {
        #expect(throws: KeyboardInputError.unreadableKeymap) { _ = try Keymap(KeymapText("keys")) }
        #expect(throws: KeyboardInputError.unreadableKeymap) { _ = try Keymap(KeymapText("")) }
    }
}
