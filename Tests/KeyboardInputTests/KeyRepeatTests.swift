// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import KeyboardInput

@Suite struct KeyRepeatTests {
    private let key = Keycode(value: 38)
    private let start = ContinuousClock.now

    @Test func `a held key acts again after the delay and at each interval`() {
        var held = KeyRepeat()
        held.press(key, repeats: true, at: start)
        #expect(held.due(at: start + .milliseconds(659)) == nil)
        #expect(held.due(at: start + .milliseconds(660)) == key)
        #expect(held.due(at: start + .milliseconds(660)) == nil)
        #expect(held.due(at: start + .milliseconds(700)) == key)
        held.release(key)
        #expect(held.due(at: start + .seconds(9)) == nil && held.deadline == nil)
    }

    @Test func `the last key pressed takes over, and a modifier does not`() {
        var held = KeyRepeat()
        let other = Keycode(value: 39)
        held.press(key, repeats: true, at: start)
        held.press(other, repeats: true, at: start)
        held.press(Keycode(value: 50), repeats: false, at: start)
        held.release(key)
        #expect(held.due(at: start + .seconds(1)) == other)
    }

    @Test func `the server's settings decide`() {
        var held = KeyRepeat()
        held.settings.isOn = false
        held.press(key, repeats: true, at: start)
        #expect(held.deadline == nil)
        held.settings.isOn = true
        held.settings.keys[4] = 0xBF
        held.press(key, repeats: true, at: start)
        #expect(held.deadline == nil)
        held.press(Keycode(value: 39), repeats: true, at: start)
        held.press(Keycode(value: 999), repeats: true, at: start)
        #expect(held.due(at: start + .seconds(1)) == Keycode(value: 39))
    }

    @Test func `a delay of our own makes no burst`() {
        var held = KeyRepeat()
        held.press(key, repeats: true, at: start)
        let late = start + .seconds(60)
        #expect(held.due(at: late) == key)
        #expect(held.due(at: late) == nil)
        #expect(held.due(at: late + .milliseconds(40)) == key)
    }
}
