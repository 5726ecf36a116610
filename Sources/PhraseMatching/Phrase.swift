// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// One phrase of a wordlist: what is looked for, and how worrying it is.
package struct Phrase: Sendable, Hashable {
    /// As the wordlist spells it; it is normalised where it is compiled.
    package var text: String
    package var category: String
    /// From 1 (note) to 5 (urgent).
    package var severity: Int
    /// The wordlist it stands in, and the line, so that a match can be traced to its reason.
    package var file: String
    package var line: Int

    package init(text: String, category: String, severity: Int, file: String, line: Int) {
        self.text = text
        self.category = category
        self.severity = severity
        self.file = file
        self.line = line
    }
}
