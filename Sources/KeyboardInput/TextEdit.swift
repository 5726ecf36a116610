// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A change to the end of the text in one place on the screen.
package enum TextEdit: Sendable, Hashable {
    case insert(Unicode.Scalar)
    case deleteBackward
    /// A pause: what was typed stands, and the text goes on.
    case rest
    /// The segment is over: what follows is another text. The assembler wipes this one at the next event.
    case end
}

extension TextEdit: CustomStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .insert: "insert <typed text>"
        case .deleteBackward: "delete backward"
        case .rest: "rest"
        case .end: "end"
        }
    }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
