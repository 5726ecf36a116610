// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Review
import Testing

@Suite struct PasswordHashTests {
    /// Cheap, so that the tests are quick.
    static let cheap = PasswordHash(cost: PasswordHash.Cost(logN: 4, blockSize: 8, parallelism: 1))

    @Test func `the standard cost is the one that is recommended`() {
        #expect(PasswordHash().cost == PasswordHash.Cost(logN: 17, blockSize: 8, parallelism: 1))
    }

    @Test func `the standard cost can be computed, and its hash says what it cost`() async throws {
        let stored = try await PasswordHash().hash("correct horse battery")
        #expect(stored.utf8.starts(with: "$scrypt$ln=17,r=8,p=1$".utf8))
        #expect(try await PasswordHash().verify("correct horse battery", against: stored))
    }

    @Test func `the right password is right and any other is wrong`() async throws {
        let stored = try await Self.cheap.hash("correct horse battery")
        #expect(try await Self.cheap.verify("correct horse battery", against: stored))
        for wrong in ["correct horse batterz", "correct horse battery ", "", String(repeating: "x", count: 5_000)] {
            #expect(try await !Self.cheap.verify(wrong, against: stored))
        }
    }

    @Test func `two hashes of one password differ`() async throws {
        let first = try await Self.cheap.hash("correct horse battery")
        #expect(try await Self.cheap.hash("correct horse battery") != first)
    }

    @Test func `a password composed in another way is the same password`() async throws {
        let stored = try await Self.cheap.hash("correct caf\u{E9} battery")
        #expect(try await Self.cheap.verify("correct cafe\u{301} battery", against: stored))
    }

    /// RFC 7914, section 12: the password "pleaseletmein" with the salt "SodiumChloride".
    @Test func `the vector of the RFC is met`() async throws {
        let salt = Data("SodiumChloride".utf8).base64EncodedString()
        let hash = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { start in
            UInt8(hash.dropFirst(start).prefix(2), radix: 16)
        }
        let stored = "$scrypt$ln=14,r=8,p=1$\(salt)$\(Data(bytes).base64EncodedString())"
        #expect(try await Self.cheap.verify("pleaseletmein", against: stored))
        #expect(try await !Self.cheap.verify("pleaseletmeim", against: stored))
    }

    @Test func `a short password is refused with its length`() async {
        await #expect(throws: ReviewError.passwordTooShort(scalars: 11)) { try await Self.cheap.hash("elevenchars") }
        await #expect(throws: ReviewError.passwordTooLong(bytes: 1_025)) {
            try await Self.cheap.hash(String(repeating: "x", count: 1_025))
        }
    }

    @Test func `a password of one visible character and many marks is counted by scalar`() async throws {
        #expect(try await !Self.cheap.hash("e" + String(repeating: "\u{301}", count: 11)).isEmpty)
    }

    @Test(arguments: [
        "", "$scrypt$", "$argon2id$ln=4,r=8,p=1$c2FsdHNhbHQ=$aGFzaA==", "$scrypt$ln=40,r=8,p=1$c2FsdHNhbHQ=$aGFzaA==",
        "$scrypt$ln=4,r=8$c2FsdHNhbHQ=$aGFzaA==", "$scrypt$ln=4,r=8,p=1$!$!",
    ])
    func `a damaged hash is an error, not a wrong password`(stored: String) async {
        await #expect(throws: ReviewError.unreadableHash) {
            try await Self.cheap.verify("correct horse battery", against: stored)
        }
    }

    @Test func `nobody has the password of the decoy`() async throws {
        let decoy = Self.cheap.decoy()
        #expect(try await !Self.cheap.verify("correct horse battery", against: decoy))
    }
}

@Suite struct SignInThrottleTests {
    private let start = Date(timeIntervalSince1970: 1_782_000_000)

    @Test func `a name has so many attempts, and then waits until the first has aged`() {
        var throttle = SignInThrottle()
        for _ in 0..<SignInThrottle.attemptsForName {
            #expect(throttle.begin(name: "dsl", at: start) == .proceed)
        }
        #expect(throttle.begin(name: "dsl", at: start.addingTimeInterval(60)) == .wait(seconds: 14 * 60))
        #expect(throttle.begin(name: "head", at: start.addingTimeInterval(60)) == .proceed)
        #expect(throttle.begin(name: "dsl", at: start.addingTimeInterval(15 * 60)) == .proceed)
    }

    @Test func `many names together are slowed down too`() {
        var throttle = SignInThrottle()
        for number in 0..<SignInThrottle.attemptsInAll {
            #expect(throttle.begin(name: "name\(number)", at: start) == .proceed)
        }
        #expect(throttle.begin(name: "another", at: start) == .wait(seconds: 15 * 60))
    }

    @Test func `who signs in starts anew`() {
        var throttle = SignInThrottle()
        for _ in 0..<SignInThrottle.attemptsForName {
            _ = throttle.begin(name: "dsl", at: start)
        }
        throttle.succeed(name: "dsl")
        #expect(throttle.begin(name: "dsl", at: start) == .proceed)
    }

    @Test func `a clock that is set back locks nobody out`() {
        var throttle = SignInThrottle()
        for _ in 0..<SignInThrottle.attemptsForName {
            _ = throttle.begin(name: "dsl", at: start.addingTimeInterval(86_400))
        }
        #expect(throttle.begin(name: "dsl", at: start) == .proceed)
    }
}

@Suite struct SchoolTimeTests {
    @Test func `winter and summer are told as a school's clock tells them`() {
        let time = SchoolTime()
        #expect(time.text(Date(timeIntervalSince1970: 1_795_238_254)) == "Saturday 21 November 2026, 05:17 GMT")
        #expect(time.text(Date(timeIntervalSince1970: 1_782_003_909)) == "Sunday 21 June 2026, 02:05 BST")
    }
}
