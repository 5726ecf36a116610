// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Captures whose phrase has matched and whose words after the match are still being typed.
///
/// A match is only half of what the reader needs: "kill myself" reads otherwise with "laughing" behind it, and a phrase
/// that was typed and then deleted is often the strongest sign there is. So a capture stays open for a moment, follows
/// the edits, and is closed by the first of
/// - a new line (in a chat the text is sent),
/// - a rest (1.5 s without a key, which the key source reports),
/// - the end of the segment (another window, a click, the end of the session),
/// - ``Context/limit`` scalars after the match.
///
/// Where the text shrinks into the match before that, the capture says that it was deleted. The words of the match are
/// kept as they were typed. Pure: it holds no clock, and what it holds is bounded by ``capacity`` captures.
package struct OpenCaptures: Sendable {
    /// At most this many stay open; the oldest is closed to make room, so none is lost.
    package static let capacity = 16

    private var drafts: [Draft] = []

    private struct Draft {
        var capture: Capture
        /// Where the match stands in the segment, in scalars.
        var range: Range<Int>
        var after: [Unicode.Scalar]

        var finished: Capture {
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: after.prefix(Context.limit))
            var capture = capture
            capture.context.after = TypedText(String(scalars))
            return capture
        }
    }

    package init() {}

    package var isEmpty: Bool { drafts.isEmpty }

    /// True where this phrase is already open: typing it again a moment later adds nothing.
    package func contains(phrase: String) -> Bool {
        drafts.contains { $0.capture.phrase == phrase }
    }

    /// Opens a capture.
    ///
    /// - Parameters:
    ///   - capture: with its words before and in the match; what `context.after` holds has been typed since.
    ///   - range: where the match stands in the segment, in scalars.
    /// - Returns: the captures that had to be closed to make room.
    package mutating func open(_ capture: Capture, range: Range<Int>) -> [Capture] {
        let evicted = drafts.count < Self.capacity ? [] : [drafts.removeFirst().finished]
        let after = Array(capture.context.after.reveal().unicodeScalars)
        drafts.append(Draft(capture: capture, range: range, after: after))
        return evicted
    }

    /// Follows a scalar that was typed.
    ///
    /// - Returns: the captures that it closes.
    package mutating func insert(_ scalar: Unicode.Scalar) -> [Capture] {
        guard !drafts.isEmpty else { return [] }
        for index in drafts.indices {
            drafts[index].after.append(scalar)
        }
        return scalar == "\n" ? close() : close { $0.after.count >= Context.limit }
    }

    /// Follows a Backspace that left `length` scalars in the segment.
    package mutating func deleteBackward(leaving length: Int) {
        for index in drafts.indices {
            if !drafts[index].after.isEmpty {
                drafts[index].after.removeLast()
            }
            if length < drafts[index].range.upperBound {
                drafts[index].capture.manner = .deleted
            }
        }
    }

    /// Closes everything that is open: a rest, or the end of the segment.
    package mutating func close() -> [Capture] {
        close { _ in true }
    }

    private mutating func close(where isDone: (Draft) -> Bool) -> [Capture] {
        let done = drafts.filter(isDone)
        drafts.removeAll(where: isDone)
        return done.map(\.finished)
    }
}
