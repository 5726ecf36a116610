// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeyboardInput
import Testing

@Suite struct KeysFileTests {
    @Test func `a session is read whole`() throws {
        let text =
            "# comment\nlayout gb\nwindow 1 mousepad Notes - untitled\nwindow 2 chromium\ntype a\n> typed a\n>\n>  b \n"
        let file = try KeysFile(parsing: Array(text.utf8), file: "a.keys")
        #expect(file.expected == ["typed a", "", " b "])
        #expect(file.windows.count == 2)
        #expect(file.windows[WindowID(value: 1)]?.title == "Notes - untitled")
        #expect(file.windows[WindowID(value: 1)]?.application == "mousepad")
        #expect(file.windows[WindowID(value: 2)]?.title == "")
        #expect(file.events.map(\.description) == ["keymap", "modifiers", "focus 1", "key", "key"])
    }

    @Test func `line ends and a byte order mark make no difference`() throws {
        let plain = try events("type a b\nkey Return\n")
        #expect(try events("type a b\r\nkey Return\r\n") == plain)
        #expect(try events("\u{FEFF}type a b\nkey Return") == plain)
        #expect(try events("\n  \n\ttype a b\n# c\nkey Return\n\n") == plain)
    }

    @Test func `blanks in the text are typed, those at the end too`() throws {
        #expect(try Transcript.of(events("type  a  \ntype b")) == " a  b")
        #expect(try Transcript.of(events("type # a")) == "# a")
    }

    @Test func `without a window there is one that has no name`() throws {
        let file = try KeysFile(parsing: [], file: "a.keys")
        #expect(file.windows == [WindowID(value: 1): file.windows[WindowID(value: 1)]].compactMapValues { $0 })
        #expect(file.windows[WindowID(value: 1)]?.application == "")
        #expect(file.events.count == 3)
    }

    @Test func `what is pressed stays held`() throws {
        #expect(try Transcript.of(events("press Shift_L\ntype ab\nrelease Shift_L\ntype c")) == "ABc")
    }

    @Test func `keys get the Shift they need`() throws {
        #expect(try Transcript.of(events("key A\nkey plus\nkey a x3")) == "A+aaa")
    }

    @Test func `the first window has the focus`() throws {
        let all = try events("window 5 a A\nwindow 2 b B\nrest")
        #expect(all.contains(.focus(WindowID(value: 5))) && !all.contains(.focus(WindowID(value: 2))))
    }

    /// Each `NAME.keys` in Fixtures/keys has the one line it is refused with in `NAME.error`.
    @Test(arguments: try BadKeysFiles.names())
    func `a bad file is refused with one line`(name: String) throws {
        let bytes = try Data(contentsOf: keysFixtures.appending(path: "\(name).keys"))
        let wanted = try String(contentsOf: keysFixtures.appending(path: "\(name).error"), encoding: .utf8)
        let error = #expect(throws: KeysFileError.self) {
            _ = try KeysFile(parsing: Array(bytes), file: "\(name).keys")
        }
        #expect(error?.description == wanted.trimmingCharacters(in: .newlines))
    }

    @Test func `the bad files are found`() throws {
        #expect(try BadKeysFiles.names().count >= 25)
    }

    @Test func `a file over the limit is refused`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: KeysFile.limit + 1)
        #expect(throws: KeysFileError.self) { _ = try KeysFile(parsing: bytes, file: "a.keys") }
        #expect(throws: Never.self) { _ = try KeysFile(parsing: Array(bytes.dropLast()), file: "a.keys") }
    }

    @Test func `too many events are refused before they fill the memory`() {
        let bytes = Array(String(repeating: "key a x1000\n", count: 1000).utf8)
        #expect(throws: KeysFileError.self) { _ = try KeysFile(parsing: bytes, file: "a.keys") }
    }
}

private enum BadKeysFiles {
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: keysFixtures.path)
            .filter { $0.hasSuffix(".keys") }.map { String($0.dropLast(5)) }.sorted()
    }
}
