// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Captures

/// Finding the window that somebody works in, and its name.
extension X11Connection {
    /// A window in a window never lies deeper than this.
    private static let maximumDepth = 32

    /// The active window by the window manager's word; nil where there is none.
    func activeWindowID() throws(DesktopError) -> xcb_window_t? {
        let window = try properties([atoms.activeWindow], of: root)[0]?.word
        return window == 0 || window == root ? nil : window
    }

    /// The client window that holds `focus`.
    ///
    /// A toolkit may give the focus to a small window of its own inside the client, so the parents are searched for the
    /// window manager's mark; without a window manager the outermost window that has a class is it.
    func clientWindow(holding focus: xcb_window_t) throws(DesktopError) -> xcb_window_t? {
        let classAtom = XCB_ATOM_WM_CLASS.rawValue
        var outermost: xcb_window_t?
        var window = focus
        // 0 and 1 stand for no focus and for the window under the pointer.
        for _ in 0..<Self.maximumDepth where window > 1 && window != root {
            let marks = try properties([atoms.windowState, classAtom], of: window)
            if marks[0] != nil { return window }
            if marks[1] != nil { outermost = window }
            guard let parent = try parent(of: window) else { break }
            window = parent
        }
        if let outermost { return outermost }
        return try activeWindowID()
    }

    /// What the window says of itself.
    func describe(_ window: xcb_window_t) throws(DesktopError) -> ActiveWindow {
        let found = try properties(
            [atoms.name, XCB_ATOM_WM_NAME.rawValue, atoms.pid, XCB_ATOM_WM_CLASS.rawValue], of: window)
        let application = found[2]?.word.flatMap { ProcessName.read(pid: $0) } ?? className(found[3])
        return ActiveWindow(title: SensitiveText(title(found[0]) ?? title(found[1]) ?? ""), application: application)
    }

    private func title(_ property: Property?) -> String? {
        guard let property, property.format == 8 else { return nil }
        let limit = ActiveWindow.titleLimit
        let text =
            switch property.type {
            case atoms.utf8: ClaimedText.clean(utf8: property.bytes, limit: limit)
            case atoms.compoundText: ClaimedText.clean(utf8: CompoundText.utf8(property.bytes), limit: limit)
            default: ClaimedText.clean(latin1: property.bytes, limit: limit)
            }
        return text.isEmpty ? nil : text
    }

    /// `WM_CLASS` is an instance and a class, each ended by a zero byte.
    private func className(_ property: Property?) -> String {
        guard let property, property.format == 8 else { return "" }
        let names = property.bytes.split(separator: 0)
        guard let name = names.dropFirst().first ?? names.first else { return "" }
        return ClaimedText.clean(latin1: Array(name), limit: ActiveWindow.applicationLimit)
    }
}
