// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Records on disk, from the moment they are made until the collector has them.
///
/// Constraints
/// - A record that `append` has returned for survives `kill -9` and power loss, and is given again until it is
///   acknowledged; so a record may be given twice, and never be lost.
/// - A record is there whole or not at all. One that went bad on disk is put aside and blocks no other.
/// - Sequences rise and are never used twice, also across restarts and after everything was acknowledged.
/// - The records together never exceed the limit. When they would, `append` throws ``SpoolError/full(directory:)`` and
///   changes nothing: what to do then is the caller's decision. What was put aside does not count.
/// - One process at a time, one user only: the folder is 0700, each file 0600.
///
/// Layout: one file a record, named by its sequence in 20 digits and `.record`, integers little-endian:
///
///     offset  length
///     0       4       "WWSP"
///     4       4       version, 1
///     8       8       sequence
///     16      4       length of the payload
///     20      4       CRC-32C of bytes 0 to 19 and the payload
///     24              payload
///
/// `sequence` has the same layout without payload and holds the highest sequence that was ever removed; `lock` is
/// locked while the spool is open; `damaged/` holds what was put aside.
///
/// Writing: to `NAME.part`, fsync, rename to `NAME`, fsync of the folder.
///
/// Reading: oldest first. A file whose length, sequence or checksum is wrong goes to `damaged/`.
///
/// Recovery at start: `*.part` files are removed, for no `append` has returned for them. The next sequence follows the
/// highest of the names of the records, the names in `damaged/` and `sequence`.
///
/// Deletion: `sequence` is written before a record above it is removed; then the files are removed and the folder is
/// fsynced. A crash in between leaves records that are given again.
package actor Spool {
    /// Yields once for every time that there may be something to read; for one reader.
    package nonisolated let records: AsyncStream<Void>

    private let folder: SpoolFolder
    private let limit: SpoolLimit
    private let signal: AsyncStream<Void>.Continuation
    /// The length of each record's file, by sequence.
    private var lengths: [UInt64: Int] = [:]
    // Invariant: the keys of `lengths`, ascending.
    private var order: [UInt64] = []
    private var next: UInt64 = 1
    private var removedUpTo: UInt64 = 0

    /// How many records wait.
    package var count: Int { order.count }
    /// What they take on disk.
    package private(set) var bytes = 0
    /// How many files lie in `damaged/`: each is evidence lost, for an administrator to look at.
    package private(set) var damagedCount = 0

    private static let sequenceName = "sequence"

    /// Opens the spool in `directory` and recovers it; the folder is made where it is missing, its parent is not.
    package init(directory: String, limit: SpoolLimit) throws(SpoolError) {
        let folder = try SpoolFolder(path: directory)
        for (name, length) in try folder.files() {
            if name.hasSuffix(".part") {
                try folder.remove(name)
            } else if name == Self.sequenceName {
                if let sequence = Self.readSequence(folder, length: length) {
                    removedUpTo = sequence
                } else {
                    try folder.putAside(name)
                }
            } else if let sequence = Self.sequence(of: name) {
                lengths[sequence] = length
                bytes += length
            } else {
                try folder.putAside(name)
            }
        }
        order = lengths.keys.sorted()
        let aside = try folder.damagedNames()
        damagedCount = aside.count
        let highest = [order.last ?? 0, removedUpTo, aside.compactMap(Self.sequence).max() ?? 0].max() ?? 0
        next = highest &+ 1
        self.folder = folder
        self.limit = limit
        (records, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        if !order.isEmpty { signal.yield() }
    }

    deinit {
        signal.finish()
    }

    /// Keeps a record; returns once it is durable.
    @discardableResult
    package func append(_ record: [UInt8]) throws(SpoolError) -> UInt64 {
        guard record.count <= limit.recordBytes else {
            throw .tooLarge(bytes: record.count, limit: limit.recordBytes)
        }
        let length = SpoolRecord.headerLength + record.count
        guard bytes + length <= limit.bytes else { throw .full(directory: folder.path) }
        let sequence = next
        next += 1
        do throws(SpoolError) {
            try folder.write(SpoolRecord(sequence: sequence, bytes: record).encoded, to: Self.name(of: sequence))
        } catch {
            folder.discard(Self.name(of: sequence))
            if case .full = error { throw .full(directory: folder.path) }
            throw error
        }
        lengths[sequence] = length
        order.append(sequence)
        bytes += length
        signal.yield()
        return sequence
    }

    /// The oldest records, up to `count` of them and `payload` bytes; one at least where there is one.
    ///
    /// They stay until they are acknowledged. A damaged record is put aside and the next is taken.
    package func oldest(_ count: Int, payload: Int = .max) throws(SpoolError) -> [SpoolRecord] {
        var found: [SpoolRecord] = []
        var size = 0
        for sequence in order {
            guard found.count < count, let length = lengths[sequence] else { break }
            let name = Self.name(of: sequence)
            if let file = folder.read(name, length: length), let record = SpoolRecord(decoding: file, as: sequence) {
                size += record.bytes.count
                guard found.isEmpty || size <= payload else { break }
                found.append(record)
            } else {
                try folder.putAside(name)
                forget([sequence])
                damagedCount += 1
            }
        }
        return found
    }

    /// Removes records that the collector has; returns once that is durable.
    ///
    /// A sequence that is not there is no error: acknowledging twice changes nothing.
    package func acknowledge(_ sequences: [UInt64]) throws(SpoolError) {
        let known = Set(sequences).filter { lengths[$0] != nil }
        guard let highest = known.max() else { return }
        if highest > removedUpTo {
            let marker = SpoolRecord(sequence: highest, bytes: []).encoded
            try folder.write(marker, to: Self.sequenceName)
            removedUpTo = highest
        }
        for sequence in known {
            try folder.remove(Self.name(of: sequence))
        }
        forget(known)
        try folder.synchronize()
    }

    private func forget(_ sequences: Set<UInt64>) {
        for sequence in sequences {
            bytes -= lengths.removeValue(forKey: sequence) ?? 0
        }
        order.removeAll { sequences.contains($0) }
    }

    private static func name(of sequence: UInt64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits + ".record"
    }

    private static func sequence(of name: String) -> UInt64? {
        guard name.hasSuffix(".record"), let sequence = UInt64(name.dropLast(7)), sequence > 0,
            sequence < .max, name == Self.name(of: sequence)
        else { return nil }
        return sequence
    }

    private static func readSequence(_ folder: borrowing SpoolFolder, length: Int) -> UInt64? {
        guard length == SpoolRecord.headerLength, let file = folder.read(sequenceName, length: length),
            file.count == SpoolRecord.headerLength
        else { return nil }
        return SpoolRecord(decoding: file, as: file.integer(at: 8, UInt64.self))?.sequence
    }
}
