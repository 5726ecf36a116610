// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What a device sends to `POST /v1/enrol`, over a connection it has verified.
package struct EnrolmentRequest: Sendable, Equatable {
    package var token: EnrolmentToken
    /// The machine's own name for itself: a claim.
    package var hostName: String
    /// PKCS #10, PEM: the device's public key, signed with its private key.
    package var certificateRequest: String

    package init(token: EnrolmentToken, hostName: String, certificateRequest: String) {
        self.token = token
        self.hostName = hostName
        self.certificateRequest = certificateRequest
    }

    package init(wireBytes: [UInt8]) throws(WireError) {
        var fields = try JSONFields(JSONValue(parsing: wireBytes), path: "")
        do throws(EnrolmentTokenError) {
            token = try EnrolmentToken(parsing: fields.tokenText())
        } catch {
            throw fields.refused("token", "\(error)")
        }
        hostName = try fields.text("host_name", limit: WireLimits.hostName, mayBeEmpty: false)
        certificateRequest = try fields.pem("certificate_request")
        try fields.finish()
    }

    package func wireBytes() -> [UInt8] {
        JSONValue.object([
            ("token", .string(token.reveal())),
            ("host_name", .string(WireText.fitted(hostName, limit: WireLimits.hostName))),
            ("certificate_request", .string(certificateRequest)),
        ]).bytes
    }
}

/// What an enrolled device gets.
package struct EnrolmentAnswer: Sendable, Equatable {
    /// The device's id, the SHA-256 of its public key in hexadecimal.
    package var device: String
    /// PEM.
    package var certificate: String
    /// The collector's certificate authority, PEM.
    package var authority: String

    package init(device: String, certificate: String, authority: String) {
        self.device = device
        self.certificate = certificate
        self.authority = authority
    }

    package init(wireBytes: [UInt8]) throws(WireError) {
        var fields = try JSONFields(JSONValue(parsing: wireBytes), path: "")
        device = try fields.text("device", limit: 64, mayBeEmpty: false)
        guard device.utf8.count == 64, device.utf8.allSatisfy({ hexValue($0) != nil }) else {
            throw fields.refused("device", "it must be 64 hexadecimal digits")
        }
        certificate = try fields.pem("certificate")
        authority = try fields.pem("authority")
        try fields.finish()
    }

    package func wireBytes() -> [UInt8] {
        JSONValue.object([
            ("device", .string(device)), ("certificate", .string(certificate)), ("authority", .string(authority)),
        ]).bytes
    }
}

extension JSONFields {
    /// The token as text; an absent or foreign value is a token that is not whole.
    fileprivate mutating func tokenText() -> String {
        guard case .string(let text)? = optional("token") else { return "" }
        return text
    }

    fileprivate mutating func pem(_ name: String) throws(WireError) -> String {
        let text = try string(name)
        guard text.utf8.count <= WireLimits.certificateBytes else {
            throw refused(name, "it has more than \(WireLimits.certificateBytes) bytes")
        }
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D }
        guard isPlain, text.utf8.starts(with: "-----BEGIN ".utf8) else { throw refused(name, "it is not PEM") }
        return text
    }
}
