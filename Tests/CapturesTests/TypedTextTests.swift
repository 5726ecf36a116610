// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import Testing

@Suite struct TypedTextTests {
    private let canary = "xylophone-canary"

    @Test func `typed text prints its length however it is printed`() {
        let text = TypedText(canary)
        var dumped = ""
        dump(text, to: &dumped)
        for printed in ["\(text)", String(describing: text), String(reflecting: text), "\([text])", dumped] {
            #expect(printed.contains("<typed text, 16 scalars>"))
            #expect(!printed.contains(canary))
        }
    }

    @Test func `a plain String in its place would print itself`() {
        struct Unguarded { var text: String }
        #expect("\(Unguarded(text: canary))".contains(canary))
    }

    @Test func `sensitive text is guarded in the same way`() {
        let text = SensitiveText(canary)
        var dumped = ""
        dump(text, to: &dumped)
        for printed in ["\(text)", String(reflecting: text), dumped] {
            #expect(!printed.contains(canary))
        }
    }

    @Test func `what holds typed text prints without it`() throws {
        let capture = Capture(
            id: CaptureID(), phrase: "a phrase", category: try #require(Category("bullying")), severity: .medium,
            manner: .typed,
            context: Context(before: TypedText(canary), match: TypedText(canary), after: TypedText(canary)),
            window: .init(title: SensitiveText(canary), application: "editor"), account: SensitiveText(canary),
            hostName: "lab1-pc07", capturedAt: Date(timeIntervalSince1970: 0),
            screenshot: Screenshot(format: .webp, width: 1, height: 1, bytes: Array(canary.utf8)))
        var dumped = ""
        dump(capture, to: &dumped)
        for printed in ["\(capture)", String(reflecting: capture), "\(capture.context)", dumped] {
            #expect(!printed.contains(canary))
        }
        #expect("\(capture)" == "capture \(capture.id)")
    }

    @Test func `lengths are counted in scalars`() {
        #expect(TypedText("e\u{301}\r\n").scalarCount == 4)
    }
}
