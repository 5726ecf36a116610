// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// The window that somebody works in.
///
/// Both are what the program says of itself: shown to people as a claim, and never trusted.
package struct ActiveWindow: Sendable, Hashable {
    /// At most ``titleLimit`` bytes, without control characters.
    package var title: SensitiveText
    /// The program's own name, such as `mousepad`, at most ``applicationLimit`` bytes; empty where it is not known.
    package var application: String

    package static let titleLimit = 1_024
    package static let applicationLimit = 64

    package init(title: SensitiveText, application: String) {
        self.title = title
        self.application = application
    }
}
