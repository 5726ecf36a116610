// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import CollectorAPI
import Testing

@Suite struct CaptureBatchTests {
    @Test func `a batch comes back as it was`() throws {
        var other = try sample(screenshot: nil)
        other.id = CaptureID()
        let batch = CaptureBatch([try sample(), other])
        #expect(try CaptureBatch(wireBytes: batch.wireBytes()) == batch)
    }

    @Test func `an error names the capture by its place`() throws {
        let bytes = try CaptureBatch([sample(), sample()]).wireBytes()
        var text = String(decoding: bytes, as: UTF8.self)
        let last = try #require(text.ranges(of: "\"severity\":4").last)
        text.replaceSubrange(last, with: "\"severity\":7")
        let expected = WireError.field(path: "captures[1].severity", reason: "it must be a whole number from 1 to 5")
        #expect(throws: expected) { try CaptureBatch(wireBytes: Array(text.utf8)) }
    }

    @Test func `more than fifty captures, none and too many bytes are errors`() throws {
        let many = CaptureBatch(Array(repeating: try sample(screenshot: nil), count: 51))
        let error = WireError.field(path: "captures", reason: "it has more than 50 entries")
        #expect(throws: error) { try many.wireBytes() }
        let entry = String(decoding: try sample(screenshot: nil).wireBytes(), as: UTF8.self)
        let text = "{\"captures\":[\(Array(repeating: entry, count: 51).joined(separator: ","))]}"
        #expect(throws: error) { try CaptureBatch(wireBytes: Array(text.utf8)) }
        #expect(throws: WireError.field(path: "captures", reason: "it is empty")) {
            try CaptureBatch(wireBytes: Array("{\"captures\":[]}".utf8))
        }
        #expect(throws: WireError.self) {
            try CaptureBatch(wireBytes: [UInt8](repeating: 0x20, count: WireLimits.bodyBytes + 1))
        }
    }

    @Test func `captures whose bytes fit the bound fit in one batch`() throws {
        let picture = Screenshot(format: .webp, width: 1, height: 1, bytes: [UInt8](repeating: 0, count: 100_000))
        let capture = try sample(screenshot: picture)
        let fitting = WireLimits.batchCaptureBytes / (try capture.wireBytes().count)
        #expect(fitting >= 50)
        let bytes = try CaptureBatch(Array(repeating: capture, count: 50)).wireBytes()
        #expect(try bytes.count <= capture.wireBytes().count * 50 + 1024)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "{", "{\"captures\"}", "{\"captures\":[}", "{\"captures\":[1]}", "{} {}",
        "{\"captures\":[],}",
        "{\"a\":tru}", "{'a':1}", "\u{FEFF}{}", "{\"captures\":[[[[[[[[[[[[1]]]]]]]]]]]]}", "-", "1.", "1e", "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"", "\"",
    ])
    func `what is not a batch is an error`(text: String) {
        #expect(throws: WireError.self) { try CaptureBatch(wireBytes: Array(text.utf8)) }
    }

    @Test func `bytes that are not UTF-8 are an error`() {
        #expect(throws: WireError.self) {
            try ErrorAnswer(wireBytes: Array("{\"error\":\"".utf8) + [0xFF] + Array("\"}".utf8))
        }
        #expect(throws: WireError.self) {
            // A surrogate, and an overlong slash.
            try ErrorAnswer(
                wireBytes: Array("{\"error\":\"".utf8) + [0xED, 0xA0, 0x80, 0xC0, 0xAF] + Array("\"}".utf8))
        }
    }

    @Test func `no error repeats what was sent`() throws {
        let text = String(decoding: try sample().wireBytes(), as: UTF8.self)
        for (place, canary) in [
            ("self-harm", "CANARY!"), ("\"account\":", "\"CANARY!\":1,\"account\":"), ("image/webp", "CANARY!"),
        ] {
            let changed = text.replacing(place, with: canary)
            let error = #expect(throws: WireError.self) { try Capture(wireBytes: Array(changed.utf8)) }
            #expect(error?.description.contains("CANARY") == false)
        }
    }

    @Test func `ten thousand mutations never crash, and what is read can be written`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let original = try CaptureBatch([sample(), sample(screenshot: nil)]).wireBytes()
        let tokens = ["\"", "\\", "{", "}", "[", "]", "\\u", "\\ud800", "-", "1e9", "null", ",", ":", "\u{0}", "😀"].map
        { Array($0.utf8) }
        var read = 0
        for round in 0..<10_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) where bytes.count > 4 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...4, using: &generator) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: tokens.randomElement(using: &generator) ?? [], at: place)
                case 3: bytes.removeLast(bytes.count - max(place, 1))
                default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            if let batch = try? CaptureBatch(wireBytes: bytes) {
                read += 1
                let again = try CaptureBatch(wireBytes: batch.wireBytes())
                #expect(again == batch, "seed \(seed), round \(round)")
            }
        }
        #expect(read > 0)
    }
}

@Suite struct AnswerTests {
    @Test func `an upload's answer comes back as it was`() throws {
        let answer = UploadAnswer(stored: [CaptureID(), CaptureID()], duplicates: [CaptureID()])
        #expect(try UploadAnswer(wireBytes: answer.wireBytes()) == answer)
        let upper = "{\"stored\":[\"nonsense\"],\"duplicates\":[]}"
        #expect(throws: WireError.field(path: "stored", reason: "an entry is no UUID")) {
            try UploadAnswer(wireBytes: Array(upper.utf8))
        }
    }

    @Test func `an error's answer is a bounded sentence`() throws {
        let answer = ErrorAnswer("line one\r\nline two" + String(repeating: "x", count: 900))
        let read = try ErrorAnswer(wireBytes: answer.wireBytes())
        #expect(read.error.hasPrefix("line one\u{FFFD}\u{FFFD}line two"))
        #expect(read.error.unicodeScalars.count == 500)
    }
}
