// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What Review refuses, and what to do about it.
package enum ReviewError: Error, Equatable {
    case passwordTooShort(scalars: Int)
    case passwordTooLong(bytes: Int)
    /// A stored hash is not one that ``PasswordHash`` makes.
    case unreadableHash
    /// The key derivation itself failed, for want of memory.
    case hashingFailed
}

extension ReviewError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .passwordTooShort(let scalars):
            "the password has \(scalars) characters: choose one of at least \(PasswordHash.minimumLength), "
                + "such as four words"
        case .passwordTooLong(let bytes):
            "the password has \(bytes) bytes: choose one of at most \(PasswordHash.maximumBytes)"
        case .unreadableHash:
            "a stored password hash is damaged: add the reviewer again under another name"
        case .hashingFailed:
            "cannot check passwords: the machine may be out of memory"
        }
    }
}
