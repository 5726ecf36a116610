// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with bytes that came in, or with a capture that cannot go out.
///
/// Names the field and the rule, never the content.
package enum WireError: Error, Equatable {
    case notJSON(offset: Int, reason: String)
    case field(path: String, reason: String)
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let offset, let reason): "not valid JSON at byte \(offset): \(reason)"
        case .field(let path, let reason): "\(path): \(reason)"
        }
    }
}
