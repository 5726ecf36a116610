// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import CollectorAPI
import CollectorClient
import Foundation
import NIOSSL
import Testing
import X509

private func capture() throws -> Capture {
    Capture(
        id: CaptureID(), phrase: "a phrase", category: try #require(Category("suicide")), severity: .urgent,
        manner: .typed,
        context: Context(before: TypedText("b"), match: TypedText("a phrase"), after: TypedText("a")),
        window: .init(title: SensitiveText("t"), application: "mousepad"), account: SensitiveText("jdoe"),
        hostName: "lab-01", capturedAt: Date(timeIntervalSince1970: 1_790_000_000), screenshot: nil)
}

/// What an honest collector does with a batch.
@Sendable private func store(_ request: LoopbackCollector.Request) throws -> LoopbackCollector.Reply {
    guard request.hasCertificate else {
        return .answer(status: 401, body: ErrorAnswer("no certificate").wireBytes())
    }
    let ids = try CaptureBatch(wireBytes: request.body).captures.map(\.id)
    return .answer(
        status: 200, body: UploadAnswer(stored: Array(ids.prefix(1)), duplicates: Array(ids.dropFirst())).wireBytes())
}

private func uploader(
    _ collector: LoopbackCollector, device authority: Authority, trusting: Authority? = nil, host: String = "127.0.0.1",
    timeout: Duration = .seconds(20)
) throws -> CollectorUploader {
    let own = try authority.device(of: collector.url(host: host))
    let identity = DeviceIdentity(
        device: own.device, collector: own.collector, key: own.key, certificate: own.certificate,
        authority: try (trusting ?? authority).pem)
    return try CollectorUploader(identity: identity, timeout: timeout)
}

private func failure(_ uploader: CollectorUploader) async throws -> UploadFailure {
    let captures = [try capture()]
    do throws(UploadFailure) {
        _ = try await uploader.upload(captures)
    } catch {
        return error
    }
    throw NoFailure()
}

private struct NoFailure: Error {}

