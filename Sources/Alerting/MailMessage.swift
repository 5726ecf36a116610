// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
package import FoundationEssentials

/// An alert as the bytes of an RFC 5322 message.
///
/// It carries the reference, the severity in a word and the link. Nothing of the capture is in reach here.
package struct MailMessage: Sendable, Hashable {
    package let bytes: [UInt8]

    /// Writes the message.
    ///
    /// - Parameter identifier: what stands before the `@` of the Message-ID; unique for each message.
    package init(
        _ alert: Alert, from: MailAddress, to: MailAddress, date: Date, identifier: String
    ) throws(AlertingError) {
        guard Self.isPrintable(alert.reference) else { throw .unsafeText(field: "reference") }
        guard Self.isPrintable(alert.link) else { throw .unsafeText(field: "link") }
        let host = from.text.utf8.drop { $0 != UInt8(ascii: "@") }
        var text = ""
        let headers = [
            ("From", "Watchword <\(from.text)>"),
            ("To", "<\(to.text)>"),
            ("Subject", "Watchword: capture \(alert.reference) needs you"),
            ("Date", Self.date(date)),
            ("Message-ID", "<\(identifier)\(String(decoding: host, as: UTF8.self))>"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=us-ascii"),
            ("Content-Transfer-Encoding", "7bit"),
            ("Auto-Submitted", "auto-generated"),
        ]
        for (name, value) in headers {
            text += try Self.header(name, value)
        }
        text += "\r\n"
        for line in Self.body(alert) {
            text += line + "\r\n"
        }
        bytes = Array(text.utf8)
    }

    /// One header with its line end; refuses a value that holds anything but printable ASCII.
    ///
    /// Judged byte by byte: as characters, a carriage return and the line feed behind it are one, and equal to neither.
    package static func header(_ name: String, _ value: String) throws(AlertingError) -> String {
        guard isPrintable(value) else { throw .unsafeHeader(name: name) }
        return "\(name): \(value)\r\n"
    }

    private static func body(_ alert: Alert) -> [String] {
        [
            "Watchword has stored a capture that needs you.",
            "",
            "Reference: \(alert.reference)",
            "Severity: \(alert.severity) (\(alert.severity.rawValue) of 5)",
            "",
            "Read it here, after signing in:",
            alert.link,
            "",
            "This message holds nothing of what was typed and nobody's name.",
            "A match is a reason to look, not a verdict.",
        ]
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.utf8.count <= 900 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// RFC 5322's form in UTC, which no locale or time zone setting can change.
    private static func date(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        let time = [parts.hour, parts.minute, parts.second].map { twoDigits($0 ?? 0) }
        return "\(weekday), \(twoDigits(parts.day ?? 1)) \(month) \(parts.year ?? 1970) "
            + "\(time[0]):\(time[1]):\(time[2]) +0000"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
