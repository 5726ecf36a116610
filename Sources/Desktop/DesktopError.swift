// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What can go wrong between us and the desktop of the person at the machine.
///
/// No case carries a title or any other text that a person may have written.
package enum DesktopError: Error, Equatable {
    case noDisplay(String)
    case serverGone
    case windowGone(UInt32)
    case noWindow
    case x11(request: String, code: UInt8)
    case unsupportedScreen(String)
    case cannotEncode(Int32)
    case cannotDraw(String)
    case cannotStartThread(Int32)
    case noticeInvalid(file: String, line: Int, reason: String)
    case noticeDoesNotFit(width: Int, height: Int)
    case noticeNotShown
    case noticeRemoved
}

extension DesktopError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDisplay(let display):
            "cannot open display \(display); is the session's X server running and DISPLAY set?"
        case .serverGone:
            "the X server closed the connection; start again once the session is back"
        case .windowGone(let window):
            "window \(window) was closed while it was read; ask for the active window"
        case .noWindow:
            "no window is active"
        case .x11(let request, let code):
            "the X server refused \(request) with error \(code)"
        case .unsupportedScreen(let reason):
            "cannot use this screen: \(reason); set it to 24-bit color"
        case .cannotEncode(let code):
            "cannot encode the screenshot: libwebp error \(code)"
        case .cannotDraw(let reason):
            "cannot draw the notice: \(reason); install a font such as DejaVu Sans (fonts-dejavu-core)"
        case .cannotStartThread(let code):
            "cannot start a thread: error \(code); check the limits on threads and open files"
        case .noticeInvalid(let file, let line, let reason):
            "\(file):\(line): \(reason)"
        case .noticeDoesNotFit(let width, let height):
            "the notice does not fit a screen of \(width)x\(height); shorten its text"
        case .noticeNotShown:
            "the notice was not shown: no window manager put it on the screen in full; nothing is captured until one does"
        case .noticeRemoved:
            "the notice was taken off the screen before it could be read; nothing is captured until it is shown again"
        }
    }
}
