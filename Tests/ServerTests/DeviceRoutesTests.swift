// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import CollectorAPI
import CollectorClient
import Foundation
import TestSupport
import Testing

extension ServerProgramTests {
    @Suite("DeviceRoutes")
    struct DeviceRoutesTests {
        @Test func `an enrolled machine's captures are stored, each once`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let identity = try await running.enrol(try await collector.token())
            let uploader = try CollectorUploader(identity: identity)
            let (first, second) = (try sampleCapture(), try sampleCapture())
            let receipt = try await uploader.upload([first])
            #expect(receipt == UploadReceipt(stored: [first.id], duplicates: []))
            let again = try await uploader.upload([first, second])
            #expect(again == UploadReceipt(stored: [second.id], duplicates: [first.id]))

            let store = try collector.store()
            let record = try await store.view(second.id, by: try #require(ReviewerName("dsl")), at: Date())
            #expect(record?.capture == second)
            #expect(record?.device.hexadecimal == identity.device)
            let device = try await store.device(try #require(DeviceID(identity.device)))
            #expect(device?.hostName == "lab-1")
        }

        @Test func `what was acknowledged is there after kill -9`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let uploader = try CollectorUploader(identity: try await running.enrol(try await collector.token()))
            let captures = try (0..<20).map { _ in try sampleCapture() }
            for capture in captures { _ = try await uploader.upload([capture]) }
            running.server.send(SIGKILL)
            try await poll("the collector's end") {
                do {
                    _ = try await uploader.upload([try sampleCapture()])
                    return false
                } catch UploadFailure.unreachable {
                    return true
                }
            }
            let store = try collector.store()
            for capture in captures {
                #expect(try await store.view(capture.id, by: try #require(ReviewerName("dsl")), at: Date()) != nil)
            }
            #expect(try await store.verify().isSound)
        }

        @Test func `nothing of a capture is in the log`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let identity = try await running.enrol(try await collector.token())
            let capture = try sampleCapture(text: "canary-\(UUID())", severity: .urgent)
            _ = try await CollectorUploader(identity: identity).upload([capture])
            var broken = try CaptureBatch([capture]).wireBytes()
            broken.removeLast()
            let raw = RawRequest(body: String(decoding: broken, as: UTF8.self), identity: identity)
            let answer = try await send(raw, collector, running)
            #expect(answer.status == 400)
            #expect(!answer.text.contains("canary"))
            running.server.send(SIGTERM)
            let finished = try await running.server.finished()
            #expect(finished.errors.contains("listening"))
            for secret in ["canary", "likes me", "jsmith", "Essay", "lab-1"] {
                #expect(!(finished.errors + finished.output).contains(secret), "\(secret)")
            }
        }

        // Enrolment

