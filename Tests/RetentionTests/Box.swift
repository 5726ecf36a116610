// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import Retention
import Testing

/// A real database in a folder of its own, with one device and one reviewer.
final class Box: Sendable {
    let folder: URL
    let store: CaptureStore
    let device: DeviceID
    let reviewer: ReviewerName

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "purge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try CaptureStore(path: folder.appending(path: "captures.sqlite").path)
        device = try #require(DeviceID(String(repeating: "a", count: 64)))
        reviewer = try #require(ReviewerName("dsl"))
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let secret = [UInt8](repeating: 1, count: 32)
        try await store.addReviewer(Reviewer(name: reviewer, passwordHash: "hash", createdAt: start))
        try await store.addEnrolmentToken(secret: secret, uses: 1, expires: start.addingTimeInterval(60), at: start)
        try await store.enrol(device, hostName: "lab-1", tokenSecret: secret, at: start)
    }

    deinit {
        // A folder that stays behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    func job(days: Int = 45) throws -> PurgeJob {
        PurgeJob(store: store, policy: try RetentionPolicy(days: days))
    }

    func add(text: String, capturedAt: Date, now: Date) async throws -> CaptureID {
        let capture = try Self.capture(text: text, at: capturedAt)
        _ = try await store.store([capture], from: device, at: now)
        return capture.id
    }

    func isKept(_ id: CaptureID) async throws -> Bool {
        try await store.view(id, by: reviewer, at: Date(timeIntervalSince1970: 1_800_000_000)) != nil
    }

    static func capture(text: String, at: Date, severity: Severity = .medium) throws -> Capture {
        Capture(
            id: CaptureID(), phrase: "likes me", category: try #require(Category("bullying")),
            severity: severity, manner: .typed,
            context: Context(before: TypedText(text), match: TypedText(text), after: TypedText(text)),
            window: Capture.Window(title: SensitiveText(text), application: "mousepad"),
            account: SensitiveText("jsmith"), hostName: "lab-1", capturedAt: at,
            screenshot: Screenshot(format: .webp, width: 1, height: 1, bytes: Array(text.utf8)))
    }

    /// The names of the database's files that hold `text`.
    func filesHolding(_ text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
            try Data(contentsOf: folder.appending(path: name)).range(of: Data(text.utf8)) != nil
        }
    }
}
