// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import FoundationEssentials

/// Sends alerts as mail over SMTP.
///
/// The connection is encrypted (STARTTLS, or TLS from the start with `smtps`) and the server's certificate is checked,
/// unless the server is on this machine. Setting `caFile` demands encryption there too.
package struct MailChannel: AlertChannel {
    package let server: MailServer
    package let from: MailAddress
    package let to: MailAddress
    private let conversation: MailConversation
    private let now: @Sendable () -> Date

    /// Prepares the channel; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - caFile: PEM certificates to trust instead of the system's.
    ///   - timeout: for the whole conversation.
    package init(
        server: MailServer, from: MailAddress, to: MailAddress, user: String? = nil, password: String? = nil,
        caFile: String? = nil, timeout: Duration = .seconds(20), now: @escaping @Sendable () -> Date
    ) {
        self.server = server
        self.from = from
        self.to = to
        self.now = now
        conversation = MailConversation(
            server: server, from: from, to: to, user: user, password: password, caFile: caFile, timeout: timeout)
    }

    package func send(_ alert: Alert) async throws {
        let identifier = UUID().uuidString.lowercased()
        let message = try MailMessage(alert, from: from, to: to, date: now(), identifier: identifier)
        let conversation = conversation
        // libcurl blocks: on a thread of its own it cannot hold up the tasks of the program.
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: conversation.deliver(message))
            }
        }
        try result.get()
    }
}
