// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a collector is: `https://`, a host and perhaps a port, and nothing else.
package struct CollectorURL: Sendable, Hashable {
    /// A name or an address, without the brackets of IPv6.
    package let host: String
    package let port: Int

    /// Parses what an administrator typed.
    package init(parsing text: String) throws(ClientError) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: "https://".utf8) else { throw .badURL(reason: "does not start with https://") }
        var rest = bytes[8...]
        if rest.last == UInt8(ascii: "/") { rest.removeLast() }
        let host: ArraySlice<UInt8>
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { throw .badURL(reason: "has no closing ]") }
            host = rest[(rest.startIndex + 1)..<end]
            rest = rest[(end + 1)...]
            guard !host.isEmpty, host.allSatisfy(Self.isAddress) else { throw .badURL(reason: "has no valid host") }
        } else {
            host = rest.prefix { $0 != UInt8(ascii: ":") }
            rest = rest[host.endIndex...]
            guard !host.isEmpty, host.count <= 253, host.allSatisfy(Self.isName) else {
                throw .badURL(reason: "has no valid host, or something follows the host and port")
            }
        }
        if rest.isEmpty {
            port = 443
        } else {
            let digits = rest.dropFirst()
            guard rest.first == UInt8(ascii: ":"), (1...5).contains(digits.count),
                digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(number)
            else { throw .badURL(reason: "has no valid port, or something follows it") }
            port = number
        }
        self.host = String(decoding: host, as: UTF8.self).lowercased()
    }

    /// What goes into the `Host` field.
    var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == 443 ? name : "\(name):\(port)"
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension CollectorURL: CustomStringConvertible {
    package var description: String { "https://\(authority)" }
}
