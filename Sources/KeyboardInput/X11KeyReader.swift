// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// Reads one X session's keys on a thread of its own and sends them, in order, to a channel.
///
/// Raw key events come from XInput 2, modifiers and keymap from XKB, focus and grabs from ``X11Focus``. Repeats and
/// pauses are the reader's own: raw events have neither.
final class X11KeyReader {
    private let connection: X11Connection
    private let channel: KeyEventChannel
    private var keyboard: X11Keyboard
    private var focus: X11Focus
    private var held = KeyRepeat()
    private var hasNewKeymap = false
    /// When the pause after the last key is long enough.
    private var restAt: ContinuousClock.Instant?

    init(display: String?, channel: KeyEventChannel) throws(KeyboardInputError) {
        self.channel = channel
        let connection = try X11Connection(display: display)
        // Before the keymap is read, so that no change after it is missed.
        focus = X11Focus(connection)
        keyboard = try X11Keyboard(connection)
        Self.selectInput(connection)
        self.connection = connection
    }

    /// Reads until the channel is closed or the server ends.
    func run() {
        do {
            held.settings = keyboard.repeats
            send(.keymap(keyboard.text))
            send(.modifiers(try keyboard.modifiers(connection)))
            if let grab = focus.findGrab(connection) { send(grab) }
            while !channel.isClosed {
                // Questions to the server may bring events into the library's queue, where poll does not see them: so
                // the queue is emptied after the last question and before every wait.
                try settle()
                if try readEvents() { continue }
                try wait()
                sendWhatIsDue()
            }
        } catch {
            channel.fail(error)
        }
    }

    private func readEvents() throws(KeyboardInputError) -> Bool {
        var hasRead = false
        while let event = xcb_poll_for_event(connection.handle) {
            defer { free(event) }
            hasRead = true
            try handle(event)
        }
        guard xcb_connection_has_error(connection.handle) == 0 else { throw .displayClosed(connection.display) }
        return hasRead
    }

    private func handle(_ event: UnsafeMutablePointer<xcb_generic_event_t>) throws(KeyboardInputError) {
        let raw = UnsafeRawPointer(event)
        let kind = event.pointee.response_type & 0x7F
        switch Int32(kind) {
        case XCB_GE_GENERIC:
            let input = raw.assumingMemoryBound(to: xcb_input_raw_key_press_event_t.self).pointee
            if input.`extension` == connection.inputOpcode { try handleInput(input) }
        case XCB_FOCUS_IN, XCB_FOCUS_OUT:
            let change = raw.assumingMemoryBound(to: xcb_focus_in_event_t.self).pointee
            if let grab = focus.change(mode: change.mode) { send(grab) }
        case XCB_CREATE_NOTIFY:
            focus.watch(raw.assumingMemoryBound(to: xcb_create_notify_event_t.self).pointee.window, connection)
        case XCB_REPARENT_NOTIFY:
            let moved = raw.assumingMemoryBound(to: xcb_reparent_notify_event_t.self).pointee
            if moved.parent == connection.root { focus.watch(moved.window, connection) }
        case XCB_DESTROY_NOTIFY:
            focus.destroy(raw.assumingMemoryBound(to: xcb_destroy_notify_event_t.self).pointee.window)
        case XCB_PROPERTY_NOTIFY:
            focus.propertyChange(raw.assumingMemoryBound(to: xcb_property_notify_event_t.self).pointee.atom)
        case Int32(connection.keyboardEvent):
            handleKeyboard(raw)
        default:
            // Among others 0, an error: a window vanished before its events could be asked for.
            break
        }
    }

    private func handleInput(_ input: xcb_input_raw_key_press_event_t) throws(KeyboardInputError) {
        let now = ContinuousClock.now
        let key = Keycode(value: input.detail)
        switch Int32(input.event_type) {
        case XCB_INPUT_RAW_KEY_PRESS:
            try settle()
            send(.key(key, .press))
            held.press(key, repeats: keyboard.keymap.repeats(key), at: now)
            restAt = now + KeyEvent.pause
        case XCB_INPUT_RAW_KEY_RELEASE:
            send(.key(key, .release))
            held.release(key)
        case XCB_INPUT_RAW_BUTTON_PRESS:
            // 4 to 7 are the wheel, which leaves the caret where it is.
            if !(4...7).contains(input.detail) { send(.pointer) }
        default:
            break
        }
    }

