// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Foundation
import Testing

@Suite("CaptureStore, devices and reviewers")
struct AccessTests {
    private let now = StoreFixture.now

    @Test func `a token is good for its uses and no more`() async throws {
        let fixture = try await StoreFixture()
        let (store, secret) = (fixture.store, fixture.tokenSecret)
        try await store.enrol(StoreFixture.device("b"), hostName: "lab-2", tokenSecret: secret, at: now)
        await #expect(throws: CaptureStoreError.usedToken) {
            try await store.enrol(StoreFixture.device("c"), hostName: "lab-3", tokenSecret: secret, at: now)
        }
        #expect(try await store.device(StoreFixture.device("b"))?.hostName == "lab-2")
        #expect(try await store.device(StoreFixture.device("c")) == nil)
    }

    @Test func `a token that ran out enrols nobody`() async throws {
        let fixture = try await StoreFixture()
        let (store, secret) = (fixture.store, fixture.tokenSecret)
        await #expect(throws: CaptureStoreError.expiredToken) {
            try await store.enrol(
                StoreFixture.device("b"), hostName: "lab-2", tokenSecret: secret, at: now.addingTimeInterval(3_600))
        }
        await #expect(throws: CaptureStoreError.unknownToken) {
            try await store.enrol(
                StoreFixture.device("b"), hostName: "lab-2", tokenSecret: [UInt8](repeating: 8, count: 32), at: now)
        }
        #expect(try await store.device(StoreFixture.device("b")) == nil)
    }

    @Test func `of many that race for one use, one wins`() async throws {
        let fixture = try await StoreFixture()
        let secret = [UInt8](repeating: 9, count: 32)
        try await fixture.store.addEnrolmentToken(
            secret: secret, uses: 1, expires: now.addingTimeInterval(60), at: now)
        let wins = await withTaskGroup(of: Int.self) { group in
            for digit in "0123456789bcdef" {
                group.addTask {
                    do {
                        try await fixture.store.enrol(
                            StoreFixture.device(digit), hostName: "lab", tokenSecret: secret, at: StoreFixture.now)
                        return 1
                    } catch {
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wins == 1)
    }

    @Test func `neither tokens nor sessions are kept in the clear`() async throws {
        let fixture = try await StoreFixture()
        let secret = Array("a-session-secret-of-32-bytes-...".utf8)
        try await fixture.store.startSession(secret: secret, for: fixture.reviewer, at: now)
        #expect(try fixture.filesHolding("a-session-secret").isEmpty)
        #expect(try fixture.filesHolding(String(repeating: "\u{7}", count: 32)).isEmpty)
        #expect(!(try fixture.filesHolding("session").isEmpty))
    }

    @Test func `a session ends when it was idle, when it is old, and when it is ended`() async throws {
        let fixture = try await StoreFixture()
        let store = fixture.store
        func use(_ secret: [UInt8], after seconds: Double) async throws -> ReviewerName? {
            try await store.useSession(
                secret: secret, idleLimit: 900, absoluteLimit: 3_000, at: now.addingTimeInterval(seconds))?.reviewer
        }
        let first = [UInt8](repeating: 1, count: 32)
        try await store.startSession(secret: first, for: fixture.reviewer, at: now)
        #expect(try await use([UInt8](repeating: 3, count: 32), after: 0) == nil)
        for seconds in stride(from: 800.0, to: 3_000, by: 800) {
            #expect(try await use(first, after: seconds) == fixture.reviewer)
        }
        #expect(try await use(first, after: 3_000) == nil)
        let second = [UInt8](repeating: 2, count: 32)
        try await store.startSession(secret: second, for: fixture.reviewer, at: now)
        #expect(try await use(second, after: 899) != nil)
        #expect(try await use(second, after: 899 + 900) == nil)
        let third = [UInt8](repeating: 4, count: 32)
        try await store.startSession(secret: third, for: fixture.reviewer, at: now)
        try await store.endSession(secret: third, at: now)
        #expect(try await use(third, after: 1) == nil)
        #expect(try await store.auditEntries().suffix(2).map(\.action) == ["signed in", "signed out"])
    }

    @Test func `a reviewer's name is taken once, in any case of letters`() async throws {
        let fixture = try await StoreFixture()
        let store = fixture.store
        let name = try #require(ReviewerName("DSL"))
        await #expect(throws: CaptureStoreError.reviewerExists(name)) {
            try await store.addReviewer(Reviewer(name: name, passwordHash: "other", createdAt: now))
        }
        #expect(try await store.reviewer(named: name)?.passwordHash == "hash")
    }

    @Test(arguments: ["", "a b", "zoë", "a\u{0}", "a\n", String(repeating: "a", count: 65), "<b>"])
    func `a name of another form is refused`(text: String) {
        #expect(ReviewerName(text) == nil)
    }

    @Test(arguments: ["C-000042", "C-1234567"])
    func `a reference reads back as it is written`(text: String) throws {
        #expect(try #require(CaptureReference(text)).description == text)
    }

    @Test(arguments: ["C-42", "c-000042", "C-000000", "C-00004x", "C--00042", "C-0000٤2", "C-99999999999999999999"])
    func `a reference of another form is refused`(text: String) {
        #expect(CaptureReference(text) == nil)
    }
}
