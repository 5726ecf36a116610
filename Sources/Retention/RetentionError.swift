// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why captures cannot be kept as asked, or not be purged.
package enum RetentionError: Error, Equatable {
    case daysOutOfRange(Int)
}

extension RetentionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .daysOutOfRange(let days):
            "captures cannot be kept for \(days) days: choose 1 to \(RetentionPolicy.longest)"
        }
    }
}
