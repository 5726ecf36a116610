// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Where mail is handed over: `smtp://host:port` or `smtps://host:port`.
package struct MailServer: Sendable, Hashable {
    package let url: String
    /// True for `smtps`, where the conversation is encrypted from its first byte.
    package let isEncryptedFromStart: Bool
    /// Without the brackets of an IPv6 address.
    package let host: String

    package init(_ url: String) throws(AlertingError) {
        let bytes = Array(url.utf8)
        let rest: ArraySlice<UInt8>
        if bytes.starts(with: "smtps://".utf8) {
            isEncryptedFromStart = true
            rest = bytes.dropFirst(8)
        } else if bytes.starts(with: "smtp://".utf8) {
            isEncryptedFromStart = false
            rest = bytes.dropFirst(7)
        } else {
            throw .invalidServer(url)
        }
        guard let host = Self.host(of: rest) else { throw .invalidServer(url) }
        self.host = host
        self.url = url
    }

    /// True where the conversation stays on this machine, so that nobody can listen to it.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || isLoopbackIPv4
    }

    /// Only four numbers make an address: `127.0.0.1.example.org` is a name like any other.
    private var isLoopbackIPv4: Bool {
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8)
            && parts.allSatisfy { UInt8(String(decoding: $0, as: UTF8.self)) != nil }
    }

    private static func host(of rest: ArraySlice<UInt8>) -> String? {
        if rest.first == UInt8(ascii: "[") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let address = rest[rest.index(after: rest.startIndex)..<close]
            let isAddress = !address.isEmpty && address.allSatisfy { isHexDigit($0) || $0 == UInt8(ascii: ":") }
            guard isAddress, isPort(rest[rest.index(after: close)...]) else { return nil }
            return String(decoding: address, as: UTF8.self)
        }
        let name = rest.prefix { $0 != UInt8(ascii: ":") }
        guard (1...253).contains(name.count), name.first != UInt8(ascii: "-"), name.allSatisfy(isNameByte),
            isPort(rest[name.endIndex...])
        else {
            return nil
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Nothing, or a colon and a number.
    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        let digits = bytes.dropFirst()
        guard bytes.first == UInt8(ascii: ":"), (1...5).contains(digits.count),
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            return false
        }
        return (1...65535).contains(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
