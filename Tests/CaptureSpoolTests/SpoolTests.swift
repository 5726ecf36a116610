// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Foundation
import TestSupport
import Testing

func open(_ folder: TemporaryFolder, limit: Int = 1 << 20) throws(SpoolError) -> Spool {
    try Spool(directory: folder.path(of: "spool"), limit: SpoolLimit(bytes: limit, recordBytes: 4096))
}

func files(_ folder: TemporaryFolder, _ name: String = "spool") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(of: name)).sorted()
}

func mode(of path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
}

let firstRecord = "spool/00000000000000000001.record"

@Suite struct SpoolTests {
    @Test func `records come back in the order they were appended`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        for byte in UInt8(1)...5 { #expect(try await spool.append([byte]) == UInt64(byte)) }
        #expect(try await spool.oldest(3).map(\.bytes) == [[1], [2], [3]])
        #expect(try await spool.oldest(3).map(\.sequence) == [1, 2, 3])
        #expect(await spool.count == 5)
        #expect(await spool.bytes == 5 * 25)
    }

    @Test func `an empty record is a record`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        try await spool.append([])
        #expect(try await spool.oldest(1).map(\.bytes) == [[]])
    }

    @Test func `an empty spool gives nothing`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        #expect(try await spool.oldest(10) == [])
        #expect(await spool.count == 0)
    }

    @Test func `what is given stops before the payload bound, and is one record at least`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        for _ in 0..<3 { try await spool.append([UInt8](repeating: 7, count: 100)) }
        #expect(try await spool.oldest(10, payload: 250).count == 2)
        #expect(try await spool.oldest(10, payload: 200).count == 2)
        #expect(try await spool.oldest(10, payload: 1).count == 1)
    }

    @Test func `the folder and its files are for their owner alone`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "spool")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let spool = try open(folder)
        try await spool.append([1])
        #expect(try mode(of: path) == 0o700)
        #expect(try mode(of: folder.path(of: firstRecord)) == 0o600)
        #expect(try mode(of: folder.path(of: "spool/lock")) == 0o600)
        #expect(try mode(of: folder.path(of: "spool/damaged")) == 0o700)
    }

    @Test func `a second spool on the folder is refused while the first lives`() async throws {
        let folder = try TemporaryFolder()
        do {
            let first = try open(folder)
            #expect(throws: SpoolError.inUse(directory: folder.path(of: "spool"))) { try open(folder) }
            try await first.append([1])
        }
        let second = try open(folder)
        #expect(await second.count == 1)
    }

    @Test func `a signal tells of what waits at the start and of each append`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append([1])
            var signals = spool.records.makeAsyncIterator()
            #expect(await signals.next() != nil)
        }
        let spool = try open(folder)
        var signals = spool.records.makeAsyncIterator()
        #expect(await signals.next() != nil)
        try await spool.append([2])
        #expect(await signals.next() != nil)
    }

    @Test func `a record never prints its bytes`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        try await spool.append(Array("canary".utf8))
        let record = try #require(try await spool.oldest(1).first)
        var dumped = ""
        dump(record, to: &dumped)
        #expect("\(record)" == "<spool record 1, 6 bytes>")
        #expect(!dumped.contains("99") && !dumped.contains("canary"))
    }
}

@Suite struct SpoolLimitTests {
    @Test func `an append past the limit is refused and changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder, limit: 250)
        try await spool.append([UInt8](repeating: 1, count: 100))
        try await spool.append([UInt8](repeating: 2, count: 100))
        let before = try files(folder)
        await #expect(throws: SpoolError.full(directory: folder.path(of: "spool"))) { try await spool.append([3]) }
        #expect(try files(folder) == before)
        #expect(await spool.count == 2)
        #expect(await spool.bytes == 248)
    }

    @Test func `acknowledging makes room`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder, limit: 130)
        try await spool.append([UInt8](repeating: 1, count: 100))
        await #expect(throws: SpoolError.self) { try await spool.append([2]) }
        try await spool.acknowledge([1])
        try await spool.append([2])
        #expect(try await spool.oldest(1).map(\.bytes) == [[2]])
    }

    @Test func `a record that is too large is refused`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        await #expect(throws: SpoolError.tooLarge(bytes: 4097, limit: 4096)) {
            try await spool.append([UInt8](repeating: 0, count: 4097))
        }
        try await spool.append([UInt8](repeating: 0, count: 4096))
    }

    @Test func `the limit counts what a restart finds`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append([UInt8](repeating: 1, count: 100))
        }
        let spool = try open(folder, limit: 140)
        await #expect(throws: SpoolError.self) { try await spool.append([2]) }
    }
}

@Suite struct SpoolAcknowledgementTests {
    @Test func `only what is acknowledged is removed`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        for byte in UInt8(1)...4 { try await spool.append([byte]) }
        try await spool.acknowledge([3, 1])
        #expect(try await spool.oldest(9).map(\.sequence) == [2, 4])
        #expect(await spool.bytes == 50)
    }

    @Test func `acknowledging twice, or what never was, changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        try await spool.append([1])
        try await spool.acknowledge([1])
        try await spool.acknowledge([1, 77, 0, .max])
        #expect(await spool.count == 0)
        #expect(try await spool.append([2]) == 2)
    }

    @Test func `what was acknowledged stays gone, and the rest stays, across a restart`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            for byte in UInt8(1)...3 { try await spool.append([byte]) }
            try await spool.acknowledge([2])
        }
        let spool = try open(folder)
        #expect(try await spool.oldest(9).map(\.bytes) == [[1], [3]])
    }

    @Test func `sequences rise across restarts even when everything was acknowledged`() async throws {
        let folder = try TemporaryFolder()
        var last: UInt64 = 0
        for _ in 0..<3 {
            let spool = try open(folder)
            let sequence = try await spool.append([1])
            #expect(sequence > last)
            try await spool.acknowledge([sequence])
            last = sequence
        }
        // The control: without the file that keeps the highest sequence, they start anew.
        try FileManager.default.removeItem(atPath: folder.path(of: "spool/sequence"))
        let spool = try open(folder)
        #expect(try await spool.append([1]) == 1)
    }
}
