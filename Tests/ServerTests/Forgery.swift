// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorClient
import Crypto
import Foundation
import SwiftASN1
import X509

/// Certificates and requests that no honest machine has.
enum Forgery {
    static let noRequest = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"

    /// An honest request, for comparison.
    static func request() throws -> String {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        return try request(key, .ecdsaWithSHA256).serializeAsPEM().pemString
    }

    /// Names one key and is signed with another: whoever sends it need not have the key it names.
    static func requestSignedByAnother() throws -> String {
        let honest = try request(Certificate.PrivateKey(P256.Signing.PrivateKey()), .ecdsaWithSHA256)
        let other = try request(Certificate.PrivateKey(P256.Signing.PrivateKey()), .ecdsaWithSHA256)
        return try CertificateSigningRequest(
            version: honest.version, subject: honest.subject, publicKey: other.publicKey,
            attributes: honest.attributes, signatureAlgorithm: .ecdsaWithSHA256, signature: honest.signature
        ).serializeAsPEM().pemString
    }

    static func requestOfAnotherKind() throws -> String {
        let key = Certificate.PrivateKey(P384.Signing.PrivateKey())
        return try request(key, .ecdsaWithSHA384).serializeAsPEM().pemString
    }

    /// An identity with a new key and a certificate that the given authority has signed.
    static func identity(of authority: String, key: String, like honest: DeviceIdentity) throws -> DeviceIdentity {
        let issuer = try Certificate(pemEncoded: authority)
        let deviceKey = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(deviceKey.publicKey), notValidBefore: Date().addingTimeInterval(-60),
            notValidAfter: Date().addingTimeInterval(3_600), issuer: issuer.subject,
            // The name of a device that is enrolled: only its key says who a machine is.
            subject: try DistinguishedName { CommonName(honest.device) }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { try ExtendedKeyUsage([.clientAuth]) },
            issuerPrivateKey: Certificate.PrivateKey(try P256.Signing.PrivateKey(pemRepresentation: key)))
        return DeviceIdentity(
            device: honest.device, collector: honest.collector, key: deviceKey.pemRepresentation,
            certificate: try certificate.serializeAsPEM().pemString, authority: honest.authority)
    }

    private static func request(
        _ key: Certificate.PrivateKey, _ algorithm: Certificate.SignatureAlgorithm
    ) throws -> CertificateSigningRequest {
        try CertificateSigningRequest(
            version: .v1, subject: DistinguishedName { CommonName("somebody else") }, privateKey: key,
            attributes: CertificateSigningRequest.Attributes(), signatureAlgorithm: algorithm)
    }
}
