// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import Testing

@Suite struct OpenCapturesTests {
    private let range = 10..<21

    private func capture(_ phrase: String = "kill myself", after: String = " ") throws -> Capture {
        Capture(
            id: CaptureID(), phrase: phrase, category: try #require(Category("suicide")), severity: .urgent,
            manner: .typed,
            context: Context(before: TypedText("i want to "), match: TypedText(phrase), after: TypedText(after)),
            window: .init(title: SensitiveText("Notes"), application: "editor"), account: SensitiveText("jo"),
            hostName: "lab1", capturedAt: Date(timeIntervalSince1970: 0), screenshot: nil)
    }

    private func type(_ text: String, into open: inout OpenCaptures) -> [Capture] {
        text.unicodeScalars.flatMap { open.insert($0) }
    }

    @Test func `the words after the match are kept until the line ends`() throws {
        var open = OpenCaptures()
        #expect(open.open(try capture(), range: range).isEmpty)
        #expect(type("laughing", into: &open).isEmpty)
        let closed = type("\n", into: &open)
        #expect(closed.map { $0.context.after.reveal() } == [" laughing\n"])
        #expect(closed.first?.manner == .typed)
        #expect(open.isEmpty)
    }

    @Test func `deleting into the match marks it and keeps its words`() throws {
        var open = OpenCaptures()
        _ = open.open(try capture(), range: range)
        for length in [21, 20, 19] { open.deleteBackward(leaving: length) }
        _ = type("elf", into: &open)
        let closed = open.close()
        #expect(closed.first?.manner == .deleted)
        #expect(closed.first?.context.match.reveal() == "kill myself")
        #expect(closed.first?.context.after.reveal() == "elf")
    }

    @Test func `deleting only what follows the match leaves it typed`() throws {
        var open = OpenCaptures()
        _ = open.open(try capture(after: " no"), range: range)
        for length in [23, 22, 21] { open.deleteBackward(leaving: length) }
        let closed = open.close()
        #expect(closed.first?.manner == .typed)
        #expect(closed.first?.context.after.isEmpty == true)
    }

    @Test func `a long line closes at the limit`() throws {
        var open = OpenCaptures()
        _ = open.open(try capture(after: ""), range: range)
        let closed = type(String(repeating: "a", count: Context.limit), into: &open)
        #expect(closed.map(\.context.after.scalarCount) == [Context.limit])
    }

    @Test func `no capture is lost when too many are open`() throws {
        var open = OpenCaptures()
        var closed: [Capture] = []
        for number in 0..<(OpenCaptures.capacity + 3) {
            closed += open.open(try capture("phrase \(number)"), range: range)
        }
        #expect(closed.map(\.phrase) == ["phrase 0", "phrase 1", "phrase 2"])
        #expect(open.close().count == OpenCaptures.capacity)
    }

    @Test func `an open phrase is known`() throws {
        var open = OpenCaptures()
        _ = open.open(try capture(), range: range)
        #expect(open.contains(phrase: "kill myself"))
        #expect(!open.contains(phrase: "kill my time"))
        _ = open.close()
        #expect(!open.contains(phrase: "kill myself"))
    }
}
