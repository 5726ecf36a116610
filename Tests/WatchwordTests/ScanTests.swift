// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct ScanTests {
    private func with(_ body: (WatchwordProgram) throws -> Void) throws {
        let program = try WatchwordProgram()
        try body(program)
        try program.remove()
    }

    @Test func `each record is a stream, and each match a line`() throws {
        try with { program in
            let result = try program.run(
                "scan", "--records",
                input: """
                    {"id": "a", "text": "i want to kill"}
                    {"id": 2, "text": "myself"}
                    {"id": -1.50e+2, "text": "Well: I want to DIE"}

                    {"text": "don\\u2019t  wake me. kill myself", "stream": {"a": [1, null, true]}, "id": "x\\u2028\\"y"}
                    """)
            #expect(result.errors.isEmpty && result.status == 0)
            #expect(
                result.output == """
                    {"id":-1.50e+2,"phrase":"i want to die","category":"suicide","severity":5,"start":6,"end":19,"matched":"I want to DIE","via":"folded"}
                    {"id":"x\\u2028\\"y","phrase":"don't wake me","category":"suicide","severity":2,"start":0,"end":14,"matched":"don’t  wake me","via":"folded"}
                    {"id":"x\\u2028\\"y","phrase":"kill myself","category":"suicide","severity":5,"start":16,"end":27,"matched":"kill myself","via":"exact"}

                    """)
        }
    }

    @Test(arguments: [
        // A correction: offsets count the Backspaces, the matched text does not hold what was taken back.
        (#"so kilk\bl mysle\b\belf ok"#, 3, 20, "kill myself"),
        // Typed and then deleted.
        (#"kill myself\b\b\b\b\b\b\b\b"#, 0, 11, "kill myself"),
        // More Backspaces than text.
        (#"x\b\b\b\bkill myself"#, 5, 16, "kill myself"),
        (#"\ud83d\ude00 kill myself"#, 2, 13, "kill myself"),
    ])
    func `offsets are those of the record as given`(text: String, start: Int, end: Int, matched: String) throws {
        try with { program in
            let result = try program.run("scan", "--records", input: #"{"id":1,"text":"\#(text)"}"#)
            #expect(result.lines.count == 1)
            let line = try #require(result.lines.first)
            #expect(line.contains(#""start":\#(start),"end":\#(end),"matched":"\#(matched)""#), "\(line)")
        }
    }

    @Test(arguments: [
        ("[1]", "\"{\" is missing"), ("{", "a key is missing"), ("nonsense", "\"{\" is missing"),
        (#"{"id":1}"#, "no \"text\""), (#"{"text":"a"}"#, "no \"id\""),
        (#"{"id":1,"text":2}"#, "\"text\" is not a string"),
        (#"{"id":null,"text":"a"}"#, "\"id\" is not a string or a number"),
        (#"{"id":[1],"text":"a"}"#, "\"id\" is not a string or a number"),
        (#"{"id":1,"id":2,"text":"a"}"#, "has \"id\" twice"),
        (#"{"id":1,"text":"a","text":"b"}"#, "has \"text\" twice"),
        (#"{"id":01,"text":"a"}"#, "not valid JSON"), (#"{"id":1.,"text":"a"}"#, "not valid JSON"),
        (#"{"id":-,"text":"a"}"#, "not valid JSON"), (#"{"id":1,"text":"a"} x"#, "something stands behind"),
        (#"{"id":1,"text":"a",}"#, "a key is missing"), (#"{"id":1,"text":"a"#, "does not end"),
        (#"{"id":1,"text":"\x"}"#, "an unknown escape"), (#"{"id":1,"text":"\u12g4"}"#, "hexadecimal"),
        (#"{"id":1,"text":"\ud800"}"#, "surrogate"), (#"{"id":1,"text":"\ud800\u0041"}"#, "surrogate"),
        (#"{"id":1,"text":"\udc00"}"#, "surrogate"), ("{\"id\":1,\"text\":\"a\tb\"}", "control character"),
        (#"{"id":1,"text":"a","x":tru}"#, "not valid JSON"),
        (#"{"id":1,"text":"a","x":\#(String(repeating: "[", count: 70))"#, "nested too deep"),
    ])
    func `a line that is no record is told with file and line`(line: String, what: String) throws {
        try with { program in
            let good = #"{"id":1,"text":"kill myself"}"#
            try program.write("\(good)\n\n\(line)\n\(good)\n", to: "in.jsonl")
            let result = try program.run("scan", "--records", "in.jsonl")
            #expect(result.status == 65)
            #expect(result.errors.hasPrefix("in.jsonl:3: ") && result.errors.contains(what), "\(result.errors)")
            #expect(result.errors.filter { $0 == "\n" }.count == 1)
            #expect(result.lines.count == 1)
        }
    }

    @Test func `bytes that are not UTF-8 are told with file and line`() throws {
        try with { program in
            for arguments in [["scan"], ["scan", "--records"]] {
                let result = try program.run(arguments, input: Data([0x0A, 0xFF, 0x0A]))
                #expect(result.status == 65)
                #expect(result.errors.hasPrefix("standard input:2: the line is not valid UTF-8"))
            }
        }
    }

    @Test func `a text is one stream, with lines and columns`() throws {
        try with { program in
            try program.write(
                "Dear diary,\nI want to\nkill  myself. i want\r\n to die\u{8}\u{8}\u{8}\u{8}", to: "in.txt")
            let result = try program.run("scan", "in.txt")
            #expect(
                result.output == """
                    in.txt:3:1: severity 5, suicide: kill myself
                    in.txt:3:15: severity 5, suicide: i want to die (deleted)

                    """)
            let explained = try program.run("scan", "--explain", "--wordlists", "Wordlists/suicide.words", "in.txt")
            #expect(explained.lines[1] == #"    typed "kill  myself", folded; Wordlists/suicide.words:6"#)
            let json = try program.run("scan", "--format", "jsonl", "--explain", "in.txt")
            #expect(
                json.lines.first
                    == #"{"file":"in.txt","line":3,"column":1,"phrase":"kill myself","category":"suicide","#
                    + #""severity":5,"start":22,"end":34,"matched":"kill  myself","via":"folded","#
                    + #""wordlist":"Wordlists/suicide.words:6"}"#)
        }
    }

    @Test func `a long text is scanned with the same places`() throws {
        try with { program in
            let filler = (0..<30_000).map { "line \($0)\n" }.joined()
            let result = try program.run("scan", input: filler + "  kill myself\n" + filler + "kill myself")
            #expect(
                result.lines.map { $0.split(separator: ":")[1...2].joined(separator: ":") } == ["30001:3", "60002:1"])
        }
    }

    @Test func `an answer is written before the next question is read`() throws {
        try with { program in
            let process = try program.process(["scan", "--records"])
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            for id in 1...3 {
                input.fileHandleForWriting.write(Data("{\"id\":\(id),\"text\":\"kill myself\"}\n".utf8))
                let answer = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
                #expect(answer.hasPrefix("{\"id\":\(id),"))
            }
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test func `twenty thousand records are a matter of seconds`() throws {
        try with { program in
            let text = String(repeating: "nothing to see here, just homework. ", count: 3) + "kill myself"
            let input = (0..<20_000).map { "{\"id\":\($0),\"text\":\"\(text)\"}\n" }.joined()
            let start = ContinuousClock.now
            let result = try program.run("scan", "--records", input: input)
            #expect(result.lines.count == 20_000)
            // Generous, for an unoptimised build on a busy machine; quadratic work would take far longer.
            #expect(ContinuousClock.now - start < .seconds(120))
        }
    }

    @Test func `usage and missing input have their own statuses`() throws {
        try with { program in
            #expect(try program.run("scan", "--format", "xml").status == 64)
            #expect(try program.run("scan", "--records", "--explain").status == 64)
            #expect(try program.run("scan", "--nonsense").status == 64)
            #expect(try program.run("scan", "none.txt").status == 66)
            #expect(try program.run("scan", "Wordlists").status == 66)
            #expect(try program.run("scan", "--wordlists", "none").status == 66)
            #expect(try program.run("scan").status == 0)
            let help = try program.run("scan", "--help")
            #expect(help.status == 0 && help.output.contains("--records"))
        }
    }
}