        @Test func `a token enrols as many machines as it says`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let token = try await collector.token(uses: 2)
            let devices = [try await running.enrol(token).device, try await running.enrol(token).device]
            #expect(Set(devices).count == 2)
            await refused(403, "used up") { try await running.enrol(token) }
        }

        @Test func `a token that ran out, or was never given, enrols nobody`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let good = try await collector.token()
            let old = EnrolmentToken(randomFor: good.authorityDigest)
            try await collector.store().addEnrolmentToken(
                secret: old.secret, uses: 1, expires: Date().addingTimeInterval(-1),
                at: Date().addingTimeInterval(-3_600))
            await refused(403, "expired") { try await running.enrol(old) }
            await refused(403, "not known") {
                try await running.enrol(EnrolmentToken(randomFor: good.authorityDigest))
            }
            // The control: the right one still works after both.
            _ = try await running.enrol(good)
        }

        @Test func `a machine with another collector's token goes no further`() async throws {
            let (collector, other) = (try await Collector.setUp(), try await Collector.setUp())
            let running = try await collector.start()
            let token = try await other.token()
            await #expect(throws: ClientError.self) { try await running.enrol(token) }
            let raw = RawRequest(path: "/v1/enrol", body: try enrolment(token, request: Forgery.request()))
            #expect(try await send(raw, collector, running).status == 403)
        }

        @Test func `a certificate request is taken only with its own signature`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let token = try await collector.token()
            for request in [
                try Forgery.requestSignedByAnother(), try Forgery.requestOfAnotherKind(), Forgery.noRequest,
            ] {
                let raw = RawRequest(path: "/v1/enrol", body: try enrolment(token, request: request))
                let answer = try await send(raw, collector, running)
                #expect(answer.status == 400, "\(answer.text)")
            }
            // The control: nothing of the token was used up, and an honest request is taken.
            let honest = RawRequest(path: "/v1/enrol", body: try enrolment(token, request: Forgery.request()))
            #expect(try await send(honest, collector, running).status == 200)
        }

        // Who may send captures

        @Test func `without a certificate nothing is stored`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let body = String(decoding: try CaptureBatch([try sampleCapture()]).wireBytes(), as: UTF8.self)
            let answer = try await send(RawRequest(body: body), collector, running)
            #expect(answer.status == 401)
            #expect(try !ErrorAnswer(wireBytes: Array(answer.text.trimmed.utf8)).error.isEmpty)
            #expect(try await count(collector) == 0)
        }

        @Test func `a certificate of another authority is refused by TLS`() async throws {
            let (collector, other) = (try await Collector.setUp(), try await Collector.setUp())
            let running = try await collector.start()
            let identity = try await running.enrol(try await collector.token())
            let authority = try String(contentsOfFile: other.state("authority.pem"), encoding: .utf8)
            let key = try String(contentsOfFile: other.state("authority.key"), encoding: .utf8)
            let forged = try Forgery.identity(of: authority, key: key, like: identity)
            await #expect(throws: UploadFailure.self) {
                try await CollectorUploader(identity: forged).upload([try sampleCapture()])
            }
            #expect(try await count(collector) == 0)
        }

        @Test func `a certificate of ours whose device is not enrolled is refused`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let identity = try await running.enrol(try await collector.token())
            let key = try String(contentsOfFile: collector.state("authority.key"), encoding: .utf8)
            let stranger = try Forgery.identity(of: identity.authority, key: key, like: identity)
            do {
                _ = try await CollectorUploader(identity: stranger).upload([try sampleCapture()])
                Issue.record("the upload was accepted")
            } catch UploadFailure.deviceNotAccepted(let status, _) {
                #expect(status == 401)
            }
            #expect(try await count(collector) == 0)
        }

        @Test func `older TLS than 1.3 is refused`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            for port in [running.devices, running.console] {
                var raw = RawRequest(method: "GET", path: "/healthz", body: "", highestTLS: "TLSv1_2")
                #expect(
                    try await raw.send(toPort: port, trusting: authority(collector), in: collector.folder).status <= 0)
                guard port == running.devices else { continue }
                raw.highestTLS = "TLSv1_3"
                #expect(try await send(raw, collector, running).status == 200)
            }
        }

        // What may be sent

        @Test func `a request of another form is refused with its status and one sentence`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let identity = try await running.enrol(try await collector.token())
            let good = String(decoding: try CaptureBatch([try sampleCapture()]).wireBytes(), as: UTF8.self)
            let json = ["Content-Type": "application/json"]
            let table: [(RawRequest, Int)] = [
                (RawRequest(headers: json, body: "{"), 400),
                (RawRequest(headers: json, body: "{\"captures\":1}"), 400),
                (RawRequest(headers: json, body: ""), 400),
                (RawRequest(headers: ["Content-Type": "text/plain"], body: good), 415),
                (RawRequest(headers: ["Content-Type": "application/jsonp"], body: good), 415),
                (RawRequest(headers: json.merging(["Content-Encoding": "gzip"]) { $1 }, body: good), 415),
                (RawRequest(headers: json, body: good, padding: WireLimits.bodyBytes), 413),
            ]
            for (request, status) in table {
                var request = request
                request.identity = identity
                let answer = try await send(request, collector, running)
                #expect(answer.status == status, "\(answer.text)")
                #expect(try !ErrorAnswer(wireBytes: Array(answer.text.trimmed.utf8)).error.isEmpty, "\(status)")
            }
            #expect(try await count(collector) == 0)
            // The control: the same body, sent as it should be.
            var control = RawRequest(headers: ["Content-Type": "application/json; charset=utf-8"], body: good)
            control.identity = identity
            #expect(try await send(control, collector, running).status == 200)
            #expect(try await count(collector) == 1)
        }

        @Test func `health and readiness need no certificate, and other paths are not there`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/v1/authority", 200), ("/v1/nothing", 404)] {
                let raw = RawRequest(method: "GET", path: path, headers: [:], body: "")
                #expect(try await send(raw, collector, running).status == status, "\(path)")
            }
        }

        private func send(
            _ raw: RawRequest, _ collector: Collector, _ running: RunningCollector
        ) async throws -> RawRequest.Answer {
            try await raw.send(toPort: running.devices, trusting: authority(collector), in: collector.folder)
        }

        private func authority(_ collector: Collector) -> String { collector.state("authority.pem") }

        private func count(_ collector: Collector) async throws -> Int {
            try await collector.store().captures(by: try #require(ReviewerName("dsl")), at: Date()).total
        }

        private func enrolment(_ token: EnrolmentToken, request: String) throws -> String {
            let request = EnrolmentRequest(token: token, hostName: "lab-1", certificateRequest: request)
            return String(decoding: request.wireBytes(), as: UTF8.self)
        }

        private func refused(_ status: Int, _ words: String, _ work: () async throws -> DeviceIdentity) async {
            do {
                _ = try await work()
                Issue.record("it was not refused")
            } catch ClientError.refused(let given, let sentence) {
                #expect(given == status)
                #expect(sentence.contains(words), "\(sentence)")
            } catch {
                Issue.record("another error: \(error)")
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
