// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why the spool cannot keep, give or remove a record.
package enum SpoolError: Error, Equatable {
    /// The disk, the quota or the spool's own limit is reached; nothing was written.
    case full(directory: String)
    case inUse(directory: String)
    case notOurs(directory: String)
    case tooLarge(bytes: Int, limit: Int)
    case system(operation: String, path: String, reason: String)
}

extension SpoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full(let directory):
            "the spool \(directory) is full; make room on its disk, raise its limit or see why the collector takes nothing"
        case .inUse(let directory):
            "the spool \(directory) is in use by another process; stop it first"
        case .notOurs(let directory):
            "the spool \(directory) belongs to another user; give it to the user that runs this program"
        case .tooLarge(let bytes, let limit):
            "a record of \(bytes) bytes is larger than the \(limit) that the spool takes"
        case .system(let operation, let path, let reason):
            "cannot \(operation) \(path): \(reason)"
        }
    }
}
