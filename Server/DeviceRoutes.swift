// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import CollectorAPI
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// What a device's request carries besides the request: its connection, which knows the certificate.
struct DeviceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// What agents ask of the collector.
///
/// TLS has checked by now that a certificate, where there is one, comes from our authority. Enrolment and the
/// authority's certificate need none; captures need that of a device that is enrolled.
struct DeviceRoutes: Sendable {
    let store: CaptureStore
    let authority: CertificateAuthority
    let logger: Logger
    let now: @Sendable () -> Date

    /// A token, a name and a certificate request fit well; whoever asks has shown no certificate yet.
    private static let enrolmentLimit = 2 * WireLimits.certificateBytes

    func router() -> Router<DeviceRequestContext> {
        let router = Router(context: DeviceRequestContext.self)
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in try await ready() }
        router.get("/v1/authority") { _, _ in
            try Self.answer(.ok, Array(authority.certificatePEM.utf8), type: "text/plain")
        }
        router.post("/v1/enrol") { request, _ in try await enrol(request) }
        router.post("/v1/captures") { request, context in try await captures(request, context) }
        return router
    }

    private func ready() async throws -> Response {
        do {
            try await store.checkReadable()
            return Self.answer(.ok, Array("ok\n".utf8), type: "text/plain")
        } catch {
            logger.error("database not readable", metadata: ["error": "\(error)"])
            return Self.refusal(.serviceUnavailable, "the database cannot be read")
        }
    }

    private func enrol(_ request: Request) async throws -> Response {
        switch try await body(of: request, limit: Self.enrolmentLimit) {
        case .refused(let response):
            return response
        case .bytes(let bytes):
            do {
                let request = try EnrolmentRequest(wireBytes: bytes)
                guard request.token.authorityDigest == (try authority.digest) else {
                    return Self.refusal(.forbidden, "the enrolment token is for another collector: ask for a new one")
                }
                let issued = try authority.issueDevice(requestPEM: request.certificateRequest, now: now())
                guard let device = DeviceID(issued.device) else {
                    return Self.refusal(.badRequest, "certificate_request holds no usable key")
                }
                try await store.enrol(
                    device, hostName: request.hostName, tokenSecret: request.token.secret, at: now())
                logger.info("device enrolled", metadata: ["device.id": "\(device)"])
                let answer = EnrolmentAnswer(
                    device: issued.device, certificate: issued.certificatePEM, authority: try authority.certificatePEM)
                return Self.answer(.ok, answer.wireBytes())
            } catch let error as WireError {
                return Self.refusal(.badRequest, "\(error)")
            } catch let error as EnrolmentRefusal {
                return Self.refusal(.badRequest, "\(error)")
            } catch let error as CaptureStoreError {
                return refusal(for: error)
            }
        }
    }

    private func captures(_ request: Request, _ context: DeviceRequestContext) async throws -> Response {
        guard let device = try await device(of: context) else {
            return Self.refusal(.unauthorized, "a certificate of an enrolled device is needed: enrol this machine")
        }
        switch try await body(of: request, limit: WireLimits.bodyBytes) {
        case .refused(let response):
            return response
        case .bytes(let bytes):
            do {
                let batch = try CaptureBatch(wireBytes: bytes)
                // It returns when the batch is committed; only then is it acknowledged.
                let receipt = try await store.store(batch.captures, from: device, at: now())
                logger.info("captures stored", metadata: ["captures": "\(receipt.stored.count)"])
                return Self.answer(
                    .ok, UploadAnswer(stored: receipt.stored, duplicates: receipt.duplicates).wireBytes())
            } catch let error as WireError {
                return Self.refusal(.badRequest, "\(error)")
            } catch let error as CaptureStoreError {
                return refusal(for: error)
            }
        }
    }

    /// The enrolled device at the other end; nil where there is none.
    private func device(of context: DeviceRequestContext) async throws -> DeviceID? {
        guard let presented = try await context.channel.nioSSL_peerCertificate().get() else { return nil }
        let certificate = try Certificate(derEncoded: presented.toDERBytes())
        guard let id = DeviceID(try CertificateAuthority.device(of: certificate.publicKey)) else { return nil }
        return try await store.device(id) == nil ? nil : id
    }

    private enum Body {
        case bytes([UInt8])
        case refused(Response)
    }

    /// The request's body, where it is JSON as it stands and not too long.
    private func body(of request: Request, limit: Int) async throws -> Body {
        guard request.headers[.contentEncoding] == nil else {
            return .refused(Self.refusal(.unsupportedMediaType, "the body must not have a Content-Encoding"))
        }
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type == "application/json" || type.utf8.starts(with: "application/json;".utf8) else {
            return .refused(Self.refusal(.unsupportedMediaType, "the body's Content-Type must be application/json"))
        }
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return .bytes(Array(buffer.readableBytesView))
        } catch is NIOTooManyBytesError {
            return .refused(Self.refusal(.contentTooLarge, "the body is over \(limit) bytes"))
        }
    }

    private func refusal(for error: CaptureStoreError) -> Response {
        switch error {
        case .unknownToken, .expiredToken, .usedToken:
            return Self.refusal(.forbidden, "\(error)")
        case .unknownDevice:
            return Self.refusal(.unauthorized, "\(error)")
        case .full:
            logger.error("disk full", metadata: ["error": "\(error)"])
            var response = Self.refusal(.init(code: 507, reasonPhrase: "Insufficient Storage"), "\(error)")
            response.headers[.retryAfter] = "300"
            return response
        default:
            logger.error("database failed", metadata: ["error": "\(error)"])
            var response = Self.refusal(.serviceUnavailable, "the database failed; try again later")
            response.headers[.retryAfter] = "30"
            return response
        }
    }

    private static func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        answer(status, ErrorAnswer(sentence).wireBytes())
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ bytes: [UInt8], type: String = "application/json"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
