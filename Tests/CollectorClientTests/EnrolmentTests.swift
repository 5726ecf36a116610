// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorAPI
import CollectorClient
import Crypto
import SwiftASN1
import Testing
import X509

/// A collector that enrols, as `answer` says.
private func enrolling(
    tls: Authority, shows authority: Authority,
    _ answer: @escaping @Sendable (EnrolmentRequest) throws -> EnrolmentAnswer
) async throws -> LoopbackCollector {
    try await LoopbackCollector(authority: tls) { request in
        switch (request.method, request.path) {
        case ("GET", "/v1/authority"):
            .answer(status: 200, body: Array(try authority.pem.utf8))
        case ("POST", "/v1/enrol"):
            .answer(status: 200, body: try answer(EnrolmentRequest(wireBytes: request.body)).wireBytes())
        default:
            .answer(status: 404, body: [])
        }
    }
}

private func enrol(at collector: LoopbackCollector, _ authority: Authority) async throws -> DeviceIdentity {
    let token = EnrolmentToken(randomFor: try authority.digest)
    return try await Enrolment().enrol(at: collector.url(), token: token, hostName: "lab-01")
}

@Suite struct EnrolmentTests {
    @Test func `a machine with a token becomes a device`() async throws {
        let authority = try Authority()
        let collector = try await enrolling(tls: authority, shows: authority) { try authority.answer(to: $0) }
        let token = EnrolmentToken(randomFor: try authority.digest)
        let identity = try await Enrolment().enrol(at: collector.url(), token: token, hostName: "lab-01")
        #expect(identity.collector == (try collector.url()))
        #expect(identity.authority == (try authority.pem))
        let key = try P256.Signing.PrivateKey(pemRepresentation: identity.key)
        #expect(try Certificate(pemEncoded: identity.certificate).publicKey == Certificate.PublicKey(key.publicKey))
        #expect(collector.requests.map(\.path) == ["/v1/authority", "/v1/enrol"])
        let sent = try EnrolmentRequest(wireBytes: try #require(collector.requests.last).body)
        #expect(sent.token == token && sent.hostName == "lab-01")
        #expect(!String(decoding: collector.requests.flatMap(\.body), as: UTF8.self).contains("PRIVATE KEY"))
        // And it can upload at once.
        _ = try CollectorUploader(identity: identity)
    }

    @Test func `the token is not sent to a collector of another authority`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let collector = try await enrolling(tls: theirs, shows: theirs) { try theirs.answer(to: $0) }
        await #expect(throws: ClientError.wrongCollector(try collector.url())) { try await enrol(at: collector, ours) }
        #expect(collector.requests.map(\.path) == ["/v1/authority"])
    }

    @Test func `the token is not sent to one that shows our authority and is not of it`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let collector = try await enrolling(tls: theirs, shows: ours) { try theirs.answer(to: $0) }
        let error = await #expect(throws: ClientError.self) { try await enrol(at: collector, ours) }
        guard case .unreachable = error else {
            Issue.record("it must not be reached")
            return
        }
        #expect(collector.requests.map(\.path) == ["/v1/authority"])
    }

    @Test func `what is no authority is an error`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in
            .answer(status: 200, body: Array("<html>".utf8))
        }
        await #expect(throws: ClientError.badAnswer(reason: "its authority is not a certificate in PEM")) {
            try await enrol(at: collector, authority)
        }
    }

    @Test func `a refusal is told in the collector's words`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { request in
            request.method == "GET"
                ? .answer(status: 200, body: Array(try authority.pem.utf8))
                : .answer(status: 403, body: ErrorAnswer("the token is used up").wireBytes())
        }
        let error = await #expect(throws: ClientError.self) { try await enrol(at: collector, authority) }
        #expect(error?.description == "the collector refused (status 403): the token is used up")
    }

    @Test func `a certificate for another key is refused`() async throws {
        let authority = try Authority()
        let collector = try await enrolling(tls: authority, shows: authority) { request in
            var answer = try authority.answer(to: request)
            let other = Certificate.PublicKey(P256.Signing.PrivateKey().publicKey)
            answer.certificate = try authority.issue("other", for: other).serializeAsPEM().pemString
            return answer
        }
        await #expect(throws: ClientError.badAnswer(reason: "the certificate is for another key")) {
            try await enrol(at: collector, authority)
        }
    }

    @Test func `a certificate of another authority is refused`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let collector = try await enrolling(tls: ours, shows: ours) { request in
            var answer = try ours.answer(to: request)
            answer.certificate = try theirs.answer(to: request).certificate
            return answer
        }
        await #expect(throws: ClientError.badAnswer(reason: "the certificate is from another authority")) {
            try await enrol(at: collector, ours)
        }
    }

    @Test func `another id or another authority in the answer is refused`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let strange = try await enrolling(tls: ours, shows: ours) { request in
            var answer = try ours.answer(to: request)
            answer.device = String(repeating: "0", count: 64)
            return answer
        }
        await #expect(throws: ClientError.badAnswer(reason: "the device's id is not the digest of its key")) {
            try await enrol(at: strange, ours)
        }
        let split = try await enrolling(tls: ours, shows: ours) { request in
            var answer = try ours.answer(to: request)
            answer.authority = try theirs.pem
            return answer
        }
        await #expect(throws: ClientError.badAnswer(reason: "it names two authorities")) {
            try await enrol(at: split, ours)
        }
    }
}
