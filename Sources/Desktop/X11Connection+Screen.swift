// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc

extension X11Connection {
    /// All monitors, through shared memory where the server is on this machine, else through the connection.
    func grabScreen() throws(DesktopError) -> ScreenPixels {
        try checkPixelFormat()
        var error: UnsafeMutablePointer<xcb_generic_error_t>?
        guard let reply = xcb_get_geometry_reply(handle, xcb_get_geometry(handle, root), &error) else {
            throw failure(error, "GetGeometry", window: root)
        }
        let size = (width: reply.pointee.width, height: reply.pointee.height)
        free(reply)
        if let shared = try grabShared(width: size.width, height: size.height) { return shared }
        return try grabCopied(width: size.width, height: size.height)
    }

    /// Every screen of the last twenty years has this form; another one is refused rather than shown in wrong colors.
    func checkPixelFormat() throws(DesktopError) {
        let setup = xcb_get_setup(handle)
        guard let setup, setup.pointee.image_byte_order == UInt8(XCB_IMAGE_ORDER_LSB_FIRST.rawValue) else {
            throw .unsupportedScreen("its pixels are in the other byte order")
        }
        let length = Int(xcb_setup_pixmap_formats_length(setup))
        let formats = UnsafeBufferPointer(start: xcb_setup_pixmap_formats(setup), count: length)
        guard formats.contains(where: { $0.depth == screen.root_depth && $0.bits_per_pixel == 32 }) else {
            throw .unsupportedScreen("its pixels do not take 32 bits")
        }
        guard screen.root_depth == 24 || screen.root_depth == 32 else {
            throw .unsupportedScreen("its depth is \(screen.root_depth)")
        }
    }

    /// Nil where the server cannot map our memory.
    private func grabShared(width: UInt16, height: UInt16) throws(DesktopError) -> ScreenPixels? {
        guard hasSharedMemory else { return nil }
        let size = Int(width) * Int(height) * 4
        let memory = shmget(IPC_PRIVATE, size, IPC_CREAT | 0o600)
        guard memory >= 0 else { return nil }
        let address = shmat(memory, nil, 0)
        let segment = id()
        let attachError = xcb_request_check(handle, xcb_shm_attach_checked(handle, segment, UInt32(memory), 0))
        // Marked for removal once both sides have mapped it, so that it cannot outlive us.
        shmctl(memory, IPC_RMID, nil)
        guard let address, Int(bitPattern: address) != -1 else {
            free(attachError)
            return nil
        }
        guard attachError == nil, isOpen else {
            free(attachError)
            shmdt(address)
            return nil
        }
        let cookie = xcb_shm_get_image(
            handle, root, 0, 0, width, height, ~0, UInt8(XCB_IMAGE_FORMAT_Z_PIXMAP.rawValue), segment, 0)
        var error: UnsafeMutablePointer<xcb_generic_error_t>?
        let reply = xcb_shm_get_image_reply(handle, cookie, &error)
        xcb_shm_detach(handle, segment)
        flush()
        free(reply)
        guard reply != nil else {
            shmdt(address)
            free(error)
            return nil
        }
        return try ScreenPixels(
            width: Int(width), height: Int(height), bytes: UnsafeRawBufferPointer(start: address, count: size)
        ) { shmdt(address) }
    }

    private func grabCopied(width: UInt16, height: UInt16) throws(DesktopError) -> ScreenPixels {
        var error: UnsafeMutablePointer<xcb_generic_error_t>?
        let cookie = xcb_get_image(
            handle, UInt8(XCB_IMAGE_FORMAT_Z_PIXMAP.rawValue), root, 0, 0, width, height, ~0)
        guard let reply = xcb_get_image_reply(handle, cookie, &error) else {
            throw failure(error, "GetImage", window: root)
        }
        let count = Int(xcb_get_image_data_length(reply))
        return try ScreenPixels(
            width: Int(width), height: Int(height),
            bytes: UnsafeRawBufferPointer(start: xcb_get_image_data(reply), count: count)
        ) { free(reply) }
    }

    /// Asked first: a request of an extension that the server does not have ends the connection.
    private var hasSharedMemory: Bool {
        let name = "MIT-SHM"
        let cookie = xcb_query_extension(handle, UInt16(name.utf8.count), name)
        guard let reply = xcb_query_extension_reply(handle, cookie, nil) else { return false }
        defer { free(reply) }
        return reply.pointee.present != 0
    }
}
