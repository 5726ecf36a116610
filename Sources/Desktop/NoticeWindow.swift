// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

/// The notice's window on the X server.
///
/// The picture is the window's background, so the server itself repaints it, even while we are busy.
struct NoticeWindow: ~Copyable {
    let connection: X11Connection
    private let window: xcb_window_t
    private let button: NoticePicture.Button
    private let confirmKeys: Set<UInt8>
    private var isPressed = false

    init(_ text: NoticeText, on connection: X11Connection) throws(DesktopError) {
        try connection.checkPixelFormat()
        let screen = connection.screen
        let picture = try NoticePicture(
            text, screenWidth: Int(screen.width_in_pixels), screenHeight: Int(screen.height_in_pixels))
        let width = UInt16(picture.canvas.width)
        let height = UInt16(picture.canvas.height)
        let x = (screen.width_in_pixels - min(width, screen.width_in_pixels)) / 2
        let y = (screen.height_in_pixels - min(height, screen.height_in_pixels)) / 2

        let background = connection.id()
        xcb_create_pixmap(connection.handle, screen.root_depth, background, screen.root, width, height)
        try Self.upload(picture.canvas, to: background, of: connection)
        let confirmKeys = try Self.keys(connection)
        // Nothing below throws: a value that has its properties is freed by its deinit.
        self.connection = connection
        self.confirmKeys = confirmKeys
        button = picture.button
        window = connection.id()
        let events =
            XCB_EVENT_MASK_EXPOSURE.rawValue | XCB_EVENT_MASK_STRUCTURE_NOTIFY.rawValue
            | XCB_EVENT_MASK_VISIBILITY_CHANGE.rawValue | XCB_EVENT_MASK_KEY_PRESS.rawValue
            | XCB_EVENT_MASK_BUTTON_PRESS.rawValue | XCB_EVENT_MASK_BUTTON_RELEASE.rawValue
        xcb_create_window(
            connection.handle, screen.root_depth, window, screen.root, Int16(clamping: x), Int16(clamping: y), width,
            height, 0, UInt16(XCB_WINDOW_CLASS_INPUT_OUTPUT.rawValue), screen.root_visual,
            XCB_CW_BACK_PIXMAP.rawValue | XCB_CW_EVENT_MASK.rawValue, [background, events])
        xcb_free_pixmap(connection.handle, background)
        describe(title: text.title, x: UInt32(x), y: UInt32(y), width: UInt32(width), height: UInt32(height))
        xcb_map_window(connection.handle, window)
        connection.flush()
    }

    deinit {
        xcb_destroy_window(connection.handle, window)
        connection.flush()
    }

    /// The next thing that happened to the window; nil where nothing more has arrived.
    mutating func nextEvent() -> NoticeProgress.Event? {
        while true {
            let next = connection.nextEvent { kind, event in read(kind, event) }
            switch next {
            case .none:
                return nil
            case .uninteresting:
                continue
            case .event(.press(let isInside)):
                isPressed = isInside
            case .event(.release(let isInside)):
                defer { isPressed = false }
                if isPressed && isInside { return .accepted }
            case .event(.progress(.mapped)):
                takeFocusWithoutManager()
                return .mapped
            case .event(.progress(let event)):
                return event
            }
        }
    }

    private enum Input {
        case press(isInside: Bool)
        case release(isInside: Bool)
        case progress(NoticeProgress.Event)
    }

    private func read(_ kind: UInt8, _ event: UnsafeMutablePointer<xcb_generic_event_t>) -> Input? {
        // Set where another program made the event up; such a key or click is nobody's OK.
        let isSent = kind & 0x80 != 0
        let raw = UnsafeMutableRawPointer(event)
        switch Int32(kind & 0x7F) {
        case XCB_MAP_NOTIFY:
            return .progress(.mapped)
        case XCB_UNMAP_NOTIFY:
            return .progress(.unmapped)
        case XCB_DESTROY_NOTIFY:
            return .progress(.destroyed)
        case XCB_EXPOSE where !isSent:
            return .progress(.exposed)
        case XCB_VISIBILITY_NOTIFY where !isSent:
            let state = raw.load(as: xcb_visibility_notify_event_t.self).state
            return .progress(.visible(inFull: UInt32(state) == XCB_VISIBILITY_UNOBSCURED.rawValue))
        case XCB_KEY_PRESS where !isSent:
            let code = raw.load(as: xcb_key_press_event_t.self).detail
            return confirmKeys.contains(code) ? .progress(.accepted) : nil
        case XCB_BUTTON_PRESS where !isSent:
            let click = raw.load(as: xcb_button_press_event_t.self)
            return .press(isInside: click.detail == 1 && isOnButton(click.event_x, click.event_y))
        case XCB_BUTTON_RELEASE where !isSent:
            let click = raw.load(as: xcb_button_press_event_t.self)
            return .release(isInside: click.detail == 1 && isOnButton(click.event_x, click.event_y))
        case XCB_CLIENT_MESSAGE:
            let message = raw.load(as: xcb_client_message_event_t.self)
            guard message.type == connection.atoms.protocols, message.data.data32.0 == connection.atoms.deleteWindow
            else { return nil }
            // The close button of the frame says the same as OK.
            return .progress(.accepted)
        default:
            return nil
        }
    }

