// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// The desktop of one person on an X server: the windows and a picture of the screen.
///
/// It runs on a thread of its own, which is where the pictures are encoded too; nobody else waits. Whether a picture
/// may be taken at all (never at a lock screen) is for the agent to know.
package actor X11Desktop {
    private let executor: ThreadExecutor
    private let connection: X11Connection

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects to the X server.
    ///
    /// Nil for the display that `DISPLAY` names.
    package init(display: String? = nil) throws(DesktopError) {
        executor = try ThreadExecutor()
        connection = try X11Connection(display: display)
    }

    /// The window to which the keys go, from the raw input focus.
    ///
    /// Throws ``DesktopError/windowGone(_:)`` where it was closed meanwhile, ``DesktopError/noWindow`` where none has
    /// the focus.
    package func window(at focus: UInt32) throws(DesktopError) -> ActiveWindow {
        guard let window = try connection.clientWindow(holding: focus) else { throw .noWindow }
        return try connection.describe(window)
    }

    /// The active window by the window manager's word; nil where there is none, or it closed at this moment.
    package func activeWindow() throws(DesktopError) -> ActiveWindow? {
        do throws(DesktopError) {
            guard let window = try connection.activeWindowID() else { return nil }
            return try connection.describe(window)
        } catch {
            if case .windowGone = error { return nil }
            throw error
        }
    }

    /// A picture of all monitors.
    package func screenshot() throws(DesktopError) -> Screenshot {
        try connection.grabScreen().encoded()
    }
}
