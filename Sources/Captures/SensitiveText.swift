// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Text about a person that was not typed as prose: a window's title, an account's name.
///
/// As guarded as ``TypedText``, and prints as `<sensitive text, 12 scalars>`.
package struct SensitiveText: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    ///
    /// Each call is a place to review.
    package func reveal() -> String { text }

    /// Length in Unicode scalars.
    package var scalarCount: Int { text.unicodeScalars.count }

    package var isEmpty: Bool { text.isEmpty }
}

extension SensitiveText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<sensitive text, \(scalarCount) scalars>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
