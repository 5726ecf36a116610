// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Foundation
import KeyboardInput

/// A virtual X server of its own with a window manager, and programs started in it.
///
/// Everything ends with the value.
final class XSession {
    let display: String
    let folder: URL
    private var programs: [Process] = []
    private var grabber: OpaquePointer?

    static let needs = ["Xvfb", "openbox", "xdotool", "xterm", "i3lock", "setxkbmap"]

    /// What is not installed of what the tests need.
    static let missing = needs.filter { path(of: $0) == nil }

    /// Whether the tests run: where they must (WATCHWORD_REQUIRE_X11=1), a missing program makes them fail.
    static var isAvailable: Bool {
        missing.isEmpty || ProcessInfo.processInfo.environment["WATCHWORD_REQUIRE_X11"] == "1"
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    init(layout: [String] = ["gb"]) async throws {
        guard Self.missing.isEmpty else { throw Failure(description: "not installed: \(Self.missing)") }
        folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The server chooses a free display and writes its number once it answers.
        let answer = Pipe()
        let server = try Self.process(
            "Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"])
        server.standardOutput = answer
        try Self.launch(server)
        programs.append(server)
        let number = String(decoding: answer.fileHandleForReading.availableData, as: UTF8.self)
        display = ":" + number.trimmingCharacters(in: .whitespacesAndNewlines)
        guard display != ":" else { throw Failure(description: "Xvfb did not start") }
        try run("setxkbmap", layout)
        try start("openbox", [])
        try await eventually("a window manager") { try self.output("xdotool", ["get_desktop"]) != nil }
    }

