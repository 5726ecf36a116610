// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import KeyboardInput
import Testing

@Suite struct TextAssemblerTests {
    @Test(arguments: [
        ("type i want to go home", "i want to go home"),
        ("type hoem\nkey BackSpace x2\ntype me", "home"),
        ("key BackSpace x3\ntype a", "a"),
        ("type ab\nkey BackSpace x5\ntype c", "c"),
        ("type one\nkey Return\ntype two", "one\ntwo"),
        ("type one\nkey Tab\ntype two", "one|two"),
        ("type one\nclick\ntype two", "one|two"),
        ("type one\nkey Left\ntype two", "one|two"),
        ("type one\nkey Escape\ntype two", "one|two"),
        ("type one\nkey Control+v\ntype two", "one|two"),
        ("type one\nkey Control+c\ntype two", "onetwo"),
        ("type one\nkey Alt+f\ntype two", "onetwo"),
        ("type one\nrest\ntype two\nrest", "one_two_"),
        ("rest\ntype one", "one"),
        ("click\nclick\nkey Left\ntype one", "one"),
        ("hold a 4", "aaaaa"),
        ("type abcdef\nhold BackSpace 2", "abc"),
        ("type one two\nkey Control+BackSpace\ntype too", "one too"),
        ("type one two  \nkey Control+BackSpace", "one "),
        ("type one don't!\nkey Control+BackSpace", "one "),
        ("key Control+BackSpace\ntype one", "one"),
        ("type one\nkey Return\nkey Control+BackSpace", "one"),
        ("type one\nkey Return\ntype ..\nkey Control+BackSpace", "one\n"),
        ("type ab\nkey BackSpace x2\nclick\ntype c", "|c"),
    ])
    func `keys make the text that programs make`(lines: String, expected: String) throws {
        #expect(try Transcript.of(events(lines)) == expected)
    }

    @Test func `texts of two windows are never joined`() throws {
        let lines = "window 1 a A\nwindow 2 b B\ntype kill\nfocus 2\ntype  time\nfocus 1\ntype myself"
        #expect(try Transcript.of(events(lines)) == "kill| time|myself")
    }

    @Test func `another window with the same id is another text`() throws {
        #expect(try Transcript.of(events("window 1 a A\ntype one\nfocus 1\ntype two")) == "one|two")
    }

    @Test func `keys under a grab are not seen, and without the rule they would be`() throws {
        let all = try events("type one\ngrab\ntype secret\nkey BackSpace\nungrab\ntype two")
        #expect(try Transcript.of(all) == "one|two")
        #expect(try Transcript.of(all.filter { $0 != .suspended && $0 != .resumed }) == "onesecretwo")
    }

    @Test func `modifiers are followed under a grab`() throws {
        #expect(try Transcript.of(events("grab\nkey Caps_Lock\nungrab\ntype a")) == "A")
    }

    @Test func `the text can be read back as long as it is held`() throws {
        var assembler = try TextAssembler()
        for event in try events("window 7 a A\ntype one two") { _ = assembler.handle(event) }
        #expect(assembler.window == WindowID(value: 7))
        #expect(assembler.length == 7)
        #expect(assembler.text(in: 4..<7).reveal() == "two")
        #expect(assembler.text(in: 4..<99).reveal() == "two")
        #expect(assembler.text(in: 90..<99).reveal() == "")
        #expect("\(assembler.text(in: 0..<7))" == "<typed text, 7 scalars>")
    }

    @Test func `only the last scalars of a long segment are held`() throws {
        var assembler = try TextAssembler()
        let limit = TextAssembler.limit
        for event in try events("type x\nhold a 999\nhold b 99\ntype end") { _ = assembler.handle(event) }
        #expect(assembler.length == 1 + 1000 + 100 + 3)
        #expect(assembler.text(in: 0..<assembler.length).scalarCount == limit)
        #expect(assembler.text(in: assembler.length - 4..<assembler.length).reveal() == "bend")
        for event in try events("hold BackSpace 999\nkey BackSpace x100") { _ = assembler.handle(event) }
        // The new file's focus event began another segment.
        #expect(assembler.length == 0 && assembler.isBlank == true)
    }

