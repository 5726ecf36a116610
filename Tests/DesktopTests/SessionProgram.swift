// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A program of a desktop session; it is killed with the value.
///
/// Its output goes to a file and its end is asked for by its number: a pipe would stay open for as long as any program
/// that another test starts at the same moment has inherited it.
final class SessionProgram {
    private let folder: TemporaryFolder
    private let pid: pid_t
    private var status: Int32?

    init(_ program: String, _ arguments: [String], display: String? = nil) throws {
        guard let path = RunningProgram.path(of: program) else { throw TestSupportError.missing(program: program) }
        folder = try TemporaryFolder()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path(of: "output"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path(of: "errors"), O_WRONLY | O_CREAT, 0o600)
        // Closing a number that is not open is no error here.
        for inherited: Int32 in 3..<512 { posix_spawn_file_actions_addclose(&actions, inherited) }
        // A thread of the pool blocks signals, which the program would inherit and never end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var environment = ProcessInfo.processInfo.environment
        environment["DISPLAY"] = display
        environment["LC_ALL"] = "C.UTF-8"
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + settings { free(word) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, path, &actions, &attributes, &words, &settings) == 0 else {
            throw TestSupportError.cannotStart(program)
        }
        self.pid = pid
    }

    deinit {
        guard isRunning else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    var isRunning: Bool { ended == nil }

    var output: String {
        String(decoding: FileManager.default.contents(atPath: folder.path(of: "output")) ?? Data(), as: UTF8.self)
    }

    var errors: String {
        String(decoding: FileManager.default.contents(atPath: folder.path(of: "errors")) ?? Data(), as: UTF8.self)
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for its end; true where it ended with status 0.
    func succeeds() async throws -> Bool {
        try await poll("the end of a program") { !isRunning }
        return ended == 0
    }

    /// How it ended; nil while it runs.
    private var ended: Int32? {
        if status == nil {
            var value: Int32 = 0
            if waitpid(pid, &value, WNOHANG) == pid { status = value }
        }
        return status
    }
}
