// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import CollectorAPI
import Foundation
import Testing

/// A generator that repeats: a failure prints its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func sample(screenshot: Screenshot? = Screenshot(format: .webp, width: 2, height: 1, bytes: [1, 2, 3])) throws
    -> Capture
{
    Capture(
        id: try #require(CaptureID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")), phrase: "a phrase",
        category: try #require(Category("self-harm")), severity: .high, manner: .typed,
        context: Context(before: TypedText("before "), match: TypedText("a phrase"), after: TypedText(" after\n")),
        window: .init(title: SensitiveText("Untitled 1 – \"notes\""), application: "mousepad"),
        account: SensitiveText("jdoe"), hostName: "lab-01", capturedAt: Date(timeIntervalSince1970: 1_790_000_000.123),
        screenshot: screenshot)
}

/// Text with what goes wrong first: quotes, escapes, pairs, marks, directions.
func randomText(_ limit: Int, lines: Bool, _ generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
        "a", " ", "\"", "\\", "/", "\t", "é", "\u{301}", "\u{FE0F}", "\u{202E}", "\u{2028}", "😀", "\u{10FFFF}", "<",
        "\u{FFFD}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &generator) {
        text.append(scalars.randomElement(using: &generator) ?? "a")
    }
    if lines { text.append("\n") }
    return String(text)
}

@Suite struct CaptureWireTests {
    @Test(arguments: 0..<300)
    func `a capture comes back as it was`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var capture = try sample(screenshot: nil)
        capture.id = CaptureID()
        capture.phrase = "p" + randomText(100, lines: false, &generator)
        capture.severity = try #require(Severity.allCases.randomElement(using: &generator))
        capture.manner = Bool.random(using: &generator) ? .typed : .deleted
        capture.context = Context(
            before: TypedText(randomText(150, lines: true, &generator)),
            match: TypedText(randomText(150, lines: true, &generator)),
            after: TypedText(randomText(150, lines: true, &generator)))
        capture.window.title = SensitiveText(randomText(500, lines: false, &generator))
        capture.window.application = randomText(100, lines: false, &generator)
        capture.account = SensitiveText(randomText(200, lines: false, &generator))
        capture.hostName = randomText(200, lines: false, &generator)
        let milliseconds = Int64.random(in: 0...4_000_000_000_000, using: &generator)
        capture.capturedAt = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        if Bool.random(using: &generator) {
            let bytes = (0..<Int.random(in: 1...50, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            capture.screenshot = Screenshot(format: .jpeg, width: 16_384, height: 1, bytes: bytes)
        }
        let read = try Capture(wireBytes: capture.wireBytes())
        #expect(read == capture)
        // == takes canonical equivalents for equal; the scalars must be the same.
        #expect(Array(read.context.before.reveal().utf8) == Array(capture.context.before.reveal().utf8))
    }

    @Test func `the form on the wire is the one that is documented`() throws {
        let expected =
            #"{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","phrase":"a phrase","category":"self-harm","severity":4,"#
            + #""manner":"typed","context":{"before":"before ","match":"a phrase","after":" after\u000a"},"#
            + #""window":{"title":"Untitled 1 – \"notes\"","application":"mousepad"},"account":"jdoe","#
            + #""host_name":"lab-01","captured_at":"2026-09-21T14:13:20.123Z","#
            + #""screenshot":{"format":"image/webp","width":2,"height":1,"data":"AQID"}}"#
        #expect(String(decoding: try sample().wireBytes(), as: UTF8.self) == expected)
    }

    @Test func `what the collector would refuse is cut and replaced before it is sent`() throws {
        var capture = try sample(screenshot: nil)
        let long = String(repeating: "x", count: 600) + "END"
        capture.context = Context(
            before: TypedText(long), match: TypedText("a\u{0}b\u{1B}[2J\u{85}"), after: TypedText(long))
        capture.window.title = SensitiveText("a\nb" + long)
        capture.account = SensitiveText(long)
        let read = try Capture(wireBytes: capture.wireBytes())
        #expect(read.context.before.reveal().hasSuffix("END"))
        #expect(read.context.before.scalarCount == 160)
        #expect(read.context.match.reveal() == "a\u{FFFD}b\u{FFFD}[2J\u{FFFD}")
        #expect(read.context.after.scalarCount == 160)
        #expect(read.window.title.reveal().hasPrefix("a\u{FFFD}b"))
        #expect(read.window.title.scalarCount == 512)
        #expect(read.account.scalarCount == 256)
    }

    @Test func `a time outside four-digit years is brought into them`() throws {
        for (seconds, expected) in [(-5.0, 0.0), (1e15, 253_402_300_799), (.greatestFiniteMagnitude, 253_402_300_799)] {
            var capture = try sample(screenshot: nil)
            capture.capturedAt = Date(timeIntervalSince1970: seconds)
            #expect(try Capture(wireBytes: capture.wireBytes()).capturedAt.timeIntervalSince1970 == expected)
        }
    }

    @Test func `a screenshot that is too large does not go out`() throws {
        let large = Screenshot(
            format: .webp, width: 1, height: 1, bytes: [UInt8](repeating: 0, count: WireLimits.screenshotBytes + 1))
        #expect(throws: WireError.field(path: "capture.screenshot", reason: "it has more than 1048576 bytes")) {
            try sample(screenshot: large).wireBytes()
        }
        let largest = Screenshot(
            format: .webp, width: 1, height: 1, bytes: [UInt8](repeating: 0, count: WireLimits.screenshotBytes))
        #expect(try Capture(wireBytes: sample(screenshot: largest).wireBytes()).screenshot == largest)
    }

