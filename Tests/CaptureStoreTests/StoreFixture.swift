// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation

/// A real database in a folder of its own, which goes with the fixture.
final class StoreFixture: Sendable {
    static let device = device("a")
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    let folder: URL
    let store: CaptureStore
    let tokenSecret = [UInt8](repeating: 7, count: 32)
    let reviewer: ReviewerName

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try CaptureStore(path: folder.appending(path: "captures.sqlite").path)
        reviewer = try Self.unwrap(ReviewerName("dsl"))
        try await store.addReviewer(Reviewer(name: reviewer, passwordHash: "hash", createdAt: Self.now))
        try await store.addEnrolmentToken(
            secret: tokenSecret, uses: 2, expires: Self.now.addingTimeInterval(3_600), at: Self.now)
        try await store.enrol(Self.device, hostName: "lab-1", tokenSecret: tokenSecret, at: Self.now)
    }

    deinit {
        // A folder that stays behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    var path: String { folder.appending(path: "captures.sqlite").path }

    static func device(_ digit: Character) -> DeviceID {
        guard let id = DeviceID(String(repeating: digit, count: 64)) else { preconditionFailure("a hexadecimal digit") }
        return id
    }

    static func capture(
        id: CaptureID = CaptureID(), severity: Severity = .medium, text: String = "nobody likes me",
        at: Date = StoreFixture.now, screenshot: Screenshot? = nil
    ) throws -> Capture {
        Capture(
            id: id, phrase: "likes me", category: try unwrap(Category("bullying")), severity: severity,
            manner: .typed,
            context: Context(before: TypedText(text), match: TypedText("likes me"), after: TypedText(" at all")),
            window: Capture.Window(title: SensitiveText("Essay"), application: "mousepad"),
            account: SensitiveText("jsmith"), hostName: "lab-1", capturedAt: at, screenshot: screenshot)
    }

    static let screenshot = Screenshot(format: .webp, width: 4, height: 2, bytes: [1, 2, 3])

    static func unwrap<T>(_ value: T?) throws -> T {
        guard let value else { throw FixtureError.missing }
        return value
    }

    /// The names of the database's files that hold `text`.
    func filesHolding(_ text: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { name in
            try Data(contentsOf: folder.appending(path: name)).range(of: Data(text.utf8)) != nil
        }
    }
}

enum FixtureError: Error {
    case missing
}
