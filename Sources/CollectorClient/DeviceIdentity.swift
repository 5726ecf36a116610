// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What makes a machine a device: its key, its certificate, the authority it trusts and where the collector is.
///
/// Kept in one file, `device.identity`, mode 0600, which is there whole or not at all: four lines of text and three
/// PEM blocks, in the order key, certificate, authority.
package struct DeviceIdentity: Sendable, Equatable {
    package static let fileName = "device.identity"
    private static let title = "watchword device identity 1"

    /// The SHA-256 of the public key, in hexadecimal.
    package let device: String
    package let collector: CollectorURL
    /// PEM, as the following.
    package let key: String
    package let certificate: String
    package let authority: String

    package init(device: String, collector: CollectorURL, key: String, certificate: String, authority: String) {
        self.device = device
        self.collector = collector
        self.key = key
        self.certificate = certificate
        self.authority = authority
    }

    package static func exists(in directory: String) -> Bool {
        access("\(directory)/\(fileName)", F_OK) == 0
    }

    /// Writes the identity, durable when it returns; refuses where there is one already.
    package func save(to directory: String) throws(ClientError) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw .failed("make", directory) }
        let path = "\(directory)/\(Self.fileName)"
        let partial = "\(path).\(getpid()).part"
        let text =
            "\(Self.title)\ndevice \(device)\ncollector \(collector)\n\n"
            + [key, certificate, authority].map(Self.block).joined()
        do throws(ClientError) {
            try Self.write(Array(text.utf8), to: partial)
            // Unlike a rename, a link never replaces what is there.
            guard link(partial, path) == 0 else {
                if errno == EEXIST { throw .alreadyEnrolled(path: path) }
                throw .failed("make", path)
            }
        } catch {
            unlink(partial)
            throw error
        }
        unlink(partial)
        try Self.synchronize(directory, O_RDONLY | O_DIRECTORY)
    }

    /// Reads the identity; refuses one that others on the machine could read.
    package init(loading directory: String) throws(ClientError) {
        let path = "\(directory)/\(Self.fileName)"
        let text = try Self.read(path)
        let parts = text.split(separator: "-----BEGIN ", omittingEmptySubsequences: false)
        let lines = parts[0].utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
        guard parts.count == 4, lines.count == 3, lines[0] == Self.title, lines[1].hasPrefix("device "),
            lines[2].hasPrefix("collector ")
        else {
            throw .badIdentity(path: path, reason: "it is not whole; remove it and enrol this machine anew")
        }
        device = String(lines[1].dropFirst(7))
        collector = try CollectorURL(parsing: String(lines[2].dropFirst(10)))
        key = Self.block("-----BEGIN \(parts[1])")
        certificate = Self.block("-----BEGIN \(parts[2])")
        authority = Self.block("-----BEGIN \(parts[3])")
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// A PEM block with exactly one new line behind it.
    private static func block(_ pem: String) -> String {
        var bytes = Array(pem.utf8)
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(ClientError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed("make", path) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .failed("write", path)
            }
            rest.removeFirst(count)
        }
        guard fsync(file) == 0 else { throw .failed("make durable", path) }
    }

    private static func read(_ path: String) throws(ClientError) -> String {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { throw .notEnrolled(path: path) }
            throw .failed("read", path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed("look at", path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .badIdentity(
                path: path, reason: "others may read it; enrol this machine anew, as its key may be known")
        }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .failed("read", path) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static func synchronize(_ path: String, _ flags: Int32) throws(ClientError) {
        let file = open(path, flags | O_CLOEXEC)
        guard file >= 0 else { throw .failed("open", path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .failed("make durable", path) }
    }
}

extension DeviceIdentity: CustomStringConvertible, CustomReflectable {
    /// Without the key.
    package var description: String { "device \(device) of \(collector)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension ClientError {
    /// What the last call failed with.
    fileprivate static func failed(_ operation: String, _ path: String) -> ClientError {
        .system(operation: operation, path: path, reason: String(cString: strerror(errno)))
    }
}
