// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What the store cannot do, and what to do about it.
///
/// No case carries text of a capture: SQLite's messages name tables and columns, never values.
package enum CaptureStoreError: Error, Equatable {
    case cannotOpen(path: String, reason: String)
    case database(doing: String, reason: String)
    case full
    case unknownDevice(DeviceID)
    case unknownCapture(CaptureReferenceOrID)
    case unknownToken
    case expiredToken
    case usedToken
    case unknownReviewer
    case reviewerExists(ReviewerName)
    case noteTooLong(scalars: Int)

    /// The id of a capture as text: an id names a capture, and tells nothing of it.
    package typealias CaptureReferenceOrID = String

    init(_ error: DatabaseError, doing: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        default:
            self = .database(
                doing: doing, reason: error.message ?? "SQLite says \(error.extendedResultCode.rawValue)")
        }
    }
}

extension CaptureStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .database(let doing, let reason): "cannot \(doing): \(reason)"
        case .full: "the disk of the database is full: make room, then send again; nothing was lost"
        case .unknownDevice(let id): "no device \(id) is enrolled: enrol the machine again"
        case .unknownCapture(let id): "no capture \(id): it may have been purged"
        case .unknownToken: "the enrolment token is not known: ask for a new one"
        case .expiredToken: "the enrolment token has expired: ask for a new one"
        case .usedToken: "the enrolment token has been used up: ask for a new one"
        case .unknownReviewer: "no reviewer has that name"
        case .reviewerExists(let name): "a reviewer named \(name) exists already: choose another name"
        case .noteTooLong(let scalars):
            "the note has \(scalars) characters: shorten it to \(Outcome.noteLimit)"
        }
    }
}
