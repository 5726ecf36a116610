// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import HTTPTypes
import Testing

@Suite struct SignInTests {
    @Test func `the right password opens a session whose cookie is guarded`() async throws {
        let console = try await ConsoleFixture()
        let reply = try await console.signIn()
        #expect(reply.status == .seeOther && reply.headers[.location] == "/")
        let cookie = try #require(reply.headers[.setCookie])
        #expect(cookie.hasPrefix("__Host-watchword="))
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
            #expect(cookie.contains(part))
        }
        #expect(try await console.get("/", secret: reply.secret).status == .ok)
        #expect(try await console.actions().contains("signed in"))
    }

    @Test func `a wrong password and an unknown name get the same answer`() async throws {
        let console = try await ConsoleFixture()
        let wrong = try await console.signIn(password: "wrong horse battery")
        let unknown = try await console.signIn(name: "nobody")
        let impossible = try await console.signIn(name: "no such\r\nname")
        #expect(wrong.status == .unauthorized && wrong.secret == nil)
        #expect(unknown.status == wrong.status && unknown.bytes == wrong.bytes && unknown.secret == nil)
        #expect(impossible.status == wrong.status && impossible.bytes == wrong.bytes)
        #expect(try await console.actions().count { $0 == "sign-in refused" } == 3)
        #expect(try await console.store.auditEntries().allSatisfy { !$0.subject.contains("nobody") })
    }

    @Test func `too many attempts have to wait, even with the right password`() async throws {
        let console = try await ConsoleFixture()
        for _ in 0..<10 {
            #expect(try await console.signIn(password: "wrong horse battery").status == .unauthorized)
        }
        let reply = try await console.signIn()
        #expect(reply.status == .tooManyRequests && reply.secret == nil && reply.headers[.retryAfter] == "900")
        console.wait(900)
        #expect(try await console.signIn().status == .seeOther)
    }

    @Test(arguments: ["/", "/captures/0b54bd1c-ffb8-4c37-8bca-6b7d4ad2a1c5", "/?from=C-000001"])
    func `without a session every page is the page to sign in`(path: String) async throws {
        let console = try await ConsoleFixture()
        for secret in [nil, "", "x", String(repeating: "0", count: 64)] {
            let reply = try await console.get(path, secret: secret)
            #expect(reply.status == .unauthorized && reply.text.contains("<h1>Sign in</h1>"))
        }
        #expect(try await console.actions() == ["reviewer added"])
    }

    @Test func `after signing in the reviewer goes on to the capture of the alert`() async throws {
        let console = try await ConsoleFixture()
        let id = CaptureID()
        let page = try await console.get("/captures/\(id)")
        #expect(page.text.contains(#"name="capture" value="\#(id)""#))
        let fields = ["name": "dsl", "password": ConsoleFixture.password, "capture": "\(id)"]
        #expect(try await console.post("/sign-in", fields).headers[.location] == "/captures/\(id)")
        let elsewhere = ["name": "dsl", "password": ConsoleFixture.password, "capture": "//evil.example"]
        #expect(try await console.post("/sign-in", elsewhere).headers[.location] == "/")
    }

    @Test func `a session ends after 15 minutes without use`() async throws {
        let console = try await ConsoleFixture()
        let secret = try await console.session()
        console.wait(14 * 60)
        #expect(try await console.get("/", secret: secret).status == .ok)
        console.wait(14 * 60)
        #expect(try await console.get("/", secret: secret).status == .ok)
        console.wait(15 * 60)
        #expect(try await console.get("/", secret: secret).status == .unauthorized)
    }

    @Test func `a session ends after 8 hours, however busy`() async throws {
        let console = try await ConsoleFixture()
        let secret = try await console.session()
        for _ in 0..<47 {
            console.wait(10 * 60)
            #expect(try await console.get("/", secret: secret).status == .ok)
        }
        console.wait(10 * 60)
        #expect(try await console.get("/", secret: secret).status == .unauthorized)
    }

    @Test func `signing out ends the session at the server`() async throws {
        let console = try await ConsoleFixture()
        let secret = try await console.session()
        let token = try #require(try await console.get("/", secret: secret).formToken)
        let reply = try await console.post("/sign-out", ["token": token], secret: secret)
        #expect(reply.status == .seeOther && reply.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await console.get("/", secret: secret).status == .unauthorized)
        #expect(try await console.actions().contains("signed out"))
    }

    @Test func `a sign-in from another site is refused`() async throws {
        let console = try await ConsoleFixture()
        let fields = ["name": "dsl", "password": ConsoleFixture.password]
        for origin in [nil, "null", "https://evil.example", "http://collector.school.example"] {
            #expect(try await console.post("/sign-in", fields, origin: origin).status == .forbidden)
        }
    }

    @Test func `the session's secret is not in the database`() async throws {
        let console = try await ConsoleFixture()
        let secret = try await console.session()
        for suffix in ["", "-wal"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: console.path + suffix))
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }
}
