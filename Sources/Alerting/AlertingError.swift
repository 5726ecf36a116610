// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why an alert could not be written or sent, and what to do about it.
package enum AlertingError: Error, Equatable {
    /// A header would hold a byte that can end it or hide in it.
    case unsafeHeader(name: String)
    /// The reference or link would hold such a byte.
    case unsafeText(field: String)
    case invalidAddress
    case invalidServer(String)
    /// The mail library would not start.
    case unavailable
    case unreachable(server: String, reason: String)
    /// The conversation ended before the server took the message.
    case broken(server: String, reason: String)
    /// The server does not offer the encryption that is required, or its certificate is not trusted.
    case insecure(server: String, reason: String)
    /// The server answered with a refusal; `code` is its SMTP reply code.
    case refused(server: String, code: Int)
    case timedOut(server: String)
}

extension AlertingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsafeHeader(let name):
            "the mail header \(name) holds a character that is not printable ASCII; take it out of the configuration"
        case .unsafeText(let field):
            "the alert's \(field) holds a character that is not printable ASCII; check console.url in server.toml"
        case .invalidAddress:
            "a mail address is not of the form name@host in printable ASCII; check alert.from and alert.to"
        case .invalidServer(let url):
            "the mail server \(Self.printable(url)) is not of the form smtp://host:port or smtps://host:port; "
                + "check alert.smtp.url"
        case .unavailable:
            "the mail library did not start; check that libcurl is installed and supports smtp"
        case .unreachable(let server, let reason):
            "cannot reach the mail server \(server): \(reason); check alert.smtp.url and the firewall"
        case .broken(let server, let reason):
            "the mail server \(server) ended the conversation: \(reason); see the mail server's log"
        case .insecure(let server, let reason):
            "cannot speak securely with the mail server \(server): \(reason); check alert.smtp.ca, "
                + "or that the server offers STARTTLS"
        case .refused(let server, let code):
            "the mail server \(server) refused the message with reply \(code); see the mail server's log"
        case .timedOut(let server):
            "the mail server \(server) did not finish in time; check alert.smtp.url and the firewall"
        }
    }

    /// Keeps a configured text from forging lines in a terminal or a log.
    private static func printable(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars.prefix(200) {
            safe.unicodeScalars.append((0x20...0x7E).contains(scalar.value) ? scalar : "?")
        }
        return safe
    }
}
