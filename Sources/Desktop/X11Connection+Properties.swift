// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb

extension X11Connection {
    /// A property's value, as much of it as was asked for.
    struct Property {
        var type: xcb_atom_t
        var format: UInt8
        var bytes: [UInt8]

        /// The first 32-bit value.
        var word: UInt32? {
            guard format == 32, bytes.count >= 4 else { return nil }
            return bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        }
    }

    /// Asks for properties of a window in one round trip, at most `limit` bytes of each; absent ones are nil.
    func properties(
        _ names: [xcb_atom_t], of window: xcb_window_t, limit: Int = ActiveWindow.titleLimit
    ) throws(DesktopError) -> [Property?] {
        let cookies = names.map {
            xcb_get_property(handle, 0, window, $0, 0, 0, UInt32((limit + 3) / 4))
        }
        var values: [Property?] = []
        var failed: DesktopError?
        // Every reply is collected, or the connection would keep those that were not asked for.
        for cookie in cookies {
            var error: UnsafeMutablePointer<xcb_generic_error_t>?
            guard let reply = xcb_get_property_reply(handle, cookie, &error) else {
                failed = failure(error, "GetProperty", window: window)
                continue
            }
            values.append(Self.property(reply))
            free(reply)
        }
        if let failed { throw failed }
        return values
    }

    private static func property(_ reply: UnsafeMutablePointer<xcb_get_property_reply_t>) -> Property? {
        guard reply.pointee.type != 0 else { return nil }
        let count = Int(xcb_get_property_value_length(reply))
        let bytes = xcb_get_property_value(reply).map {
            [UInt8](UnsafeRawBufferPointer(start: $0, count: max(0, count)))
        }
        return Property(type: reply.pointee.type, format: reply.pointee.format, bytes: bytes ?? [])
    }

    /// The window above this one; nil for the root.
    func parent(of window: xcb_window_t) throws(DesktopError) -> xcb_window_t? {
        var error: UnsafeMutablePointer<xcb_generic_error_t>?
        guard let reply = xcb_query_tree_reply(handle, xcb_query_tree(handle, window), &error) else {
            throw failure(error, "QueryTree", window: window)
        }
        defer { free(reply) }
        return reply.pointee.parent == 0 ? nil : reply.pointee.parent
    }

    /// Sets a property of 32-bit values on a window of ours.
    func set(_ property: xcb_atom_t, _ type: xcb_atom_t, _ values: [UInt32], on window: xcb_window_t) {
        let replace = UInt8(XCB_PROP_MODE_REPLACE.rawValue)
        xcb_change_property(handle, replace, window, property, type, 32, UInt32(values.count), values)
    }

    /// Sets a text property on a window of ours.
    func set(_ property: xcb_atom_t, _ type: xcb_atom_t, text: some Collection<UInt8>, on window: xcb_window_t) {
        let replace = UInt8(XCB_PROP_MODE_REPLACE.rawValue)
        xcb_change_property(handle, replace, window, property, type, 8, UInt32(text.count), Array(text))
    }
}
