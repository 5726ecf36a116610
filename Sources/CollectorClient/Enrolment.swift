// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import CollectorAPI
import Crypto
import NIOHTTP1
import NIOSSL
import SwiftASN1
import X509

/// How a machine becomes a device of a collector.
///
/// 1. It asks the collector, not yet verified, for its certificate authority, and compares the digest with the token's.
///    Where they differ, the token is not sent.
/// 2. It makes a P-256 key, which never leaves the machine, and sends token and certificate request over a connection
///    that is verified against that authority and the host's name.
/// 3. It checks that what it gets is a certificate for its own key, from that authority.
package struct Enrolment: Sendable {
    private let timeout: Duration

    package init(timeout: Duration = .seconds(20)) {
        self.timeout = timeout
    }

    package func enrol(
        at collector: CollectorURL, token: EnrolmentToken, hostName: String
    ) async throws(ClientError) -> DeviceIdentity {
        let authority = try await authority(of: collector, for: token)
        let key = P256.Signing.PrivateKey()
        let request = EnrolmentRequest(
            token: token, hostName: hostName, certificateRequest: try Self.certificateRequest(for: key))
        let trust = HTTPExchange.Trust.authority(try Self.tls(authority))
        let body = try await send(
            .init(method: .POST, path: "/v1/enrol", body: request.wireBytes()), to: collector, trust: trust)
        let answer: EnrolmentAnswer
        do {
            answer = try EnrolmentAnswer(wireBytes: body)
        } catch {
            throw .badAnswer(reason: error.description)
        }
        try Self.check(answer, key: key, authority: authority)
        return DeviceIdentity(
            device: answer.device, collector: collector, key: key.pemRepresentation, certificate: answer.certificate,
            authority: authority.pemString)
    }

    private func authority(
        of collector: CollectorURL, for token: EnrolmentToken
    ) async throws(ClientError) -> PEMDocument {
        let body = try await send(.init(method: .GET, path: "/v1/authority"), to: collector, trust: .unverified)
        let pem = try Self.certificate(String(decoding: body, as: UTF8.self), "its authority")
        guard SHA256.hash(data: pem.derBytes).elementsEqual(token.authorityDigest) else {
            throw .wrongCollector(collector)
        }
        return pem
    }

    private func send(
        _ request: HTTPExchange.Request, to collector: CollectorURL, trust: HTTPExchange.Trust
    ) async throws(ClientError) -> [UInt8] {
        let exchange: HTTPExchange
        do {
            exchange = try HTTPExchange(collector: collector, trust: trust, timeout: timeout)
        } catch {
            throw .badAnswer(reason: "its authority cannot be trusted by TLS: \(error)")
        }
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(request)
        } catch {
            throw .unreachable(collector: collector, reason: error.description)
        }
        guard answer.status == 200 || answer.status == 201 else {
            throw .refused(status: answer.status, sentence: answer.sentence)
        }
        return answer.body
    }

    private static func certificateRequest(for key: P256.Signing.PrivateKey) throws(ClientError) -> String {
        do {
            let request = try CertificateSigningRequest(
                version: .v1, subject: DistinguishedName { CommonName("watchword device") },
                privateKey: Certificate.PrivateKey(key), attributes: CertificateSigningRequest.Attributes(),
                signatureAlgorithm: .ecdsaWithSHA256)
            return try request.serializeAsPEM().pemString
        } catch {
            throw .badAnswer(reason: "the certificate request cannot be made: \(error)")
        }
    }

    private static func check(
        _ answer: EnrolmentAnswer, key: P256.Signing.PrivateKey, authority: PEMDocument
    ) throws(ClientError) {
        guard try certificate(answer.authority, "its authority").derBytes == authority.derBytes else {
            throw .badAnswer(reason: "it names two authorities")
        }
        let digest = SHA256.hash(data: key.publicKey.derRepresentation)
        guard answer.device.lowercased() == DeviceIdentity.hexadecimal(digest) else {
            throw .badAnswer(reason: "the device's id is not the digest of its key")
        }
        let issued = try certificate(answer.certificate, "the device's certificate")
        do {
            let certificate = try Certificate(pemDocument: issued)
            let issuer = try Certificate(pemDocument: authority)
            guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
                throw ClientError.badAnswer(reason: "the certificate is for another key")
            }
            guard issuer.publicKey.isValidSignature(certificate.signature, for: certificate) else {
                throw ClientError.badAnswer(reason: "the certificate is from another authority")
            }
        } catch let error as ClientError {
            throw error
        } catch {
            throw .badAnswer(reason: "a certificate cannot be read: \(error)")
        }
    }

    private static func certificate(_ pem: String, _ what: String) throws(ClientError) -> PEMDocument {
        do {
            let document = try PEMDocument(pemString: pem)
            guard document.discriminator == Certificate.defaultPEMDiscriminator else {
                throw ClientError.badAnswer(reason: "\(what) is no certificate")
            }
            return document
        } catch {
            throw .badAnswer(reason: "\(what) is not a certificate in PEM")
        }
    }

    private static func tls(_ authority: PEMDocument) throws(ClientError) -> NIOSSLCertificate {
        do {
            return try NIOSSLCertificate(bytes: authority.derBytes, format: .der)
        } catch {
            throw .badAnswer(reason: "its authority is not a certificate that TLS can use")
        }
    }
}

extension HTTPExchange.Answer {
    /// What the collector says of a refusal; empty where it says nothing that can be shown.
    var sentence: String {
        // Anything may stand between us and the collector, and answer in its own way.
        (try? ErrorAnswer(wireBytes: body))?.error ?? ""
    }
}