@Suite struct CollectorUploaderTests {
    @Test func `a batch arrives as the device sent it, and its receipt comes back`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority, reply: store)
        let captures = [try capture(), try capture(), try capture()]
        let receipt = try await uploader(collector, device: authority).upload(captures)
        #expect(receipt.stored == [captures[0].id])
        #expect(receipt.duplicates == [captures[1].id, captures[2].id])
        #expect(receipt.acknowledged == Set(captures.map(\.id)))
        let request = try #require(collector.requests.first)
        #expect(request.method == "POST" && request.path == "/v1/captures" && request.hasCertificate)
        #expect(try CaptureBatch(wireBytes: request.body).captures == captures)
    }

    @Test func `a collector with a name is verified by its name`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority, names: [.dnsName("localhost")], reply: store)
        _ = try await uploader(collector, device: authority, host: "localhost").upload([try capture()])
        // The same collector by its address, for which it has no certificate.
        let found = try await failure(uploader(collector, device: authority))
        guard case .unreachable = found else { throw NoFailure() }
        #expect(collector.requests.count == 1)
    }

    @Test func `a collector of another authority is refused before anything is sent`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let collector = try await LoopbackCollector(authority: theirs, reply: store)
        let found = try await failure(uploader(collector, device: ours))
        guard case .unreachable(let reason) = found else { throw NoFailure() }
        #expect(reason.contains("TLS 1.3"))
        #expect(collector.requests.isEmpty)
        // The control: the same collector, trusted.
        _ = try await uploader(collector, device: theirs).upload([try capture()])
    }

    @Test func `a collector whose certificate is for another host is refused`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(
            authority: authority, names: [.dnsName("elsewhere.example")], reply: store)
        for host in ["127.0.0.1", "localhost"] {
            guard case .unreachable = try await failure(uploader(collector, device: authority, host: host)) else {
                throw NoFailure()
            }
        }
        #expect(collector.requests.isEmpty)
    }

    @Test func `a collector that speaks only TLS 1.2 is refused`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority, newestTLS: .tlsv12, reply: store)
        guard case .unreachable = try await failure(uploader(collector, device: authority)) else { throw NoFailure() }
        #expect(collector.requests.isEmpty)
    }

    @Test func `a device of another authority is refused by the collector`() async throws {
        let (ours, theirs) = (try Authority(), try Authority())
        let collector = try await LoopbackCollector(authority: theirs, reply: store)
        guard case .unreachable = try await failure(uploader(collector, device: ours, trusting: theirs)) else {
            throw NoFailure()
        }
        #expect(collector.requests.isEmpty)
    }

    @Test func `an answer that breaks off acknowledges nothing`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in .half }
        let expected = UploadFailure.unreachable(reason: "it closed the connection before the answer was whole")
        #expect(try await failure(uploader(collector, device: authority)) == expected)
    }

    @Test func `an answer that is too large is refused`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in
            .answer(status: 200, body: [UInt8](repeating: 0x20, count: WireLimits.answerBytes + 1))
        }
        let expected = UploadFailure.unreachable(reason: "its answer is larger than this program takes")
        #expect(try await failure(uploader(collector, device: authority)) == expected)
    }

    @Test func `a collector that never answers is given up`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in .silence }
        let impatient = try uploader(collector, device: authority, timeout: .milliseconds(300))
        #expect(try await failure(impatient) == .unreachable(reason: "it did not answer in time"))
    }

    @Test func `an upload that is cancelled ends`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in .silence }
        let patient = try uploader(collector, device: authority, timeout: .seconds(600))
        let task = Task { try await failure(patient) }
        while collector.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(try await task.value == .unreachable(reason: "this program is stopping"))
    }

    @Test func `a collector that is not there is unreachable`() async throws {
        let authority = try Authority()
        let identity = try authority.device(of: CollectorURL(parsing: "https://127.0.0.1:1"))
        let found = try await failure(CollectorUploader(identity: identity))
        #expect(found == .unreachable(reason: "it does not answer; check the address and the network"))
        #expect(!found.isPermanent)
    }

    @Test(arguments: [
        (400, UploadFailure.refused(status: 400, sentence: "why")), (413, .refused(status: 413, sentence: "why")),
        (415, .refused(status: 415, sentence: "why")), (401, .deviceNotAccepted(status: 401, sentence: "why")),
        (403, .deviceNotAccepted(status: 403, sentence: "why")),
        (429, .busy(status: 429, retryAfter: .seconds(7), sentence: "why")),
        (500, .busy(status: 500, retryAfter: .seconds(7), sentence: "why")),
        (503, .busy(status: 503, retryAfter: .seconds(7), sentence: "why")),
        (507, .busy(status: 507, retryAfter: .seconds(7), sentence: "why")),
        (302, .badAnswer(reason: "its status is 302")), (404, .badAnswer(reason: "its status is 404")),
    ])
    func `each status has its meaning`(status: Int, expected: UploadFailure) async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in
            .answer(status: status, body: ErrorAnswer("why").wireBytes(), headers: ["Retry-After": "7"])
        }
        let found = try await failure(uploader(collector, device: authority))
        #expect(found == expected)
        #expect(found.isPermanent == [400, 413, 415].contains(status))
    }

    @Test(arguments: [
        Array("<html>".utf8), UploadAnswer(stored: [CaptureID()], duplicates: []).wireBytes(),
        Array("{\"stored\":[]}".utf8),
    ])
    func `an answer that is not about this batch is refused`(body: [UInt8]) async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in .answer(status: 200, body: body) }
        guard case .badAnswer = try await failure(uploader(collector, device: authority)) else { throw NoFailure() }
    }

    @Test func `a refusal in another form than ours has no sentence`() async throws {
        let authority = try Authority()
        let collector = try await LoopbackCollector(authority: authority) { _ in
            .answer(status: 503, body: Array("<html>canary</html>".utf8), headers: ["Retry-After": "soon"])
        }
        let found = try await failure(uploader(collector, device: authority))
        #expect(found == .busy(status: 503, retryAfter: nil, sentence: ""))
    }

    @Test func `a damaged identity is an error`() throws {
        let identity = DeviceIdentity(
            device: "", collector: try CollectorURL(parsing: "https://c.example"), key: "x", certificate: "y",
            authority: "z")
        #expect(throws: ClientError.self) { try CollectorUploader(identity: identity) }
    }
}