    deinit {
        xcb_disconnect(grabber)
        for program in programs.reversed() where program.isRunning { program.terminate() }
        for program in programs { program.waitUntilExit() }
        // A folder left behind in the temporary directory is no reason to fail.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts a terminal that writes what is typed in it to a file, and waits until it has the focus.
    func openTerminal(_ name: String) async throws -> (window: String, typed: URL) {
        let typed = folder.appending(path: name)
        let script = "stty raw -echo; : > '\(typed.path)'; exec cat > '\(typed.path)'"
        try start("xterm", ["-u8", "-T", name, "-e", "sh", "-c", script])
        try await eventually("the window \(name)") {
            try FileManager.default.fileExists(atPath: typed.path)
                && self.output("xdotool", ["getactivewindow", "getwindowname"])?.contains(name) == true
        }
        let window = try output("xdotool", ["getactivewindow"]) ?? ""
        return (window.trimmingCharacters(in: .whitespacesAndNewlines), typed)
    }

    @discardableResult
    func start(_ name: String, _ arguments: [String]) throws -> Process {
        let program = try Self.process(name, arguments, display: display)
        try Self.launch(program)
        programs.append(program)
        return program
    }

    func run(_ name: String, _ arguments: [String]) throws {
        guard try output(name, arguments) != nil else { throw Failure(description: "\(name) \(arguments) failed") }
    }

    func xdotool(_ arguments: String...) throws { try run("xdotool", arguments) }

    /// What a program prints, nil where it fails.
    func output(_ name: String, _ arguments: [String]) throws -> String? {
        let program = try Self.process(name, arguments, display: display)
        let pipe = Pipe()
        program.standardOutput = pipe
        try Self.launch(program)
        let printed = pipe.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        return program.terminationStatus == 0 ? String(decoding: printed, as: UTF8.self) : nil
    }

    /// Turns repeats off, as `xset r off` does.
    func turnRepeatOff() {
        let connection = xcb_connect(display, nil)
        defer { xcb_disconnect(connection) }
        var mode = XCB_AUTO_REPEAT_MODE_OFF.rawValue
        xcb_change_keyboard_control(connection, XCB_KB_AUTO_REPEAT_MODE.rawValue, &mode)
        // The answer to any question means that the change before it is made.
        free(xcb_get_input_focus_reply(connection, xcb_get_input_focus(connection), nil))
    }

    /// Gives a window the focus and grabs the keyboard in one write, with no time between for anybody else.
    func focusAndGrab(_ window: String) throws {
        guard let window = UInt32(window) else { throw Failure(description: "no window \(window)") }
        let connection = xcb_connect(display, nil)
        let now = xcb_timestamp_t(XCB_CURRENT_TIME)
        let root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data.pointee.root
        let mode = UInt8(XCB_GRAB_MODE_ASYNC.rawValue)
        // A window of its own, as dialogs have: the root would be told of a grab on itself.
        let own = xcb_generate_id(connection)
        var isUnmanaged: UInt32 = 1
        xcb_create_window(
            connection, UInt8(XCB_COPY_FROM_PARENT), own, root, 0, 0, 9, 9, 0,
            UInt16(XCB_WINDOW_CLASS_INPUT_OUTPUT.rawValue), 0, XCB_CW_OVERRIDE_REDIRECT.rawValue, &isUnmanaged)
        xcb_map_window(connection, own)
        xcb_set_input_focus(connection, UInt8(XCB_INPUT_FOCUS_PARENT.rawValue), window, now)
        let grab = xcb_grab_keyboard(connection, 0, own, now, mode, mode)
        grabber = connection
        guard let reply = xcb_grab_keyboard_reply(connection, grab, nil) else { throw Failure(description: "no reply") }
        defer { free(reply) }
        guard reply.pointee.status == 0 else { throw Failure(description: "no grab: \(reply.pointee.status)") }
    }

    /// Ends the grab with its connection.
    func ungrab() {
        xcb_disconnect(grabber)
        grabber = nil
    }

    /// Ends the server, as at the end of a session.
    func end() {
        programs[0].terminate()
        programs[0].waitUntilExit()
    }

    /// Starts a program that heeds signals: threads of tests block them, and a program inherits that.
    private static func launch(_ program: Process) throws {
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        pthread_sigmask(SIG_UNBLOCK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try program.run()
    }

    private static func process(_ name: String, _ arguments: [String], display: String? = nil) throws -> Process {
        guard let path = path(of: name) else { throw Failure(description: "\(name) is not installed") }
        let program = Process()
        program.executableURL = URL(filePath: path)
        program.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["DISPLAY"] = display
        environment["LC_ALL"] = "C.UTF-8"
        program.environment = environment
        program.standardError = FileHandle.nullDevice
        program.standardInput = FileHandle.nullDevice
        return program
    }

    private static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// Waits until something holds, for at most 20 seconds.
func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try await !holds() {
        guard ContinuousClock.now < deadline else { throw XSession.Failure(description: "waited in vain for \(what)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// Collects the events of a session while a test types.
actor Recorder {
    private(set) var events: [KeyEvent] = []
    private(set) var failure: KeyboardInputError?
    private(set) var isDone = false
    private var task: Task<Void, Never>?

    init(_ source: X11KeyEvents) async {
        task = Task { [weak self] in
            do {
                for try await event in source { await self?.append(event) }
                await self?.finish(nil)
            } catch {
                await self?.finish(error as? KeyboardInputError)
            }
        }
    }

    deinit {
        task?.cancel()
    }

    func cancel() { task?.cancel() }

    func transcript() throws -> String { try Transcript.of(events) }

    /// Waits until the transcript ends in a text.
    func wait(for suffix: String) async throws {
        do {
            try await eventually("the text") { try self.transcript().hasSuffix(suffix) }
        } catch {
            throw XSession.Failure(description: "'\(try transcript())' does not end in '\(suffix)'")
        }
    }

    func wait(for event: KeyEvent) async throws {
        try await eventually("the event \(event)") { self.events.contains(event) }
    }

    private func append(_ event: KeyEvent) { events.append(event) }

    private func finish(_ error: KeyboardInputError?) {
        failure = error
        isDone = true
    }
}
