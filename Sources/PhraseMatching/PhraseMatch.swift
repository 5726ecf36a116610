// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A phrase found in a stream of typed text.
///
/// It says where the text stands and never what it is: the matcher does not keep what was typed.
package struct PhraseMatch: Sendable, Hashable {
    package var phrase: Phrase
    /// In Unicode scalars since the stream's reset: from the first scalar of the first word to the last of the last.
    ///
    /// Where ``isDeleted`` is true, the stream is already shorter than this.
    package var range: Range<Int>
    /// True where the phrase was typed and its last word then removed by Backspace before anything followed it.
    package var isDeleted: Bool
    /// `exact` where the text stood in normal form as it was typed, `folded` where it had to be normalised to match.
    package var via: String

    package init(phrase: Phrase, range: Range<Int>, isDeleted: Bool, via: String) {
        self.phrase = phrase
        self.range = range
        self.isDeleted = isDeleted
        self.via = via
    }
}
