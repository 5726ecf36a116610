// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import Testing

@testable import KeyboardInput

// LockedText and KeyRepeat are of no use outside the module, so they are tested from inside.
@Suite struct LockedTextTests {
    @Test func `wiping leaves zeros, and without it there is text`() throws {
        var text = try LockedText()
        #expect(text.isBlank == true)
        for scalar in "secret".unicodeScalars { text.append(scalar) }
        #expect(text.isBlank == false)
        text.wipe()
        #expect(text.isBlank && text.count == 0 && text.held.isEmpty)
    }

    @Test func `wiping a full ring leaves zeros`() throws {
        var text = try LockedText()
        for _ in 0..<LockedText.capacity * 3 + 7 { text.append("x") }
        #expect(text.held.count == LockedText.capacity)
        text.wipe()
        #expect(text.isBlank == true)
    }

    @Test func `any scalar comes back`() throws {
        var text = try LockedText()
        let scalars: [Unicode.Scalar] = ["\u{0}", "a", "é", "\u{301}", "😀", "\u{10FFFF}"]
        for scalar in scalars { text.append(scalar) }
        #expect((0..<scalars.count).compactMap { text[$0] } == scalars)
        #expect(text[-1] == nil && text[scalars.count] == nil)
    }

    @Test func `its pages are locked and left out of core dumps`() throws {
        var text = try LockedText()
        text.append("a")
        #expect(text.text(in: 0..<1).reveal() == "a")
        // "lo" and "dd" among the flags of a mapping, as the kernel lists them.
        let mappings = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps")).readToEnd()
        let listing = String(decoding: try #require(mappings), as: UTF8.self)
        let flags = listing.split(separator: "\n").filter { $0.hasPrefix("VmFlags:") && $0.contains(" dd") }
        #expect(flags.contains { $0.contains(" lo ") } == text.isLocked)
    }
}