    @Test func `deleting beyond what is held still counts`() throws {
        var assembler = try TextAssembler()
        var edits = 0
        for event in try events("hold a 999\nhold b 99\nhold BackSpace 999\nkey BackSpace x99\ntype z") {
            edits += assembler.handle(event).count
        }
        #expect(edits == 1100 + 1099 + 1)
        #expect(assembler.length == 2)
        #expect(assembler.text(in: 0..<2).reveal() == "z")
    }

    @Test func `a word that is no longer held ends the segment when it is deleted`() throws {
        #expect(try Transcript.of(events("hold a 999\nhold a 99\nkey Control+BackSpace\ntype b")).hasSuffix("a|b"))
    }

    @Test(arguments: ["focus 1", "click", "grab", "key Tab", "key Left", "key Control+v"])
    func `the end of a segment leaves nothing in memory`(line: String) throws {
        var assembler = try TextAssembler()
        let all = try events("window 1 a A\ntype secret\n\(line)")
        let typed = try events("window 1 a A\ntype secret").count
        for event in all.prefix(typed) { _ = assembler.handle(event) }
        #expect(assembler.length == 6 && assembler.isBlank == false)
        for event in all.dropFirst(typed) where assembler.handle(event).contains(.end) {
            #expect(assembler.text(in: 0..<6).reveal() == "secret")
            assembler.wipe()
        }
        #expect(assembler.length == 0 && assembler.isBlank == true)
        #expect(assembler.text(in: 0..<6).scalarCount == 0)
    }

    @Test func `an ended segment that nobody wipes goes with the next event`() throws {
        var assembler = try TextAssembler()
        for event in try events("type secret\nclick") { _ = assembler.handle(event) }
        #expect(assembler.isBlank == false)
        _ = assembler.handle(.rest)
        #expect(assembler.length == 0 && assembler.isBlank == true)
    }

    @Test func `what is deleted leaves nothing in memory`() throws {
        var assembler = try TextAssembler()
        for event in try events("type secret") { _ = assembler.handle(event) }
        #expect(assembler.isBlank == false)
        for key in try events("key BackSpace x6") where key == .key(Keycode(value: 22), .press) {
            _ = assembler.handle(key)
        }
        #expect(assembler.length == 0 && assembler.isBlank == true)
    }

    @Test func `wiping forgets without an edit`() throws {
        var assembler = try TextAssembler()
        for event in try events("type secret") { _ = assembler.handle(event) }
        assembler.wipe()
        #expect(assembler.length == 0 && assembler.isBlank == true)
        let edits = assembler.handle(.pointer)
        #expect(edits.isEmpty)
    }

    @Test func `random typing and deleting agrees with a plain model`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(state: seed)
        for _ in 0..<20 {
            var lines = ""
            var model: [Character] = []
            for _ in 0..<200 {
                switch random.next() % 10 {
                case 0...5:
                    let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(random.next() % 26)))
                    lines += "type \(letter)\n"
                    model.append(letter)
                case 6:
                    lines += "key space\n"
                    model.append(" ")
                case 7:
                    lines += "key Control+BackSpace\n"
                    while model.last == " " { model.removeLast() }
                    while let last = model.last, last != " " { model.removeLast() }
                default:
                    let count = Int(random.next() % 4) + 1
                    lines += "key BackSpace x\(count)\n"
                    model.removeLast(min(count, model.count))
                }
            }
            var assembler = try TextAssembler()
            var transcript = Transcript()
            for event in try events(lines) { transcript.apply(assembler.handle(event)) }
            try #require(transcript.shown == String(model), "seed \(seed)")
            try #require(assembler.text(in: 0..<assembler.length).reveal() == String(model), "seed \(seed)")
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
