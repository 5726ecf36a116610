// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import HTTPTypes
import Testing

/// What a machine sends and a reviewer writes comes back as text and nothing else.
@Suite struct StoredMarkupTests {
    /// The elements of a page, read from its bytes as a browser does: `<` and a letter or `/` begins a tag.
    private func tags(_ bytes: [UInt8]) -> [String] {
        var tags: [String] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            var isQuoted = false
            let end =
                rest[start...].firstIndex { byte in
                    if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                    return byte == UInt8(ascii: ">") && !isQuoted
                } ?? rest.endIndex
            tags.append(String(decoding: rest[start..<end], as: UTF8.self))
            rest = rest[end...].dropFirst()
        }
        return tags
    }

    /// The shape of a page: its tags with what is in quotes left out.
    private func shape(_ bytes: [UInt8]) -> [String] {
        tags(bytes).map { tag in
            tag.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
                .enumerated().filter { $0.offset.isMultiple(of: 2) }
                .map { String(decoding: $0.element, as: UTF8.self) }.joined(separator: "\"")
        }
    }

    private func capture(_ text: String) throws -> Capture {
        var capture = try Capture.sample()
        capture.phrase = text
        capture.context = Context(before: TypedText(text), match: TypedText(text), after: TypedText(text))
        capture.window = Capture.Window(title: SensitiveText(text), application: text)
        capture.account = SensitiveText(text)
        capture.hostName = text
        return capture
    }

    private func pages(of text: String) async throws -> [[UInt8]] {
        let console = try await ConsoleFixture()
        let capture = try capture(text)
        try await console.store(capture)
        let secret = try await console.session()
        let token = try #require(try await console.get("/", secret: secret).formToken)
        let saved = try await console.post(
            "/captures/\(capture.id)/outcomes", ["token": token, "decision": "watch", "note": text], secret: secret)
        #expect(saved.status == .seeOther)
        return [
            try await console.get("/", secret: secret).bytes,
            try await console.get("/captures/\(capture.id)", secret: secret).bytes,
        ]
    }

    @Test(arguments: HTMLTests.attacks)
    func `an attack in every field leaves the pages as ordinary text does`(attack: String) async throws {
        let ordinary = try await pages(of: "ordinary")
        let attacked = try await pages(of: attack)
        for (one, other) in zip(ordinary, attacked) {
            #expect(shape(one) == shape(other))
        }
    }

    @Test func `the comparison would notice markup`() {
        #expect(shape(Array("<p>ordinary</p>".utf8)) != shape(Array("<p><b>x</p>".utf8)))
        #expect(shape(Array(#"<p a="x">"#.utf8)) != shape(Array(#"<p a="x" onclick="y">"#.utf8)))
        #expect(shape(Array(#"<p a="x">"#.utf8)) == shape(Array(#"<p a="y">"#.utf8)))
    }
}
