// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// Which window keys go to, and whether another program has grabbed the keyboard.
///
/// The server tells of a focus change in order with the keys, so keys before it belong to the old window. It tells of a
/// grab as a focus change with a mode of its own. Both are told to the window concerned and to the windows around it,
/// wherever inside a top-level window the focus lies. So focus changes of the root and of every top-level window are
/// asked for as soon as one is made, long before it can have the focus: a grab cannot slip between a focus change and
/// our question.
struct X11Focus {
    /// The window last reported.
    ///
    /// Ids are used again, so nil where that window is gone.
    private(set) var window: WindowID?
    private(set) var isGrabbed = false
    /// Whether the focus may have changed since ``resolve(_:)``.
    private(set) var isStale = true
    private let activeWindow: xcb_atom_t

    init(_ connection: borrowing X11Connection) {
        activeWindow = connection.atom("_NET_ACTIVE_WINDOW")
        Self.select(
            connection, connection.root,
            XCB_EVENT_MASK_FOCUS_CHANGE.rawValue | XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY.rawValue
                | XCB_EVENT_MASK_PROPERTY_CHANGE.rawValue)
        let cookie = xcb_query_tree(connection.handle, connection.root)
        guard let tree = xcb_query_tree_reply(connection.handle, cookie, nil) else { return }
        defer { free(tree) }
        let children = UnsafeBufferPointer(
            start: xcb_query_tree_children(tree), count: Int(xcb_query_tree_children_length(tree)))
        for child in children { watch(child, connection) }
    }

    /// A top-level window was made, or became one.
    func watch(_ window: xcb_window_t, _ connection: borrowing X11Connection) {
        Self.select(
            connection, window, XCB_EVENT_MASK_FOCUS_CHANGE.rawValue | XCB_EVENT_MASK_STRUCTURE_NOTIFY.rawValue)
    }

    /// The focus left or entered a window; the grab's beginning or end, if it tells of one.
    mutating func change(mode: UInt8) -> KeyEvent? {
        switch UInt32(mode) {
        case XCB_NOTIFY_MODE_GRAB.rawValue:
            return grab(true)
        case XCB_NOTIFY_MODE_WHILE_GRABBED.rawValue:
            isStale = true
            return grab(true)
        default:
            // The end of a grab, or a change that only happens where there is none.
            isStale = true
            return grab(false)
        }
    }

    mutating func destroy(_ window: xcb_window_t) {
        guard window == self.window?.value else { return }
        self.window = nil
        isStale = true
    }

    mutating func propertyChange(_ atom: xcb_atom_t) {
        if atom == activeWindow { isStale = true }
    }

    /// Asks where keys go now; the window, if it is another one.
    mutating func resolve(_ connection: borrowing X11Connection) -> WindowID? {
        isStale = false
        var found = Self.focused(connection)
        // The focus can move between question and selection, so it is asked again until it stands still.
        for _ in 0..<8 {
            watch(found, connection)
            let again = Self.focused(connection)
            if again == found { break }
            found = again
        }
        var id = WindowID(value: found)
        if found == connection.root, let active = active(connection) { id = active }
        guard id != window else { return nil }
        window = id
        return id
    }

    /// Finds a grab that began before we did, by trying for one ourselves.
    ///
    /// Only at the start: there is no other way to ask, and an agent that starts again behind a lock screen would read
    /// the password. The grab goes to the window that has the focus, and is given back within the same write.
    mutating func findGrab(_ connection: borrowing X11Connection) -> KeyEvent? {
        let target = Self.focused(connection)
        xcb_grab_server(connection.handle)
        let cookie = xcb_grab_keyboard(
            connection.handle, 1, target, xcb_timestamp_t(XCB_CURRENT_TIME), UInt8(XCB_GRAB_MODE_ASYNC.rawValue),
            UInt8(XCB_GRAB_MODE_ASYNC.rawValue))
        xcb_ungrab_keyboard(connection.handle, xcb_timestamp_t(XCB_CURRENT_TIME))
        xcb_ungrab_server(connection.handle)
        guard let reply = xcb_grab_keyboard_reply(connection.handle, cookie, nil) else { return nil }
        defer { free(reply) }
        let refusals = [XCB_GRAB_STATUS_ALREADY_GRABBED.rawValue, XCB_GRAB_STATUS_FROZEN.rawValue]
        return refusals.contains(UInt32(reply.pointee.status)) ? grab(true) : nil
    }

    private mutating func grab(_ isGrabbed: Bool) -> KeyEvent? {
        guard isGrabbed != self.isGrabbed else { return nil }
        self.isGrabbed = isGrabbed
        return isGrabbed ? .suspended : .resumed
    }

    /// The window with the focus; the root where none has it or it follows the pointer.
    private static func focused(_ connection: borrowing X11Connection) -> xcb_window_t {
        let cookie = xcb_get_input_focus(connection.handle)
        guard let reply = xcb_get_input_focus_reply(connection.handle, cookie, nil) else { return connection.root }
        defer { free(reply) }
        // 0 is no window, 1 the one under the pointer.
        return reply.pointee.focus > 1 ? reply.pointee.focus : connection.root
    }

    private func active(_ connection: borrowing X11Connection) -> WindowID? {
        let cookie = xcb_get_property(
            connection.handle, 0, connection.root, activeWindow, XCB_ATOM_WINDOW.rawValue, 0, 1)
        guard let reply = xcb_get_property_reply(connection.handle, cookie, nil) else { return nil }
        defer { free(reply) }
        guard reply.pointee.format == 32, xcb_get_property_value_length(reply) == 4,
            let window = xcb_get_property_value(reply)?.loadUnaligned(as: UInt32.self), window != 0
        else { return nil }
        return WindowID(value: window)
    }

    /// Asks for a window's events.
    ///
    /// Windows vanish at any time: an error for one is expected and left unread.
    private static func select(_ connection: borrowing X11Connection, _ window: xcb_window_t, _ events: UInt32) {
        // The root keeps the events chosen for it at the start.
        let root = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY.rawValue
        if window == connection.root, events & root == 0 { return }
        var mask = events
        xcb_change_window_attributes(connection.handle, window, XCB_CW_EVENT_MASK.rawValue, &mask)
    }
}
