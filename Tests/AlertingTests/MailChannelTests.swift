// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import Captures
import Foundation
import Testing

@Suite struct MailChannelTests {
    private let alert = Alert(reference: "C-000007", severity: .high, link: "https://127.0.0.1:8443/captures/x")

    private func channel(
        _ url: String, caFile: String? = nil, timeout: Duration = .seconds(20)
    ) throws -> MailChannel {
        try MailChannel(
            server: MailServer(url), from: MailAddress("watchword@school.example"),
            to: MailAddress("dsl@school.example"), caFile: caFile, timeout: timeout,
            now: { Date(timeIntervalSince1970: 1_782_003_909) })
    }

    @Test func `an alert is handed over with its envelope`() async throws {
        let server = try LoopbackMailServer(.takesEverything)
        try await channel(server.url).send(alert)
        let lines = server.received
        #expect(lines.contains { $0.hasPrefix("MAIL FROM:<watchword@school.example>") })
        #expect(lines.contains { $0.hasPrefix("RCPT TO:<dsl@school.example>") })
        #expect(lines.contains("Subject: Watchword: capture C-000007 needs you"))
        #expect(lines.contains("https://127.0.0.1:8443/captures/x"))
    }

    @Test func `two alerts are two messages`() async throws {
        let first = try LoopbackMailServer(.takesEverything)
        let second = try LoopbackMailServer(.takesEverything)
        try await channel(first.url).send(alert)
        try await channel(second.url).send(alert)
        func identifier(_ server: LoopbackMailServer) throws -> String {
            try #require(server.received.first { $0.hasPrefix("Message-ID: ") })
        }
        #expect(try identifier(first) != identifier(second))
    }

    @Test func `a refusal says with which reply`() async throws {
        let server = try LoopbackMailServer(.refusesRecipients)
        let channel = try channel(server.url)
        await #expect(throws: AlertingError.refused(server: server.url, code: 550)) { try await channel.send(alert) }
    }

    @Test func `a server that closes is a broken conversation`() async throws {
        let server = try LoopbackMailServer(.closesAfterGreeting)
        let channel = try channel(server.url)
        let error = await #expect(throws: AlertingError.self) { try await channel.send(alert) }
        guard case .broken(server.url, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let url = try LoopbackMailServer.deadURL()
        let channel = try channel(url)
        let error = await #expect(throws: AlertingError.self) { try await channel.send(alert) }
        guard case .unreachable(url, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a server that says nothing is given up`() async throws {
        let server = try LoopbackMailServer(.saysNothing)
        let channel = try channel(server.url, timeout: .milliseconds(200))
        await #expect(throws: AlertingError.timedOut(server: server.url)) { try await channel.send(alert) }
    }

    @Test func `a server without encryption gets nothing where encryption is demanded`() async throws {
        let server = try LoopbackMailServer(.takesEverything)
        let channel = try channel(server.url, caFile: "/etc/ssl/certs/ca-certificates.crt")
        let error = await #expect(throws: AlertingError.self) { try await channel.send(alert) }
        guard case .insecure(server.url, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!server.received.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("Subject") })
    }

    @Test func `no error tells what the alert was about`() async throws {
        let server = try LoopbackMailServer(.refusesRecipients)
        let channel = try channel(server.url)
        let error = await #expect(throws: AlertingError.self) { try await channel.send(alert) }
        #expect(error?.description.contains("C-000007") == false)
    }
}
