// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb

/// The names that we use in properties and messages, as the server numbers them.
struct X11Atoms {
    let activeWindow: xcb_atom_t
    let compoundText: xcb_atom_t
    let deleteWindow: xcb_atom_t
    let desktop: xcb_atom_t
    let dialog: xcb_atom_t
    let name: xcb_atom_t
    let pid: xcb_atom_t
    let protocols: xcb_atom_t
    let state: xcb_atom_t
    let stateAbove: xcb_atom_t
    let stateSticky: xcb_atom_t
    let supportingCheck: xcb_atom_t
    let utf8: xcb_atom_t
    let windowState: xcb_atom_t
    let windowType: xcb_atom_t

    init(_ connection: OpaquePointer) throws(DesktopError) {
        var cookies: [xcb_intern_atom_cookie_t] = []
        for name in Self.names {
            cookies.append(xcb_intern_atom(connection, 0, UInt16(name.utf8.count), name))
        }
        var atoms: [xcb_atom_t] = []
        for cookie in cookies {
            // The error is not asked for: the only ones are no memory and a lost connection.
            guard let reply = xcb_intern_atom_reply(connection, cookie, nil) else { continue }
            atoms.append(reply.pointee.atom)
            free(reply)
        }
        guard atoms.count == Self.names.count else { throw .serverGone }
        activeWindow = atoms[0]
        deleteWindow = atoms[1]
        desktop = atoms[2]
        dialog = atoms[3]
        name = atoms[4]
        pid = atoms[5]
        protocols = atoms[6]
        state = atoms[7]
        stateAbove = atoms[8]
        stateSticky = atoms[9]
        supportingCheck = atoms[10]
        utf8 = atoms[11]
        windowState = atoms[12]
        windowType = atoms[13]
        compoundText = atoms[14]
    }

    /// In the order of the assignments above.
    private static let names = [
        "_NET_ACTIVE_WINDOW", "WM_DELETE_WINDOW", "_NET_WM_DESKTOP", "_NET_WM_WINDOW_TYPE_DIALOG", "_NET_WM_NAME",
        "_NET_WM_PID", "WM_PROTOCOLS", "_NET_WM_STATE", "_NET_WM_STATE_ABOVE", "_NET_WM_STATE_STICKY",
        "_NET_SUPPORTING_WM_CHECK", "UTF8_STRING", "WM_STATE", "_NET_WM_WINDOW_TYPE", "COMPOUND_TEXT",
    ]
}
