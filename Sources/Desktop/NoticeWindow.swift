// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CCairo
import CXcb
import Glibc

/// The window that holds the notice, on its own thread and connection.
final class NoticeWindow {
    private let connection: X11Connection
    private let window: xcb_window_t
    private let drawing: NoticeDrawing
    private let surface: OpaquePointer

    init(_ text: NoticeText, on connection: X11Connection) throws(DesktopError) {
        let drawing = try NoticeDrawing(text)
        let screen = connection.screen
        let (width, height) = (UInt16(NoticeDrawing.width), UInt16(min(drawing.height, 16_383)))
        guard width <= screen.width_in_pixels, height <= screen.height_in_pixels else {
            throw .noticeDoesNotFit(width: Int(screen.width_in_pixels), height: Int(screen.height_in_pixels))
        }
        guard let visual = Self.visual(on: connection) else { throw .cannotDraw("the screen has no usual visual") }
        let window = connection.id()
        let events =
            XCB_EVENT_MASK_EXPOSURE.rawValue | XCB_EVENT_MASK_VISIBILITY_CHANGE.rawValue
            | XCB_EVENT_MASK_STRUCTURE_NOTIFY.rawValue | XCB_EVENT_MASK_KEY_PRESS.rawValue
            | XCB_EVENT_MASK_BUTTON_RELEASE.rawValue
        var values = [screen.white_pixel, events]
        let left = Int16((screen.width_in_pixels - width) / 2)
        let top = Int16((screen.height_in_pixels - height) / 2)
        xcb_create_window(
            connection.handle, UInt8(XCB_COPY_FROM_PARENT), window, screen.root, left, top, width, height, 0,
            UInt16(XCB_WINDOW_CLASS_INPUT_OUTPUT.rawValue), screen.root_visual,
            XCB_CW_BACK_PIXEL.rawValue | XCB_CW_EVENT_MASK.rawValue, &values)
        guard
            let surface = cairo_xcb_surface_create(
                connection.handle, window, visual, Int32(width), Int32(height)),
            cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
        else { throw .cannotDraw("no surface for the window") }
        self.connection = connection
        self.window = window
        self.drawing = drawing
        self.surface = surface
        describe(text.title, left: left, top: top, width: width, height: height)
    }

    deinit {
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
        xcb_destroy_window(connection.handle, window)
        connection.flush()
    }

    /// Shows the window and serves it until somebody says OK, it is taken away, or `stop` is set.
    ///
    /// `tell` is called once, with what became of the showing.
    func run(
        _ start: NoticeProgress, until stop: WakeSignal, tell: (Result<NoticeOutcome, DesktopError>) -> Void
    ) throws(DesktopError) {
        var progress = start
        let began = ContinuousClock.now
        xcb_map_window(connection.handle, window)
        connection.flush()
        var isTold = false
        while true {
            while let event = try nextEvent() {
                guard let event else { continue }
                progress.handle(event, at: ContinuousClock.now - began)
            }
            let now = ContinuousClock.now - began
            progress.pass(to: now)
            if let outcome = progress.outcome, !isTold {
                isTold = true
                tell(outcome)
            }
            guard !progress.isOver else { return }
            guard connection.isOpen else { throw .serverGone }
            if stop.wait(or: connection.descriptor, timeout: progress.deadline.map { max($0 - now, .zero) }) {
                // Set before the outcome: the task was cancelled. Afterwards nobody sets it.
                return
            }
        }
    }

    /// The next event in the notice's terms: nil where none has come, a nil inside where it means nothing.
    private func nextEvent() throws(DesktopError) -> NoticeProgress.Event?? {
        let next = connection.nextEvent { kind, event -> NoticeProgress.Event? in
            let raw = UnsafeRawPointer(event)
            switch Int32(kind & 0x7F) {
            case XCB_EXPOSE:
                paint()
                return .exposed
            case XCB_MAP_NOTIFY: return .mapped
            case XCB_UNMAP_NOTIFY: return .unmapped
            case XCB_DESTROY_NOTIFY: return .destroyed
            case XCB_VISIBILITY_NOTIFY:
                let state = raw.assumingMemoryBound(to: xcb_visibility_notify_event_t.self).pointee.state
                return .visible(inFull: state == XCB_VISIBILITY_UNOBSCURED.rawValue)
            case XCB_KEY_PRESS:
                let code = raw.assumingMemoryBound(to: xcb_key_press_event_t.self).pointee.detail
                return Self.accepting.contains(symbol(of: code)) ? .accepted : nil
            case XCB_BUTTON_RELEASE:
                let click = raw.assumingMemoryBound(to: xcb_button_release_event_t.self).pointee
                let isOK = drawing.isOnButton(x: Double(click.event_x), y: Double(click.event_y))
                return click.detail == 1 && isOK ? .accepted : nil
            case XCB_CLIENT_MESSAGE:
                let message = raw.assumingMemoryBound(to: xcb_client_message_event_t.self).pointee
                return message.data.data32.0 == connection.atoms.deleteWindow ? .accepted : nil
            default: return nil
            }
        }
        switch next {
        case .none: return nil
        case .uninteresting: return .some(nil)
        case .event(let event): return event
        }
    }

