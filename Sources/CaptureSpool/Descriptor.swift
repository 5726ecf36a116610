// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file, closed with its owner.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    static func open(_ path: String, _ flags: Int32) throws(SpoolError) -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC)
        guard number >= 0 else { throw .failed("open", path) }
        return Descriptor(number)
    }

    /// Opens `name` in the folder `number`; a file that this makes is its owner's alone.
    static func open(
        _ name: String, _ flags: Int32, in number: Int32, path: String
    ) throws(SpoolError) -> Descriptor {
        let number = openat(number, name, flags | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .failed("open", "\(path)/\(name)") }
        return Descriptor(number)
    }

    func write(_ bytes: [UInt8], _ path: String) throws(SpoolError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .failed("write", path)
            }
            rest.removeFirst(count)
        }
    }

    func read(atMost length: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: length)
        var filled = 0
        while filled < length {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(number, buffer.baseAddress.map { $0 + filled }, length - filled)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(length - filled)
        return bytes
    }

    func synchronize(_ path: String) throws(SpoolError) {
        guard fsync(number) == 0 else { throw .failed("make durable", path) }
    }
}

extension SpoolError {
    /// What the last call failed with.
    static func failed(_ operation: String, _ path: String) -> SpoolError {
        let code = errno
        if code == ENOSPC || code == EDQUOT {
            return .full(directory: path)
        }
        return .system(operation: operation, path: path, reason: String(cString: strerror(code)))
    }
}