    @Test(arguments: [
        ("\"severity\":4", "\"severity\":6", "severity: it must be a whole number from 1 to 5"),
        ("\"severity\":4", "\"severity\":0", "severity: it must be a whole number from 1 to 5"),
        ("\"severity\":4", "\"severity\":4.0", "severity: it must be a whole number from 1 to 5"),
        ("\"severity\":4", "\"severity\":\"4\"", "severity: it must be a whole number from 1 to 5"),
        ("\"severity\":4", "\"severity\":99999999999999999999", "severity: it must be a whole number from 1 to 5"),
        ("\"severity\":4,", "", "severity: it is missing"),
        ("3f2504e0-", "3f2504e0+", "id: it is no UUID"),
        ("\"phrase\":\"a phrase\"", "\"phrase\":\"\"", "phrase: it is empty"),
        ("\"phrase\":\"a phrase\"", "\"phrase\":null", "phrase: it must be a text"),
        ("self-harm", "Self harm", "category: it must be 1 to 40 of a-z, 0-9 and -, starting with a letter"),
        ("\"typed\"", "\"sung\"", "manner: it must be typed or deleted"),
        ("before \"", "before \\u0000\"", "context.before: it has a control character"),
        ("before \"", "\\u001b[31m\"", "context.before: it has a control character"),
        ("before \"", "\\u0085\"", "context.before: it has a control character"),
        ("mousepad", "mouse\\npad", "window.application: it has a control character"),
        ("\"match\":\"a phrase\"", "\"match\":\"\"", "context.match: it is empty"),
        ("\"window\":{", "\"window\":[],\"old\":{", "window: it must be an object"),
        ("\"application\":", "\"pid\":1,\"application\":", "window: it has a field that is not known"),
        ("\"account\":", "\"canary\":1,\"account\":", "the document: it has a field that is not known"),
        ("2026-09-21T14", "2026-02-30T14", "captured_at: it must be a time such as 2026-01-31T09:30:00.000Z"),
        ("2026-09-21T14", "2026-09-21t14", "captured_at: it must be a time such as 2026-01-31T09:30:00.000Z"),
        ("20.123Z", "60.123Z", "captured_at: it must be a time such as 2026-01-31T09:30:00.000Z"),
        ("image/webp", "image/svg+xml", "screenshot.format: it must be image/webp or image/jpeg"),
        ("\"width\":2", "\"width\":0", "screenshot.width: it must be a whole number from 1 to 16384"),
        ("\"AQID\"", "\"AQ ID\"", "screenshot.data: it is no base64, or empty"),
        ("\"AQID\"", "\"\"", "screenshot.data: it is no base64, or empty"),
        ("\"screenshot\":{", "\"screenshot\":null,\"old\":{", "screenshot: it must be an object"),
        (
            "\"severity\":4", "\"severity\":4,\"severity\":4",
            "not valid JSON at byte 115: a name comes twice in one object"
        ),
        ("\"severity\":4", "\"severity\":04", "not valid JSON at byte 115: a number starts with 0"),
        ("before \"", "\\ud83d\"", "not valid JSON at byte 182: half a character"),
        ("before \"", "\\ude00\\ud83d\"", "not valid JSON at byte 182: half a character"),
    ])
    func `each bad field is one clear error`(field: String, replacement: String, message: String) throws {
        let text = String(decoding: try sample().wireBytes(), as: UTF8.self)
        let changed = text.replacing(field, with: replacement, maxReplacements: 1)
        #expect(changed != text)
        let error = #expect(throws: WireError.self) { try Capture(wireBytes: Array(changed.utf8)) }
        let found = error?.description.replacing(#/at byte \d+/#, with: "at byte N")
        #expect(found == message.replacing(#/at byte \d+/#, with: "at byte N"))
    }

    @Test func `a text that is too long is an error`() throws {
        let text = String(decoding: try sample().wireBytes(), as: UTF8.self)
        let changed = text.replacing("before ", with: String(repeating: "é", count: 161))
        #expect(throws: WireError.field(path: "context.before", reason: "it has more than 160 characters")) {
            try Capture(wireBytes: Array(changed.utf8))
        }
    }
}
