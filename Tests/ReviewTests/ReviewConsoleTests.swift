// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import HTTPTypes
import Testing

@Suite struct ReviewConsoleTests {
    private let picture = Screenshot(format: .webp, width: 4, height: 3, bytes: [1, 2, 3, 4])

    @Test func `the list names the capture and tells nothing that was typed`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample()
        try await console.store(capture)
        let page = try await console.get("/", secret: console.session()).text
        for shown in ["C-000001", "Grooming", "High", "y6-amber", "suite1-08", "05:16 GMT", "New"] {
            #expect(page.contains(shown), "\(shown)")
        }
        for hidden in ["meet me", "after school", "Mousepad"] {
            #expect(!page.contains(hidden), "\(hidden)")
        }
    }

    @Test func `a capture's page shows the context with the match marked`() async throws {
        let console = try await ConsoleFixture()
        var capture = try Capture.sample()
        capture.manner = .deleted
        try await console.store(capture)
        let page = try await console.get("/captures/\(capture.id)", secret: console.session()).text
        #expect(page.contains("<bdi>he said <mark>meet me alone</mark> after school</bdi>"))
        for shown in [
            "Person typed", "Typed, then deleted", "Letter - Mousepad", "mousepad", "A login is not a person",
            "y6-amber",
            "suite1-08", "Saturday 21 November 2026, 05:16 GMT", "Received at",
        ] {
            #expect(page.contains(shown), "\(shown)")
        }
        #expect(!page.contains("<title>meet") && page.contains("<title>Capture C-000001 - Watchword</title>"))
    }

    @Test func `every look leaves an audit entry`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample(screenshot: picture)
        try await console.store(capture)
        let secret = try await console.session()
        #expect(try await console.actions(of: "/", secret: secret) == ["captures listed"])
        #expect(try await console.actions(of: "/captures/\(capture.id)", secret: secret) == ["capture viewed"])
        #expect(
            try await console.actions(of: "/captures/\(capture.id)/screenshot", secret: secret) == ["capture viewed"])
        #expect(
            try await console.actions(of: "/captures/\(capture.id)/screenshot/image", secret: secret) == [
                "screenshot viewed"
            ])
        #expect(try await console.store.auditEntries().last?.actor == "reviewer:dsl")
        #expect(try await console.store.verify().isSound)
    }

    @Test func `the picture comes only when it is asked for`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample(screenshot: picture)
        try await console.store(capture)
        let secret = try await console.session()
        let page = try await console.get("/captures/\(capture.id)", secret: secret).text
        #expect(!page.contains("<img") && page.contains("Show the screen"))
        let asked = try await console.get("/captures/\(capture.id)/screenshot", secret: secret).text
        #expect(asked.contains(#"<img src="/captures/\#(capture.id)/screenshot/image""#))
        let image = try await console.get("/captures/\(capture.id)/screenshot/image", secret: secret)
        #expect(image.bytes == picture.bytes && image.headers[.contentType] == "image/webp")
        #expect(image.headers[.cacheControl] == "no-store")
        let stranger = try await console.get("/captures/\(capture.id)/screenshot/image")
        #expect(stranger.status == .unauthorized && stranger.bytes != picture.bytes)
    }

    @Test func `a capture without a picture offers none`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample()
        try await console.store(capture)
        let secret = try await console.session()
        #expect(try await !console.get("/captures/\(capture.id)", secret: secret).text.contains("Show the screen"))
        #expect(try await console.get("/captures/\(capture.id)/screenshot", secret: secret).status == .notFound)
        #expect(try await console.get("/captures/\(capture.id)/screenshot/image", secret: secret).status == .notFound)
    }

    @Test func `an outcome is recorded with its note and shown`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample()
        try await console.store(capture)
        let secret = try await console.session()
        let token = try #require(try await console.get("/captures/\(capture.id)", secret: secret).formToken)
        let reply = try await console.post(
            "/captures/\(capture.id)/outcomes",
            ["token": token, "decision": "concern", "note": "Spoke to Amber.\r\nCalled home."], secret: secret)
        #expect(reply.status == .seeOther && reply.headers[.location] == "/captures/\(capture.id)")
        let outcome = try #require(try await console.store.outcomes(for: capture.id).first)
        #expect(outcome.decision == .concern && outcome.reviewer.text == "dsl")
        #expect(outcome.note.reveal() == "Spoke to Amber.\nCalled home.")
        let page = try await console.get("/captures/\(capture.id)", secret: secret).text
        #expect(page.contains("Spoke to Amber.\nCalled home."))
        #expect(try await console.get("/", secret: secret).text.contains("All 1 capture decided"))
        #expect(try await console.actions().contains("outcome recorded"))
    }

    @Test func `a form without its token, or with another session's, changes nothing`() async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample()
        try await console.store(capture)
        let secret = try await console.session()
        let other = try await console.session()
        let path = "/captures/\(capture.id)/outcomes"
        let foreign = try #require(try await console.get("/", secret: other).formToken)
        for token in [nil, "", "x", foreign, secret] {
            var fields = ["decision": "concern", "note": ""]
            fields["token"] = token
            #expect(try await console.post(path, fields, secret: secret).status == .forbidden)
        }
        let own = try #require(try await console.get("/", secret: secret).formToken)
        let fields = ["decision": "concern", "note": "", "token": own]
        #expect(try await console.post(path, fields, secret: secret, origin: nil).status == .forbidden)
        #expect(
            try await console.post(path, fields, secret: secret, origin: "https://evil.example").status == .forbidden)
        #expect(try await console.post(path, fields).status == .unauthorized)
        #expect(try await console.store.outcomes(for: capture.id).isEmpty)
        #expect(try await console.post(path, fields, secret: secret).status == .seeOther)
    }

    @Test(arguments: [
        ["decision": "nonsense"], ["note": "no decision"],
        ["decision": "concern", "note": String(repeating: "x", count: 2_001)],
        ["decision": "concern", "note": String(repeating: "x", count: 70_000)],
    ])
    func `a form that makes no sense is refused and changes nothing`(fields: [String: String]) async throws {
        let console = try await ConsoleFixture()
        let capture = try Capture.sample()
        try await console.store(capture)
        let secret = try await console.session()
        var fields = fields
        fields["token"] = try await console.get("/", secret: secret).formToken
        let reply = try await console.post("/captures/\(capture.id)/outcomes", fields, secret: secret)
        #expect(reply.status == .badRequest && reply.text.contains("Nothing was saved"))
        #expect(try await console.store.outcomes(for: capture.id).isEmpty)
    }

    @Test(arguments: ["/captures/x", "/captures/0b54bd1c-ffb8-4c37-8bca-6b7d4ad2a1c5", "/?from=x", "/nothing/here"])
    func `what does not exist says so in plain words`(path: String) async throws {
        let console = try await ConsoleFixture()
        let reply = try await console.get(path, secret: console.session())
        #expect(reply.status == .notFound && reply.text.contains("There is no such page"))
    }

    @Test func `the list turns its pages`() async throws {
        let console = try await ConsoleFixture()
        for _ in 0..<60 {
            try await console.store(Capture.sample())
        }
        let secret = try await console.session()
        let first = try await console.get("/", secret: secret).text
        #expect(first.contains("C-000060") && first.contains("C-000011") && !first.contains("C-000010</span>"))
        #expect(first.contains(#"<a href="/?from=C-000010">Older captures</a>"#))
        let second = try await console.get("/?from=C-000010", secret: secret).text
        #expect(second.contains("C-000001") && second.contains(">Newest captures</a>"))
    }

    @Test(arguments: ["/", "/style.css", "/sign-in", "/nothing"])
    func `every answer has its protections`(path: String) async throws {
        let console = try await ConsoleFixture()
        let reply = try await console.get(path)
        let policy = try #require(reply.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none';") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("script-src") && !policy.contains("unsafe"))
        #expect(reply.headers[.xContentTypeOptions] == "nosniff" && reply.headers[.cacheControl] == "no-store")
        #expect(!reply.text.contains("<script") && !reply.text.contains("style=\""))
    }
}
