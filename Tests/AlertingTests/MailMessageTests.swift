// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import Captures
import Foundation
import Testing

@Suite struct AlertPolicyTests {
    @Test(arguments: [(Severity.note, false), (.low, false), (.medium, false), (.high, true), (.urgent, true)])
    func `the safeguarding lead is told at once of severity 4 and 5 alone`(severity: Severity, isTold: Bool) {
        #expect(AlertPolicy().recipient(for: severity) == (isTold ? .safeguardingLead : nil))
    }
}

@Suite struct MailMessageTests {
    private let alert = Alert(
        reference: "C-000042", severity: .urgent,
        link: "https://collector.school.example/captures/0b54bd1c-ffb8-4c37-8bca-6b7d4ad2a1c5")

    private func message(_ alert: Alert) throws -> String {
        let message = try MailMessage(
            alert, from: MailAddress("watchword@school.example"), to: MailAddress("dsl@school.example"),
            date: Date(timeIntervalSince1970: 1_782_003_909), identifier: "id-1")
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func `the message is exactly this`() throws {
        let expected = [
            "From: Watchword <watchword@school.example>",
            "To: <dsl@school.example>",
            "Subject: Watchword: capture C-000042 needs you",
            "Date: Sun, 21 Jun 2026 01:05:09 +0000",
            "Message-ID: <id-1@school.example>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
            "Content-Transfer-Encoding: 7bit",
            "Auto-Submitted: auto-generated",
            "",
            "Watchword has stored a capture that needs you.",
            "",
            "Reference: C-000042",
            "Severity: urgent (5 of 5)",
            "",
            "Read it here, after signing in:",
            "https://collector.school.example/captures/0b54bd1c-ffb8-4c37-8bca-6b7d4ad2a1c5",
            "",
            "This message holds nothing of what was typed and nobody's name.",
            "A match is a reason to look, not a verdict.",
            "",
        ].joined(separator: "\r\n")
        #expect(try message(alert) == expected)
    }

    private static let attacks = [
        "C-1\r\nBcc: a@b.example", "C-1\rBcc: a@b.example", "C-1\nBcc: a@b.example", "C-1\0", "C-1\u{2028}x",
        "C-1\u{2029}x", "C-1\u{85}x", "C-1\t", "C-1\u{7F}", "C-1\r\n\u{301}Bcc: a@b.example", "C-\u{202E}1",
    ]

    @Test(arguments: attacks)
    func `a reference that could end a header is refused`(reference: String) {
        var alert = alert
        alert.reference = reference
        #expect(throws: AlertingError.unsafeText(field: "reference")) { try message(alert) }
    }

    @Test(arguments: attacks)
    func `a link that could end its line is refused`(link: String) {
        var alert = alert
        alert.link = link
        #expect(throws: AlertingError.unsafeText(field: "link")) { try message(alert) }
    }

    @Test(arguments: attacks)
    func `a header refuses what could end it`(value: String) {
        #expect(throws: AlertingError.unsafeHeader(name: "Subject")) { try MailMessage.header("Subject", value) }
    }

    @Test func `a guard by character lets a line end through, which is why ours goes by byte`() throws {
        func naive(_ value: String) -> Bool { !value.contains(where: { $0 == "\r" || $0 == "\n" }) }
        #expect(naive("C-1\r\nBcc: a@b.example"))
        #expect(throws: AlertingError.self) { try MailMessage.header("Subject", "C-1\r\nBcc: a@b.example") }
        #expect(try MailMessage.header("Subject", "C-000001") == "Subject: C-000001\r\n")
    }
}

@Suite struct MailAddressTests {
    @Test(arguments: ["dsl@school.example", "first.last+watch@a.b.example", "o'brien@school.example"])
    func `a mailbox is taken as it is`(text: String) throws {
        #expect(try MailAddress(text).text == text)
    }

    @Test(arguments: [
        "", "dsl", "@school.example", "dsl@", "a@b@c", "a b@c.example", "a@c.example\r\nRCPT TO:<x@y>", "<a@b.example>",
        "a@b.example,c@d.example", "\u{E9}@b.example", "a@b.example\u{2028}", "a@b.example\u{301}", "\"a\"@b.example",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: AlertingError.invalidAddress) { try MailAddress(text) }
    }
}

@Suite struct MailServerTests {
    @Test(arguments: [
        ("smtp://127.0.0.1:25", true), ("smtp://localhost", true), ("smtp://[::1]:2525", true),
        ("smtps://127.9.9.9:465", true), ("smtp://mail.school.example:587", false),
        ("smtp://127.0.0.1.attacker.example", false), ("smtp://localhost.attacker.example", false),
        ("smtp://128.0.0.1", false), ("smtp://127.0.0.256", false), ("smtp://[::2]", false),
    ])
    func `only this machine counts as loopback`(url: String, isLoopback: Bool) throws {
        #expect(try MailServer(url).isLoopback == isLoopback)
    }

    @Test(arguments: [
        "", "mail.school.example", "http://mail.school.example", "smtp://", "smtp://a b", "smtp://mail:0",
        "smtp://mail:65536", "smtp://mail:", "smtp://mail:25/x", "smtp://user@mail", "smtp://-o", "smtp://[::1",
        "smtp://mail\r\n", "SMTP://mail",
    ])
    func `an address of any other form is refused`(url: String) {
        #expect(throws: AlertingError.invalidServer(url)) { try MailServer(url) }
    }

    @Test func `the refusal cannot forge a line`() {
        let text = AlertingError.invalidServer("smtp://\r\nall is well").description
        #expect(!text.utf8.contains(0x0A) && !text.utf8.contains(0x0D))
    }
}
