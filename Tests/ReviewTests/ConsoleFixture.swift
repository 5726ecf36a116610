// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import Review
import Synchronization
import Testing

/// A console over a real database, spoken to in-process; time stands still until it is moved.
final class ConsoleFixture: Sendable {
    static let password = "correct horse battery"
    static let authority = "collector.school.example"

    let store: CaptureStore
    let path: String
    private let responder: RouterResponder<BasicRequestContext>
    private let folder: URL
    private let clock: Clock

    final class Clock: Sendable {
        let now = Mutex(Date(timeIntervalSince1970: 1_795_238_254))
    }

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("review-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("captures.sqlite").path
        store = try CaptureStore(path: path)
        let clock = Clock()
        self.clock = clock
        let passwords = PasswordHashTests.cheap
        let name = try #require(ReviewerName("dsl"))
        try await store.addReviewer(
            Reviewer(
                name: name, passwordHash: try await passwords.hash(Self.password),
                createdAt: clock.now.withLock { $0 }))
        let router = Router(context: BasicRequestContext.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        ReviewConsole(
            store: store, passwords: passwords, now: { clock.now.withLock { $0 } }, logger: logger
        ).addRoutes(to: router)
        responder = router.buildResponder()
    }

    deinit {
        // What is left in the temporary folder does no harm.
        try? FileManager.default.removeItem(at: folder)
    }

    var now: Date { clock.now.withLock { $0 } }

    func wait(_ interval: TimeInterval) {
        clock.now.withLock { $0.addTimeInterval(interval) }
    }

    /// Enrols a machine and stores what it sends.
    func store(_ captures: Capture...) async throws {
        let device = try #require(DeviceID(String(repeating: "0123456789abcdef", count: 4)))
        let token = [UInt8](repeating: 7, count: 16)
        if try await store.device(device) == nil {
            try await store.addEnrolmentToken(
                secret: token, uses: 1, expires: now.addingTimeInterval(3_600), at: now)
            try await store.enrol(device, hostName: "suite1-08", tokenSecret: token, at: now)
        }
        _ = try await store.store(captures, from: device, at: now)
    }

    struct Reply {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The secret in the cookie that the reply sets.
        var secret: String? {
            guard let cookie = headers[.setCookie], let start = cookie.firstIndex(of: "=") else { return nil }
            return String(cookie[cookie.index(after: start)...].prefix { $0 != ";" })
        }

        /// The token in the page's forms.
        var formToken: String? {
            guard let range = text.range(of: #"name="token" value=""#) else { return nil }
            return String(text[range.upperBound...].prefix { $0 != "\"" })
        }
    }

    func get(_ path: String, secret: String? = nil) async throws -> Reply {
        try await send(.get, path, secret: secret, body: nil, origin: nil)
    }

    func post(
        _ path: String, _ fields: [String: String], secret: String? = nil,
        origin: String? = "https://collector.school.example"
    ) async throws -> Reply {
        let unreserved = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz0123456789")
        let body = try fields.map { name, value in
            try "\(name)=\(#require(value.addingPercentEncoding(withAllowedCharacters: unreserved)))"
        }.joined(separator: "&")
        return try await send(.post, path, secret: secret, body: body, origin: origin)
    }

    func signIn(name: String = "dsl", password: String = ConsoleFixture.password) async throws -> Reply {
        try await post("/sign-in", ["name": name, "password": password])
    }

    /// The secret of a new session.
    func session() async throws -> String {
        try #require(try await signIn().secret)
    }

    func actions() async throws -> [String] {
        try await store.auditEntries().map(\.action)
    }

    /// What a look at a page adds to the audit log.
    func actions(of path: String, secret: String) async throws -> [String] {
        let before = try await actions()
        let reply = try await get(path, secret: secret)
        #expect(reply.status == .ok)
        return Array(try await actions().dropFirst(before.count))
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, secret: String?, body: String?, origin: String?
    ) async throws -> Reply {
        var headers = HTTPFields()
        if let secret { headers[.cookie] = "__Host-watchword=\(secret)" }
        if let origin { headers[.origin] = origin }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let head = HTTPRequest(
            method: method, scheme: "https", authority: Self.authority, path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body ?? "")))
        let context = BasicRequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
        let response = try await responder.respond(to: request, context: context)
        let collected = Collected()
        try await response.body.write(CollectingWriter(collected: collected))
        return Reply(status: response.status, headers: response.headers, bytes: collected.bytes.withLock { $0 })
    }
}

private final class Collected: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

private struct CollectingWriter: ResponseBodyWriter {
    let collected: Collected

    mutating func write(_ buffer: ByteBuffer) async throws {
        collected.bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Capture {
    /// A capture of ordinary words, for a test to change.
    static func sample(severity: Severity = .high, screenshot: Screenshot? = nil) throws -> Capture {
        // The macro cannot expand a name that is qualified by its module.
        let grooming = Captures.Category("grooming")
        return Capture(
            id: CaptureID(), phrase: "meet me alone", category: try #require(grooming), severity: severity,
            manner: .typed,
            context: Context(
                before: TypedText("he said "), match: TypedText("meet me alone"), after: TypedText(" after school")),
            window: Window(title: SensitiveText("Letter - Mousepad"), application: "mousepad"),
            account: SensitiveText("y6-amber"), hostName: "suite1-08",
            capturedAt: Date(timeIntervalSince1970: 1_795_238_200), screenshot: screenshot)
    }
}