    private func handleKeyboard(_ raw: UnsafeRawPointer) {
        switch UInt32(raw.load(fromByteOffset: 1, as: UInt8.self)) {
        case UInt32(XCB_XKB_STATE_NOTIFY):
            let notice = raw.assumingMemoryBound(to: xcb_xkb_state_notify_event_t.self).pointee
            var modifiers = ModifierState()
            modifiers.depressed = UInt32(notice.baseMods)
            modifiers.latched = UInt32(notice.latchedMods)
            modifiers.locked = UInt32(notice.lockedMods)
            modifiers.depressedGroup = UInt32(bitPattern: Int32(notice.baseGroup))
            modifiers.latchedGroup = UInt32(bitPattern: Int32(notice.latchedGroup))
            modifiers.lockedGroup = UInt32(notice.lockedGroup)
            send(.modifiers(modifiers))
        case UInt32(XCB_XKB_CONTROLS_NOTIFY):
            keyboard.reloadRepeats(connection)
            held.settings = keyboard.repeats
        default:
            hasNewKeymap = true
        }
    }

    /// Asks the server for what events said has changed, before the next key needs it.
    private func settle() throws(KeyboardInputError) {
        if hasNewKeymap {
            hasNewKeymap = false
            if try keyboard.reload(connection) { send(.keymap(keyboard.text)) }
            keyboard.reloadRepeats(connection)
            held.settings = keyboard.repeats
        }
        if focus.isStale, let window = focus.resolve(connection) { send(.focus(window)) }
    }

    /// Sleeps until the server has something, the channel is closed, or a repeat or a pause is due.
    private func wait() throws(KeyboardInputError) {
        xcb_flush(connection.handle)
        let deadlines = [held.deadline, restAt].compactMap { $0 }
        var timeout: Int32 = -1
        if let next = deadlines.min() {
            let left = (next - ContinuousClock.now).components
            timeout =
                left.seconds < 0
                ? 0 : Int32(left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
            timeout = max(timeout, 0)
        }
        var sources = [
            pollfd(fd: xcb_get_file_descriptor(connection.handle), events: Int16(POLLIN), revents: 0),
            pollfd(fd: channel.closing, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted or in vain: the loop comes back here.
        guard poll(&sources, nfds_t(sources.count), timeout) >= 0 || errno == EINTR || errno == EAGAIN else {
            throw .refused("waiting for keys", errno: errno)
        }
    }

    private func sendWhatIsDue() {
        // A release that has arrived already comes first: then the key acts no more.
        let now = ContinuousClock.now
        if let deadline = held.deadline, deadline <= now {
            guard !hasInput else { return }
            if let key = held.due(at: now) {
                send(.key(key, .repeat))
                restAt = now + KeyEvent.pause
            }
        }
        if let rest = restAt, rest <= now {
            restAt = nil
            send(.rest)
        }
    }

    private var hasInput: Bool {
        var source = pollfd(fd: xcb_get_file_descriptor(connection.handle), events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, 0) > 0
    }

    /// A closed channel takes nothing; the loop sees that by itself.
    private func send(_ event: KeyEvent) {
        _ = channel.send(event)
    }

    private static func selectInput(_ connection: borrowing X11Connection) {
        let events =
            XCB_INPUT_XI_EVENT_MASK_RAW_KEY_PRESS.rawValue | XCB_INPUT_XI_EVENT_MASK_RAW_KEY_RELEASE.rawValue
            | XCB_INPUT_XI_EVENT_MASK_RAW_BUTTON_PRESS.rawValue
        // The request's mask is a header and the words after it, one here.
        struct Selection {
            var header: xcb_input_event_mask_t
            var events: UInt32
        }
        let header = xcb_input_event_mask_t(deviceid: UInt16(XCB_INPUT_DEVICE_ALL_MASTER.rawValue), mask_len: 1)
        var selection = Selection(header: header, events: events)
        withUnsafePointer(to: &selection) { selection in
            selection.withMemoryRebound(to: xcb_input_event_mask_t.self, capacity: 2) { mask in
                _ = xcb_input_xi_select_events(connection.handle, connection.root, 1, mask)
            }
        }
    }
}
