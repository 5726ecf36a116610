// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorAPI
import Crypto
import Foundation
import SwiftASN1
import X509

/// The collector's own authority: it vouches for the collector to its devices, and for each device to the collector.
///
/// P-256 throughout. A device's certificate is valid for ``deviceLifetime`` and its subject is the device's id, which is
/// the SHA-256 of the public key's DER: what a request says about itself is not looked at.
struct CertificateAuthority: Sendable {
    /// 90 days.
    static let deviceLifetime: TimeInterval = 90 * 86_400
    private static let serverLifetime: TimeInterval = 397 * 86_400
    private static let authorityLifetime: TimeInterval = 10 * 365 * 86_400
    /// A device's clock may be this far behind.
    private static let clockSkew: TimeInterval = 3_600

    let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// A new authority with a key of its own.
    init(now: Date) throws {
        let key = P256.Signing.PrivateKey()
        self.key = key
        let name = try DistinguishedName { CommonName("Watchword collector") }
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: now.addingTimeInterval(-Self.clockSkew),
            notValidAfter: now.addingTimeInterval(Self.authorityLifetime), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
    }

    /// The authority whose key and certificate these are.
    init(keyPEM: String, certificatePEM: String) throws {
        key = try P256.Signing.PrivateKey(pemRepresentation: keyPEM)
        certificate = try Certificate(pemEncoded: certificatePEM)
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw EnrolmentRefusal.wrongKind }
    }

    var keyPEM: String { key.pemRepresentation }
    var certificatePEM: String { get throws { try certificate.serializeAsPEM().pemString } }

    /// SHA-256 of the certificate's DER: what an enrolment token carries.
    var digest: [UInt8] { get throws { Array(SHA256.hash(data: try certificate.serializeAsPEM().derBytes)) } }

    /// A certificate and a new key for the collector itself.
    func issueServer(hosts: [String], now: Date) throws -> (keyPEM: String, certificatePEM: String) {
        let serverKey = P256.Signing.PrivateKey()
        let certificate = try issue(
            for: Certificate.PublicKey(serverKey.publicKey), name: hosts.first ?? "localhost",
            lifetime: Self.serverLifetime, now: now,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                authorityKeyIdentifier
                SubjectAlternativeNames(hosts.map(Self.name(of:)))
            })
        return (serverKey.pemRepresentation, try certificate.serializeAsPEM().pemString)
    }

    /// A certificate for the device whose request this is.
    ///
    /// Throws ``EnrolmentRefusal`` where the request is none, is not signed with its own key, or the key is not P-256.
    func issueDevice(requestPEM: String, now: Date) throws -> (device: String, certificatePEM: String) {
        let request: CertificateSigningRequest
        do {
            request = try CertificateSigningRequest(pemEncoded: requestPEM)
        } catch {
            throw EnrolmentRefusal.notARequest
        }
        guard request.publicKey.isValidSignature(request.signature, for: request) else {
            throw EnrolmentRefusal.wrongSignature
        }
        let device = try Self.device(of: request.publicKey)
        let certificate = try issue(
            for: request.publicKey, name: device, lifetime: Self.deviceLifetime, now: now,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.clientAuth])
                authorityKeyIdentifier
            })
        return (device, try certificate.serializeAsPEM().pemString)
    }

    /// The id of the device that has this key.
    static func device(of publicKey: Certificate.PublicKey) throws -> String {
        guard let key = P256.Signing.PublicKey(publicKey) else { throw EnrolmentRefusal.wrongKind }
        let digits = Array("0123456789abcdef".utf8)
        var hexadecimal: [UInt8] = []
        for byte in SHA256.hash(data: key.derRepresentation) {
            hexadecimal += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: hexadecimal, as: UTF8.self)
    }

    /// Names the key that signs; strict readers of certificates demand it.
    private var authorityKeyIdentifier: AuthorityKeyIdentifier {
        AuthorityKeyIdentifier(
            keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey)).keyIdentifier)
    }

    private func issue(
        for publicKey: Certificate.PublicKey, name: String, lifetime: TimeInterval, now: Date,
        extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: now.addingTimeInterval(-Self.clockSkew), notValidAfter: now.addingTimeInterval(lifetime),
            issuer: certificate.subject, subject: try DistinguishedName { CommonName(name) },
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(key))
    }

    private static func name(of host: String) -> GeneralName {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: four) { ArraySlice($0) }))
        }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: six) { ArraySlice($0) }))
        }
        return .dnsName(host)
    }
}

/// Why a machine's request for a certificate is refused.
enum EnrolmentRefusal: Error, Equatable, CustomStringConvertible {
    case notARequest
    case wrongSignature
    case wrongKind

    var description: String {
        switch self {
        case .notARequest: "certificate_request is no certificate request in PEM"
        case .wrongSignature: "certificate_request is not signed with its own key"
        case .wrongKind: "the key in certificate_request is not of the kind P-256"
        }
    }
}
