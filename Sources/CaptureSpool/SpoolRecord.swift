// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A record as the spool gives it back.
///
/// What the bytes mean is not the spool's business; that they may be about a person is, so they are never printed.
package struct SpoolRecord: Sendable, Equatable {
    /// The order in which records were appended, never used twice in one spool.
    package let sequence: UInt64
    package let bytes: [UInt8]
}

extension SpoolRecord: CustomStringConvertible, CustomReflectable {
    package var description: String { "<spool record \(sequence), \(bytes.count) bytes>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How much a spool may take.
package struct SpoolLimit: Sendable, Equatable {
    /// Of all records together, their headers included.
    package var bytes: Int
    /// Of one record.
    package var recordBytes: Int

    package init(bytes: Int, recordBytes: Int = 4 << 20) {
        self.bytes = bytes
        self.recordBytes = recordBytes
    }
}

extension SpoolRecord {
    static let magic = Array("WWSP".utf8)
    static let version: UInt32 = 1
    static let headerLength = 24

    /// The record as its file holds it; the layout is told at ``Spool``.
    var encoded: [UInt8] {
        var file = Self.magic
        file.append(littleEndian: Self.version)
        file.append(littleEndian: sequence)
        file.append(littleEndian: UInt32(bytes.count))
        var checksum = CRC32C()
        checksum.add(file)
        checksum.add(bytes)
        file.append(littleEndian: checksum.value)
        file += bytes
        return file
    }

    /// Nil where the file is not, byte for byte, what was once encoded as `sequence`.
    init?(decoding file: [UInt8], as sequence: UInt64) {
        guard file.count >= Self.headerLength, file.starts(with: Self.magic),
            file.integer(at: 4, UInt32.self) == Self.version, file.integer(at: 8, UInt64.self) == sequence,
            Int(file.integer(at: 16, UInt32.self)) == file.count - Self.headerLength
        else { return nil }
        var checksum = CRC32C()
        checksum.add(file[..<20])
        checksum.add(file[Self.headerLength...])
        guard file.integer(at: 20, UInt32.self) == checksum.value else { return nil }
        self.sequence = sequence
        self.bytes = Array(file[Self.headerLength...])
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    func integer<Value: FixedWidthInteger>(at offset: Int, _: Value.Type) -> Value {
        (0..<Value.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Value(self[offset + $1]) }
    }
}
