// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The words around a match, bounded on both sides.
package struct Context: Sendable, Hashable {
    /// At most this many scalars are kept before the match, and as many after it.
    package static let limit = 160

    package var before: TypedText
    package var match: TypedText
    package var after: TypedText

    package init(before: TypedText, match: TypedText, after: TypedText) {
        self.before = before
        self.match = match
        self.after = after
    }
}
