// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A golden typing session: the keys somebody presses, and what the agent must print for them.
///
/// UTF-8 text, at most 1 MiB, one instruction a line; LF or CRLF; a byte order mark is allowed. Blanks before an
/// instruction, blank lines and lines that begin with `#` are left out. `layout` and `window` come before everything
/// that is done.
/// ```
/// layout gb intl                        layout and perhaps variant; gb where there is no such line
/// window 1 mousepad Notes - untitled    number, application, title; the first one has the focus at the start
/// focus 2                               keys go to window 2 from here on
/// type i want to go home                every character by the keys that make it, Shift and AltGr included
/// key BackSpace x3                      a key by its X name, perhaps several times (at most 1000)
/// key Control+Shift+a                   with keys held: X names, or Control, Shift, Alt, Super, AltGr
/// hold a 5                              a key held until it has acted 5 times more (at most 1000)
/// press Shift_L / release Shift_L       one key, down and up
/// rest | click | grab | ungrab          a pause, a mouse button, the keyboard grabbed and released
/// > a line                              a line the agent must print; `>` alone is an empty one
/// ```
/// - `type` and `>` take the rest of the line after one blank as it is, blanks at the end included.
/// - A key without held keys gets the Shift or AltGr it needs (`key A`, `key plus`). With held keys, only those are held.
/// - What `press` holds, and Caps Lock, go on acting during `type`, as they do on a keyboard.
/// - Without any `window` line there is window 1, without application or title.
///
/// The first line that is wrong is refused with its number, and nothing of the file is used.
package struct KeysFile: Sendable {
    /// A window of the session.
    package struct Window: Sendable, Hashable {
        package var title: String
        package var application: String
    }

    /// How long a file may be.
    package static let limit = 1 << 20

    package let events: [KeyEvent]
    package let windows: [WindowID: Window]
    package let expected: [String]

    /// `file` is the name that errors give.
    package init(parsing bytes: [UInt8], file: String) throws(KeysFileError) {
        var parser = try KeysFileParser(file: file)
        guard bytes.count <= Self.limit else {
            throw KeysFileError(file: file, line: 1, problem: "the file is over 1 MiB; split it into several sessions")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines { try parser.read(line.last == 0x0D ? line.dropLast() : line) }
        try parser.finish()
        events = parser.events
        windows = parser.windows
        expected = parser.expected
    }
}

/// Why a `*.keys` file is refused: the first line that is wrong, and what to do about it.
package struct KeysFileError: Error, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    /// What is wrong; what to do.
    package var problem: String

    package var description: String { "\(file):\(line): \(problem)" }
}
