// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What an administrator hands to a machine so that it may become a device: `ww1.SECRET.DIGEST`.
///
/// The secret (16 random bytes) lets it in; the digest (SHA-256 of the certificate authority's DER) tells it, before
/// the secret is sent, that it speaks to the right collector. Both are lower-case hexadecimal. Printing a token hides
/// the secret; ``reveal()`` is for the administrator's terminal and the wire.
package struct EnrolmentToken: Sendable, Equatable {
    package let secret: [UInt8]
    package let authorityDigest: [UInt8]

    package static let secretLength = 16
    package static let digestLength = 32

    /// A new token with a secret from the system's generator, which is cryptographically secure.
    package init(randomFor authorityDigest: [UInt8]) {
        precondition(authorityDigest.count == Self.digestLength, "an authority's digest has 32 bytes")
        self.authorityDigest = authorityDigest
        var generator = SystemRandomNumberGenerator()
        secret = (0..<Self.secretLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Reads a token; spaces and new lines around it, as copying leaves them, are ignored.
    package init(parsing text: String) throws(EnrolmentTokenError) {
        var bytes = Array(text.utf8)[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notWhole }
        guard parts[0].elementsEqual("ww1".utf8) else { throw .unknownVersion }
        guard let secret = Self.bytes(parts[1], count: Self.secretLength),
            let digest = Self.bytes(parts[2], count: Self.digestLength)
        else { throw .notWhole }
        self.secret = secret
        authorityDigest = digest
    }

    /// The whole token.
    package func reveal() -> String {
        "ww1.\(Self.text(secret)).\(Self.text(authorityDigest))"
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [hexDigit($0 >> 4), hexDigit($0 & 0xF)] }, as: UTF8.self)
    }

    private static func bytes(_ digits: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let values = digits.compactMap(hexValue)
        guard digits.count == count * 2, values.count == digits.count else { return nil }
        return (0..<count).map { values[$0 * 2] << 4 | values[$0 * 2 + 1] }
    }
}

extension EnrolmentToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<enrolment token for \(Self.text(Array(authorityDigest.prefix(4))))>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no enrolment token.
package enum EnrolmentTokenError: Error, Equatable, CustomStringConvertible {
    case notWhole
    case unknownVersion

    package var description: String {
        switch self {
        case .notWhole:
            "the enrolment token is not whole; copy all of what `watchword-server token create` printed"
        case .unknownVersion:
            "the enrolment token is of another version; this program knows tokens that start with ww1."
        }
    }
}
