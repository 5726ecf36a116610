// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// The windows that somebody works in, one after the other, and each change of their titles.
///
/// The active window comes first. A thread with its own connection waits for the server; where the reader falls behind,
/// the oldest changes are left out, as only the newest one matters. Ends with ``DesktopError/serverGone`` where the
/// session ends.
package struct WindowObserver: AsyncSequence, Sendable {
    package typealias Element = ActiveWindow
    package typealias AsyncIterator = AsyncThrowingStream<ActiveWindow, any Error>.AsyncIterator

    private let display: String?

    /// Nil for the display that `DISPLAY` names.
    package init(display: String? = nil) {
        self.display = display
    }

    package func makeAsyncIterator() -> AsyncIterator {
        let (changes, continuation) = AsyncThrowingStream.makeStream(
            of: ActiveWindow.self, bufferingPolicy: .bufferingNewest(16))
        let display = display
        do {
            let stop = try WakeSignal()
            continuation.onTermination = { _ in stop.set() }
            try startThread {
                do {
                    let watch = WindowWatch(try X11Connection(display: display))
                    try watch.run(until: stop) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        } catch {
            continuation.finish(throwing: error)
        }
        return changes.makeAsyncIterator()
    }
}

/// The observer's side on its thread.
private final class WindowWatch {
    private let connection: X11Connection
    private var window: xcb_window_t?
    private var told: ActiveWindow?

    init(_ connection: X11Connection) { self.connection = connection }

    func run(until stop: WakeSignal, tell: (ActiveWindow) -> Void) throws(DesktopError) {
        select(XCB_EVENT_MASK_PROPERTY_CHANGE.rawValue, on: connection.root)
        try look(tell)
        while true {
            // A burst of changes is read once.
            if drain() { try look(tell) }
            guard connection.isOpen else { throw .serverGone }
            // Reading replies may have brought events in, which poll would not see.
            if drain() {
                try look(tell)
                continue
            }
            if stop.wait(or: connection.descriptor) { return }
        }
    }

    /// Takes all events; true where one of them asks for another look.
    private func drain() -> Bool {
        let active = connection.atoms.activeWindow
        let names = [connection.atoms.name, XCB_ATOM_WM_NAME.rawValue]
        var asks = false
        while true {
            let next = connection.nextEvent { kind, event -> Bool? in
                switch Int32(kind & 0x7F) {
                case XCB_PROPERTY_NOTIFY:
                    return event.withMemoryRebound(to: xcb_property_notify_event_t.self, capacity: 1) {
                        $0.pointee.atom == active || names.contains($0.pointee.atom)
                    }
                case XCB_DESTROY_NOTIFY:
                    return true
                default:
                    return nil
                }
            }
            switch next {
            case .none: return asks
            case .uninteresting: continue
            case .event(let matters): asks = asks || matters
            }
        }
    }

    /// Reads the active window and selects its changes, each time anew: the server gives a closed window's number to
    /// the next one, so the same number is not the same window.
    private func look(_ tell: (ActiveWindow) -> Void) throws(DesktopError) {
        let now = try connection.activeWindowID()
        if let window, window != now { select(0, on: window) }
        if window != now { told = nil }
        window = now
        guard let now else { return }
        // Selected before it is read, or a change in between would be missed.
        select(XCB_EVENT_MASK_PROPERTY_CHANGE.rawValue | XCB_EVENT_MASK_STRUCTURE_NOTIFY.rawValue, on: now)
        do throws(DesktopError) {
            let found = try connection.describe(now)
            if found != told { tell(found) }
            told = found
        } catch {
            // It closed meanwhile; the window manager names the next one.
            guard case .windowGone = error else { throw error }
            window = nil
            told = nil
        }
    }

    private func select(_ mask: UInt32, on window: xcb_window_t) {
        var values = [mask]
        xcb_change_window_attributes(connection.handle, window, XCB_CW_EVENT_MASK.rawValue, &values)
        connection.flush()
    }
}
