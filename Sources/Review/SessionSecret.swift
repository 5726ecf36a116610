// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The secret of a session: 32 random bytes that the browser keeps in a cookie and the store keeps hashed.
struct SessionSecret: Sendable {
    /// The prefix makes browsers insist on Secure, on this host alone, and on the path `/`.
    static let cookie = "__Host-watchword"

    let bytes: [UInt8]

    init() {
        bytes = .random(count: 32)
    }

    /// Nil where the text is not 64 lower-case hexadecimal digits.
    init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            return nil
        }
        bytes = stride(from: 0, to: 64, by: 2).map { Self.value(digits[$0]) << 4 | Self.value(digits[$0 + 1]) }
    }

    var text: String { Self.hexadecimal(bytes) }

    /// What every form of the session carries: another site can make a browser send the cookie, but cannot know this.
    var formToken: String {
        Self.hexadecimal(Array(HMAC<SHA256>.authenticationCode(for: Self.purpose, using: SymmetricKey(data: bytes))))
    }

    /// Compares without telling by its time how much was right.
    func isFormToken(_ text: String) -> Bool {
        guard let token = SessionSecret(text) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            token.bytes, authenticating: Self.purpose, using: SymmetricKey(data: bytes))
    }

    private static let purpose = Array("watchword form token".utf8)

    private static func value(_ digit: UInt8) -> UInt8 {
        digit < 0x41 ? digit - 0x30 : digit - 0x61 + 10
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
