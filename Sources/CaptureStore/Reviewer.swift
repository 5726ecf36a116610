// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The name with which a reviewer signs in: 1 to 64 bytes of `a-z`, `0-9`, `.`, `-`, `_` and `@`.
///
/// Upper-case letters are lowered, so that nobody is two people.
package struct ReviewerName: Sendable, Hashable {
    package let text: String

    /// Nil where the text has any other form.
    package init?(_ text: String) {
        var bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count) else { return nil }
        for index in bytes.indices {
            switch bytes[index] {
            case 0x41...0x5A: bytes[index] += 0x20
            case 0x61...0x7A, 0x30...0x39, 0x2E, 0x2D, 0x5F, 0x40: break
            default: return nil
            }
        }
        self.text = String(decoding: bytes, as: UTF8.self)
    }
}

extension ReviewerName: CustomStringConvertible {
    package var description: String { text }
}

/// A person who may look at captures.
package struct Reviewer: Sendable, Equatable {
    package var name: ReviewerName
    /// Made and read by Review; the store keeps it as it is.
    package var passwordHash: String
    package var createdAt: Date

    package init(name: ReviewerName, passwordHash: String, createdAt: Date) {
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }
}

extension Reviewer: CustomStringConvertible, CustomReflectable {
    /// The name alone; a password's hash is nobody's to print.
    package var description: String { "reviewer \(name)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A reviewer who has signed in.
package struct ReviewSession: Sendable, Equatable {
    package var reviewer: ReviewerName
    package var createdAt: Date
    /// Before the present use.
    package var lastUsedAt: Date
}
