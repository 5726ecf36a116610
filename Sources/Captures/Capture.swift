// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The flagged record: what matched, the words around it, where, whose account, when, and a picture of the screen.
///
/// Account, host name, window and text are claims of the machine that sent them, and are shown as such.
package struct Capture: Sendable, Hashable {
    package var id: CaptureID
    /// The phrase as the wordlist writes it.
    package var phrase: String
    package var category: Category
    package var severity: Severity
    package var manner: Manner
    package var context: Context
    package var window: Window
    /// The name of the account in whose session the text was typed.
    ///
    /// A login is not a person.
    package var account: SensitiveText
    /// The machine's own name for itself.
    package var hostName: String
    /// When the match was made, by the machine's clock, to the millisecond.
    package var capturedAt: Date
    package var screenshot: Screenshot?

    /// How the text came to match.
    package enum Manner: String, Sendable, Hashable {
        case typed
        /// Typed, then deleted again before the capture was closed.
        case deleted
    }

    /// The window in which the text was typed.
    package struct Window: Sendable, Hashable {
        package var title: SensitiveText
        /// The program's own name, such as `mousepad`; empty where it is not known.
        package var application: String

        package init(title: SensitiveText, application: String) {
            self.title = title
            self.application = application
        }
    }

    package init(
        id: CaptureID, phrase: String, category: Category, severity: Severity, manner: Manner, context: Context,
        window: Window, account: SensitiveText, hostName: String, capturedAt: Date, screenshot: Screenshot?
    ) {
        self.id = id
        self.phrase = phrase
        self.category = category
        self.severity = severity
        self.manner = manner
        self.context = context
        self.window = window
        self.account = account
        self.hostName = hostName
        self.capturedAt = capturedAt
        self.screenshot = screenshot
    }
}

extension Capture: CustomStringConvertible {
    /// The id alone: a capture in a log is named, never told.
    package var description: String { "capture \(id)" }
}