    /// Return, Escape and Enter of the keypad, as X numbers its symbols.
    private static let accepting: Set<UInt32> = [0xFF0D, 0xFF1B, 0xFF8D]

    private func symbol(of code: xcb_keycode_t) -> UInt32 {
        let cookie = xcb_get_keyboard_mapping(connection.handle, code, 1)
        guard let reply = xcb_get_keyboard_mapping_reply(connection.handle, cookie, nil) else { return 0 }
        defer { free(reply) }
        return xcb_get_keyboard_mapping_keysyms_length(reply) > 0 ? xcb_get_keyboard_mapping_keysyms(reply)[0] : 0
    }

    private func paint() {
        guard let context = cairo_create(surface) else { return }
        drawing.paint(on: context)
        cairo_destroy(context)
        cairo_surface_flush(surface)
        connection.flush()
    }

    /// Tells the window manager what this is: a dialog above all others, on every desktop, of a fixed size.
    private func describe(_ title: String, left: Int16, top: Int16, width: UInt16, height: UInt16) {
        let atoms = connection.atoms
        let atom = XCB_ATOM_ATOM.rawValue
        set(atoms.name, type: atoms.utf8, bytes: Array(title.utf8))
        set(XCB_ATOM_WM_NAME.rawValue, type: XCB_ATOM_STRING.rawValue, bytes: Array(title.utf8.filter { $0 < 0x80 }))
        set(XCB_ATOM_WM_CLASS.rawValue, type: XCB_ATOM_STRING.rawValue, bytes: Array("watchword\0Watchword\0".utf8))
        set(atoms.windowType, type: atom, values: [atoms.dialog])
        set(atoms.state, type: atom, values: [atoms.stateAbove, atoms.stateSticky])
        set(atoms.desktop, type: XCB_ATOM_CARDINAL.rawValue, values: [UInt32.max])
        set(atoms.protocols, type: atom, values: [atoms.deleteWindow])
        set(atoms.pid, type: XCB_ATOM_CARDINAL.rawValue, values: [UInt32(getpid())])
        // Position by the program, smallest and largest size (ICCCM 4.1.2.3).
        let size = [UInt32(width), UInt32(height)]
        let place = [UInt32(bitPattern: Int32(left)), UInt32(bitPattern: Int32(top))]
        let hints: [UInt32] = [4 | 16 | 32] + place + size + size + size + Array(repeating: 0, count: 9)
        set(XCB_ATOM_WM_NORMAL_HINTS.rawValue, type: XCB_ATOM_WM_SIZE_HINTS.rawValue, values: hints)
    }

    private func set(_ property: xcb_atom_t, type: xcb_atom_t, bytes: [UInt8]) {
        xcb_change_property(
            connection.handle, UInt8(XCB_PROP_MODE_REPLACE.rawValue), window, property, type, 8, UInt32(bytes.count), bytes)
    }

    private func set(_ property: xcb_atom_t, type: xcb_atom_t, values: [UInt32]) {
        xcb_change_property(
            connection.handle, UInt8(XCB_PROP_MODE_REPLACE.rawValue), window, property, type, 32, UInt32(values.count),
            values)
    }

    /// The visual of the screen, where it stands in the connection's setup: depths and visuals lie behind the screen
    /// in memory, and cairo knows a visual by its place.
    private static func visual(on connection: X11Connection) -> UnsafeMutablePointer<xcb_visualtype_t>? {
        var screens = xcb_setup_roots_iterator(xcb_get_setup(connection.handle))
        while screens.rem > 0 {
            var depths = xcb_screen_allowed_depths_iterator(screens.data)
            while depths.rem > 0 {
                var visuals = xcb_depth_visuals_iterator(depths.data)
                while visuals.rem > 0 {
                    if visuals.data.pointee.visual_id == connection.screen.root_visual { return visuals.data }
                    xcb_visualtype_next(&visuals)
                }
                xcb_depth_next(&depths)
            }
            xcb_screen_next(&screens)
        }
        return nil
    }
}
