// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The name of a running program, from `/proc`.
enum ProcessName {
    /// Nil where the process is gone or belongs to another machine's numbering.
    ///
    /// The kernel cuts a process's own name at 15 bytes, so the program file's name is taken where it begins with it. A
    /// script's process keeps the script's name, not the interpreter's.
    static func read(pid: UInt32) -> String? {
        guard pid > 0, pid <= UInt32(Int32.max), let name = comm(pid) else { return nil }
        let program = executable(pid)
        let best = program.starts(with: name) ? program : name
        let text = ClaimedText.clean(utf8: best, limit: ActiveWindow.applicationLimit)
        return text.isEmpty ? nil : text
    }

    private static func comm(_ pid: UInt32) -> [UInt8]? {
        let file = open("/proc/\(pid)/comm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return Array(buffer[..<count].prefix { $0 != 0x0A })
    }

    /// Empty where the link may not be read, as for another person's process.
    private static func executable(_ pid: UInt32) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/\(pid)/exe", &buffer, buffer.count)
        guard count > 0 else { return [] }
        let path = buffer[..<count].map { UInt8(bitPattern: $0) }
        return Array(path[(path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...])
    }
}
