// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation

/// Turns a reviewer's password into what is stored, and checks one against it.
///
/// scrypt, written as `$scrypt$ln=17,r=8,p=1$salt$hash` (base64). Each takes 128 MiB for a moment, so at most two run
/// at once and the others wait; they run on threads of their own, because they compute for long.
package struct PasswordHash: Sendable {
    /// What an attempt costs; `memory` is 128 * 2^logN * r bytes.
    package struct Cost: Sendable, Hashable {
        package let logN: Int
        package let blockSize: Int
        package let parallelism: Int

        /// What OWASP's password storage sheet asks of scrypt.
        package static let standard = Cost(logN: 17, blockSize: 8, parallelism: 1)

        package init(logN: Int, blockSize: Int, parallelism: Int) {
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// What we are ready to compute for a stored hash, whoever wrote it.
        var isAcceptable: Bool {
            (1...18).contains(logN) && (1...8).contains(blockSize) && (1...4).contains(parallelism)
        }
    }

    /// In Unicode scalars.
    package static let minimumLength = 12
    package static let maximumBytes = 1_024

    private static let saltBytes = 16
    private static let hashBytes = 32

    package let cost: Cost
    private let queue: OperationQueue

    package init(cost: Cost = .standard) {
        self.cost = cost
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = 2
    }

    /// What to store for a new password.
    package func hash(_ password: String) async throws -> String {
        let scalars = password.unicodeScalars.count
        guard scalars >= Self.minimumLength else { throw ReviewError.passwordTooShort(scalars: scalars) }
        let secret = Self.bytes(of: password)
        guard secret.count <= Self.maximumBytes else { throw ReviewError.passwordTooLong(bytes: secret.count) }
        let salt = Array.random(count: Self.saltBytes)
        return StoredHash(cost: cost, salt: salt, hash: try await derive(secret, salt: salt, cost: cost)).text
    }

    /// True where this is the password that was stored; takes the same time for every password.
    package func verify(_ password: String, against stored: String) async throws -> Bool {
        guard let stored = StoredHash(stored) else { throw ReviewError.unreadableHash }
        let secret = Self.bytes(of: password)
        // No password that could be stored is empty or longer; one that is costs the same time, and is wrong.
        let isPossible = (1...Self.maximumBytes).contains(secret.count)
        let derived = try await derive(isPossible ? secret : [0], salt: stored.salt, cost: stored.cost)
        return Self.isEqual(derived, stored.hash) && isPossible
    }

    /// A hash that no password has, for names that nobody has.
    package func decoy() -> String {
        StoredHash(
            cost: cost, salt: .random(count: Self.saltBytes), hash: .random(count: Self.hashBytes)
        ).text
    }

    /// The same password comes composed from one keyboard and decomposed from another.
    private static func bytes(of password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Looks at every byte, wherever the first difference is.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derive(_ secret: [UInt8], salt: [UInt8], cost: Cost) async throws -> [UInt8] {
        let result: Result<[UInt8], ReviewError> = await withCheckedContinuation { continuation in
            queue.addOperation {
                // The cause is always memory: every other parameter has been checked.
                let key = try? KDF.Scrypt.deriveKey(
                    from: secret, salt: salt, outputByteCount: Self.hashBytes, rounds: 1 << cost.logN,
                    blockSize: cost.blockSize, parallelism: cost.parallelism, maxMemory: 512 << 20)
                let bytes = key?.withUnsafeBytes { Array($0) }
                continuation.resume(returning: bytes.map { .success($0) } ?? .failure(.hashingFailed))
            }
        }
        return try result.get()
    }

    private struct StoredHash {
        var cost: Cost
        var salt: [UInt8]
        var hash: [UInt8]

        init(cost: Cost, salt: [UInt8], hash: [UInt8]) {
            self.cost = cost
            self.salt = salt
            self.hash = hash
        }

        init?(_ text: String) {
            let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
            let numbers = parts[2].utf8.split(separator: UInt8(ascii: ","))
                .map { String(decoding: $0, as: UTF8.self) }
            guard numbers.count == 3, let logN = Self.number(numbers[0], after: "ln="),
                let blockSize = Self.number(numbers[1], after: "r="),
                let parallelism = Self.number(numbers[2], after: "p="),
                let salt = Data(base64Encoded: parts[3]), let hash = Data(base64Encoded: parts[4]),
                salt.count >= 8, hash.count == PasswordHash.hashBytes
            else {
                return nil
            }
            cost = Cost(logN: logN, blockSize: blockSize, parallelism: parallelism)
            guard cost.isAcceptable else { return nil }
            self.salt = Array(salt)
            self.hash = Array(hash)
        }

        var text: String {
            "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)"
                + "$\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())"
        }

        private static func number(_ text: String, after name: String) -> Int? {
            guard text.utf8.starts(with: name.utf8) else { return nil }
            return Int(String(decoding: text.utf8.dropFirst(name.utf8.count), as: UTF8.self))
        }
    }
}

extension [UInt8] {
    /// From the system's cryptographic generator.
    static func random(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
