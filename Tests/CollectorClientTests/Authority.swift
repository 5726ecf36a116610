// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorAPI
import CollectorClient
import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority of a test's own.
struct Authority {
    let key = P256.Signing.PrivateKey()
    let certificate: Certificate

    init(name: String = "Test authority") throws {
        let subject = try DistinguishedName { CommonName(name) }
        certificate = try Self.certificate(
            subject: subject, publicKey: Certificate.PublicKey(key.publicKey), issuer: subject, issuerKey: key,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            })
    }

    var pem: String { get throws { try certificate.serializeAsPEM().pemString } }

    var digest: [UInt8] { get throws { Array(SHA256.hash(data: try certificate.serializeAsPEM().derBytes)) } }

    /// A certificate for a server, and its key.
    func server(names: [GeneralName]) throws -> (certificate: NIOSSLCertificate, key: NIOSSLPrivateKey) {
        let key = P256.Signing.PrivateKey()
        let certificate = try issue(
            "server", for: Certificate.PublicKey(key.publicKey),
            extensions: try Certificate.Extensions { SubjectAlternativeNames(names) })
        return (
            try NIOSSLCertificate(bytes: certificate.serializeAsPEM().derBytes, format: .der),
            try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
        )
    }

    func issue(
        _ name: String, for publicKey: Certificate.PublicKey,
        extensions: Certificate.Extensions = Certificate.Extensions()
    ) throws -> Certificate {
        try Self.certificate(
            subject: try DistinguishedName { CommonName(name) }, publicKey: publicKey,
            issuer: certificate.subject, issuerKey: key, extensions: extensions)
    }

    /// What an honest collector answers to an enrolment.
    func answer(to request: EnrolmentRequest) throws -> EnrolmentAnswer {
        let signing = try CertificateSigningRequest(pemEncoded: request.certificateRequest)
        let publicKey = signing.publicKey
        let id = Self.id(of: publicKey)
        return EnrolmentAnswer(
            device: id, certificate: try issue(id, for: publicKey).serializeAsPEM().pemString, authority: try pem)
    }

    /// A device that this authority has enrolled.
    func device(of collector: CollectorURL) throws -> DeviceIdentity {
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let id = Self.id(of: publicKey)
        return DeviceIdentity(
            device: id, collector: collector, key: key.pemRepresentation,
            certificate: try issue(id, for: publicKey).serializeAsPEM().pemString, authority: try pem)
    }

    private static func id(of key: Certificate.PublicKey) -> String {
        SHA256.hash(data: spki(key)).map {
            String(format: "%02x", $0)
        }.joined()
    }

    private static func spki(_ key: Certificate.PublicKey) -> [UInt8] {
        P256.Signing.PublicKey(key).map { Array($0.derRepresentation) } ?? []
    }

    private static func certificate(
        subject: DistinguishedName, publicKey: Certificate.PublicKey, issuer: DistinguishedName,
        issuerKey: P256.Signing.PrivateKey, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date.now.addingTimeInterval(-3600), notValidAfter: Date.now.addingTimeInterval(3600),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }
}
