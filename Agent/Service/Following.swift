// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import KeyboardInput
import PhraseMatching

// How the two followers of a text take an edit. Neither module knows the other, so the agent joins them here.

extension PhraseMatcher {
    /// Follows an edit; the matches that it completes.
    mutating func follow(_ edit: TextEdit) -> [PhraseMatch] {
        switch edit {
        case .insert(let scalar): append(scalar)
        case .deleteBackward: deleteBackward()
        case .rest, .end: endToken()
        }
    }
}

extension OpenCaptures {
    /// Follows an edit that left `length` scalars in the segment; the captures that it closes.
    mutating func follow(_ edit: TextEdit, leaving length: Int) -> [Capture] {
        switch edit {
        case .insert(let scalar):
            return insert(scalar)
        case .deleteBackward:
            deleteBackward(leaving: length)
            return []
        case .rest, .end:
            return close()
        }
    }
}
