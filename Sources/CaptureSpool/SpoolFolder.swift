// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The spool's folder, held open and locked, and the few things done in it.
///
/// Everything goes through the folder's descriptor, so that a path that is swapped meanwhile leads nowhere else.
struct SpoolFolder: ~Copyable, Sendable {
    static let damagedName = "damaged"
    private static let lockName = "lock"

    let path: String
    private let folder: Descriptor
    private let damaged: Descriptor
    private let lock: Descriptor

    /// Opens the folder, makes it where it is missing, and locks it against a second process.
    init(path: String) throws(SpoolError) {
        if mkdir(path, 0o700) == 0 {
            let parent = try Descriptor.open("\(path)/..", O_RDONLY | O_DIRECTORY)
            try parent.synchronize("\(path)/..")
        } else if errno != EEXIST {
            throw .failed("make", path)
        }
        let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        var status = stat()
        guard fstat(folder.number, &status) == 0 else { throw .failed("look at", path) }
        guard status.st_uid == geteuid() else { throw .notOurs(directory: path) }
        guard fchmod(folder.number, 0o700) == 0 else { throw .failed("protect", path) }

        let lock = try Descriptor.open(Self.lockName, O_RDWR | O_CREAT | O_NOFOLLOW, in: folder.number, path: path)
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { throw .inUse(directory: path) }
            throw .failed("lock", "\(path)/\(Self.lockName)")
        }
        guard mkdirat(folder.number, Self.damagedName, 0o700) == 0 || errno == EEXIST else {
            throw .failed("make", "\(path)/\(Self.damagedName)")
        }
        let damaged = try Descriptor.open(
            Self.damagedName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, in: folder.number, path: path)
        self.path = path
        self.folder = folder
        self.damaged = damaged
        self.lock = lock
    }

    /// The files in the folder and their lengths.
    func files() throws(SpoolError) -> [(name: String, length: Int)] {
        var files: [(name: String, length: Int)] = []
        for name in try Self.names(in: folder, path) where name != Self.lockName && name != Self.damagedName {
            var status = stat()
            guard fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw .failed("look at", "\(path)/\(name)")
            }
            files.append((name, Int(status.st_size)))
        }
        return files
    }

    /// The names of what was put aside.
    func damagedNames() throws(SpoolError) -> [String] {
        try Self.names(in: damaged, "\(path)/\(Self.damagedName)")
    }

    /// Writes a file whole or not at all, and returns once it would survive a power loss.
    func write(_ bytes: [UInt8], to name: String) throws(SpoolError) {
        let partial = name + ".part"
        do throws(SpoolError) {
            try fill(partial, with: bytes)
            guard renameat(folder.number, partial, folder.number, name) == 0 else {
                throw .failed("rename", "\(path)/\(partial)")
            }
        } catch {
            discard(partial)
            throw error
        }
        try synchronize()
    }

    /// Removes a file that is of no use to anyone; where that fails, the next start clears it.
    func discard(_ name: String) {
        unlinkat(folder.number, name, 0)
    }

    private func fill(_ name: String, with bytes: [UInt8]) throws(SpoolError) {
        let file = try Descriptor.open(
            name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, in: folder.number, path: path)
        try file.write(bytes, "\(path)/\(name)")
        try file.synchronize("\(path)/\(name)")
    }

    /// Nil where the file is gone or cannot be read.
    func read(_ name: String, length: Int) -> [UInt8]? {
        let number = openat(folder.number, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard number >= 0 else { return nil }
        let file = Descriptor(number)
        return file.read(atMost: length + 1)
    }

    /// Removes a file; it need not be there.
    func remove(_ name: String) throws(SpoolError) {
        guard unlinkat(folder.number, name, 0) == 0 || errno == ENOENT else {
            throw .failed("remove", "\(path)/\(name)")
        }
    }

    /// Moves a file to where nobody trips over it.
    func putAside(_ name: String) throws(SpoolError) {
        guard renameat(folder.number, name, damaged.number, name) == 0 || errno == ENOENT else {
            throw .failed("put aside", "\(path)/\(name)")
        }
        try damaged.synchronize("\(path)/\(Self.damagedName)")
        try synchronize()
    }

    /// Makes what was renamed or removed last.
    func synchronize() throws(SpoolError) {
        try folder.synchronize(path)
    }

    private static func names(in folder: borrowing Descriptor, _ path: String) throws(SpoolError) -> [String] {
        // A fresh description, so that its position is the start.
        let number = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0, let stream = fdopendir(number) else { throw .failed("list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .failed("list", path) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }
}
