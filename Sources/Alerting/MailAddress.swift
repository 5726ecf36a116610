// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A mailbox, as `name@host` in printable ASCII.
package struct MailAddress: Sendable, Hashable {
    package let text: String

    /// Refuses everything that could end a header or an SMTP command, or name a second mailbox.
    package init(_ text: String) throws(AlertingError) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard bytes.count <= 254, parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isAllowed) })
        else {
            throw .invalidAddress
        }
        self.text = text
    }

    private static let refused = Set("\"(),:;<>[\\]".utf8)

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !refused.contains(byte)
    }
}
