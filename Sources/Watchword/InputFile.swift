// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A file or standard input, read as it comes.
///
/// `read(2)` and not FileHandle: it returns what is there and waits only where nothing is.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let name: String

    /// Opens a file; nil is standard input.
    init(path: String?) throws(WatchwordError) {
        name = path ?? "standard input"
        guard let path else {
            descriptor = STDIN_FILENO
            return
        }
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.failure(name, errno) }
        descriptor = opened
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The bytes that come next; nil at the end.
    func read() throws(WatchwordError) -> ArraySlice<UInt8>? {
        while true {
            var count = 0
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                code = errno
                initialized = max(0, count)
            }
            if count > 0 { return bytes[...] }
            if count == 0 { return nil }
            guard code == EINTR else { throw Self.failure(name, code) }
        }
    }

    private static func failure(_ name: String, _ code: Int32) -> WatchwordError {
        .noInput(path: name, reason: String(cString: strerror(code)), advice: "name a file that can be read")
    }
}

/// Standard output.
enum OutputFile {
    /// Writes everything and empties the buffer.
    static func write(_ output: inout [UInt8]) throws(WatchwordError) {
        guard !output.isEmpty else { return }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(output))
        } catch {
            throw .cannotWrite(reason: error.localizedDescription)
        }
        output.removeAll(keepingCapacity: true)
    }
}