    private func isOnButton(_ x: Int16, _ y: Int16) -> Bool {
        button.contains(x: Double(x), y: Double(y))
    }

    /// Without a window manager nobody gives a new window the keyboard.
    private func takeFocusWithoutManager() {
        // A failed read means that the connection or the window is gone, which the next event tells.
        let manager = try? connection.properties([connection.atoms.supportingCheck], of: connection.root)[0]
        guard manager == nil else { return }
        let parent = UInt8(XCB_INPUT_FOCUS_PARENT.rawValue)
        xcb_set_input_focus(connection.handle, parent, window, 0)
        connection.flush()
    }

    private func describe(title: String, x: UInt32, y: UInt32, width: UInt32, height: UInt32) {
        let atoms = connection.atoms
        let atom = XCB_ATOM_ATOM.rawValue
        let cardinal = XCB_ATOM_CARDINAL.rawValue
        connection.set(atoms.name, atoms.utf8, text: title.utf8, on: window)
        connection.set(XCB_ATOM_WM_NAME.rawValue, atoms.utf8, text: title.utf8, on: window)
        connection.set(
            XCB_ATOM_WM_CLASS.rawValue, XCB_ATOM_STRING.rawValue, text: "watchword-notice\0Watchword\0".utf8, on: window
        )
        connection.set(atoms.protocols, atom, [atoms.deleteWindow], on: window)
        connection.set(atoms.windowType, atom, [atoms.dialog], on: window)
        connection.set(atoms.state, atom, [atoms.stateAbove, atoms.stateSticky], on: window)
        connection.set(atoms.desktop, cardinal, [.max], on: window)
        connection.set(atoms.pid, cardinal, [UInt32(getpid())], on: window)
        // Position, smallest and largest size, as ICCCM numbers them: the notice is not resized.
        let flags: UInt32 = 1 << 2 | 1 << 4 | 1 << 5
        let hints = [flags, x, y, width, height, width, height, width, height] + [UInt32](repeating: 0, count: 9)
        connection.set(XCB_ATOM_WM_NORMAL_HINTS.rawValue, XCB_ATOM_WM_SIZE_HINTS.rawValue, hints, on: window)
        // Takes the keyboard, and starts in its normal state.
        connection.set(
            XCB_ATOM_WM_HINTS.rawValue, XCB_ATOM_WM_HINTS.rawValue, [1 | 2, 1, 1, 0, 0, 0, 0, 0, 0], on: window)
    }

    /// The keycodes of Return, Enter on the keypad and Escape on this keyboard.
    private static func keys(_ connection: X11Connection) throws(DesktopError) -> Set<UInt8> {
        guard let setup = xcb_get_setup(connection.handle) else { throw .serverGone }
        let first = setup.pointee.min_keycode
        let cookie = xcb_get_keyboard_mapping(connection.handle, first, setup.pointee.max_keycode - first + 1)
        var error: UnsafeMutablePointer<xcb_generic_error_t>?
        guard let reply = xcb_get_keyboard_mapping_reply(connection.handle, cookie, &error) else {
            throw connection.failure(error, "GetKeyboardMapping", window: 0)
        }
        defer { free(reply) }
        let width = Int(reply.pointee.keysyms_per_keycode)
        let symbols = UnsafeBufferPointer(
            start: xcb_get_keyboard_mapping_keysyms(reply),
            count: Int(xcb_get_keyboard_mapping_keysyms_length(reply)))
        var keys: Set<UInt8> = []
        for (index, symbol) in symbols.enumerated() where width > 0 && [0xFF0D, 0xFF8D, 0xFF1B].contains(symbol) {
            keys.insert(UInt8(clamping: Int(first) + index / width))
        }
        return keys
    }

    /// Sends the picture in strips that fit a request.
    private static func upload(
        _ canvas: borrowing CairoCanvas, to pixmap: xcb_pixmap_t, of connection: X11Connection
    ) throws(DesktopError) {
        let context = connection.id()
        let (width, height, depth) = (canvas.width, canvas.height, connection.screen.root_depth)
        xcb_create_gc(connection.handle, context, pixmap, 0, nil)
        try canvas.withPixels { pixels, stride throws(DesktopError) in
            guard stride == width * 4 else { throw .cannotDraw("unexpected row length") }
            let rows = max(1, 60_000 / stride)
            for top in Swift.stride(from: 0, to: height, by: rows) {
                let count = min(rows, height - top)
                xcb_put_image(
                    connection.handle, UInt8(XCB_IMAGE_FORMAT_Z_PIXMAP.rawValue), pixmap, context, UInt16(width),
                    UInt16(count), 0, Int16(top), 0, depth, UInt32(count * stride),
                    (pixels + top * stride).assumingMemoryBound(to: UInt8.self))
            }
        }
        xcb_free_gc(connection.handle, context)
    }
}
