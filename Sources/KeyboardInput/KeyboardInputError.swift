// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why keys cannot be read.
package enum KeyboardInputError: Error, Equatable {
    /// No X server answers at this display.
    case noDisplay(String)
    /// The X server at this display ended or closed the connection.
    case displayClosed(String)
    /// The X server at this display lacks the named extension.
    case missingExtension(String, display: String)
    /// The X server at this display gives no keymap that can be read.
    case noKeymap(display: String)
    /// The text of a keymap does not compile.
    case unreadableKeymap
    /// No keymap has this layout and variant.
    case unknownLayout(String)
    /// The system refused what is named here, with this errno.
    case refused(String, errno: Int32)
}

extension KeyboardInputError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDisplay(let display):
            "cannot open display \(display); is the session's X server running and DISPLAY set?"
        case .displayClosed(let display):
            "the X server at display \(display) closed the connection; start again once the session is back"
        case .missingExtension(let name, let display):
            "the X server at display \(display) has no \(name); keys cannot be read without it"
        case .noKeymap(let display):
            "the X server at display \(display) gives no keymap; check it with xkbcomp \(display) -"
        case .unreadableKeymap:
            "the keymap's text does not compile; write it again with xkbcomp"
        case .unknownLayout(let layout):
            "unknown keyboard layout '\(layout)'; see the names in /usr/share/X11/xkb/rules/base.lst"
        case .refused(let what, let errno):
            "\(what) was refused (errno \(errno)); is the machine out of memory?"
        }
    }
}
