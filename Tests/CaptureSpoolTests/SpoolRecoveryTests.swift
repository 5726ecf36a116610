// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Foundation
import TestSupport
import Testing

@Suite struct SpoolRecoveryTests {
    @Test func `a file that was not finished is cleared at the start`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append([1])
        }
        try folder.write("half", to: "spool/00000000000000000002.record.part")
        let spool = try open(folder)
        #expect(try await spool.oldest(9).map(\.bytes) == [[1]])
        #expect(await spool.damagedCount == 0)
        #expect(try files(folder) == ["00000000000000000001.record", "damaged", "lock"])
    }

    @Test func `a file of another name is put aside`() async throws {
        let folder = try TemporaryFolder()
        do { _ = try open(folder) }
        for name in ["notes.txt", "1.record", "00000000000000000000.record", "-0000000000000000001.record"] {
            try folder.write("x", to: "spool/\(name)")
        }
        let spool = try open(folder)
        #expect(await spool.count == 0)
        #expect(await spool.damagedCount == 4)
    }

    @Test func `a torn record is put aside and blocks no other`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            for byte in UInt8(1)...3 { try await spool.append([UInt8](repeating: byte, count: 50)) }
        }
        let torn = URL(fileURLWithPath: folder.path(of: "spool/00000000000000000002.record"))
        try Data(contentsOf: torn).prefix(40).write(to: torn)
        let spool = try open(folder)
        #expect(try await spool.oldest(9).map(\.sequence) == [1, 3])
        #expect(await spool.damagedCount == 1)
        #expect(await spool.count == 2)
        #expect(await spool.bytes == 2 * 74)
        #expect(try files(folder, "spool/damaged") == ["00000000000000000002.record"])
    }

    @Test func `a record that is gone blocks no other`() async throws {
        let folder = try TemporaryFolder()
        let spool = try open(folder)
        try await spool.append([1])
        try await spool.append([2])
        try FileManager.default.removeItem(atPath: folder.path(of: firstRecord))
        #expect(try await spool.oldest(9).map(\.bytes) == [[2]])
    }

    @Test func `a sequence that was put aside is not used again`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append([1])
            try folder.write("bad", to: firstRecord)
            #expect(try await spool.oldest(1) == [])
        }
        let spool = try open(folder)
        #expect(try await spool.append([2]) == 2)
    }

    @Test func `a damaged sequence file is put aside`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            for byte in UInt8(1)...2 { try await spool.append([byte]) }
            try await spool.acknowledge([1])
        }
        try folder.write("nonsense", to: "spool/sequence")
        let spool = try open(folder)
        #expect(await spool.damagedCount == 1)
        #expect(try await spool.append([3]) == 3)
    }

    @Test func `every changed byte of a record is noticed, and the record as it was is not`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append(Array("a small record".utf8))
        }
        let file = URL(fileURLWithPath: folder.path(of: firstRecord))
        let whole = try [UInt8](Data(contentsOf: file))
        for index in whole.indices {
            for flip: UInt8 in [0x01, 0x80, 0xFF] {
                var changed = whole
                changed[index] ^= flip
                try Data(changed).write(to: file)
                let spool = try open(folder)
                #expect(try await spool.oldest(1) == [], "byte \(index) changed by \(flip)")
            }
        }
        for length in 0..<whole.count {
            try Data(whole.prefix(length)).write(to: file)
            let spool = try open(folder)
            #expect(try await spool.oldest(1) == [], "cut to \(length) bytes")
        }
        try Data(whole + [0]).write(to: file)
        do {
            let spool = try open(folder)
            #expect(try await spool.oldest(1) == [])
        }
        try Data(whole).write(to: file)
        let spool = try open(folder)
        #expect(try await spool.oldest(1).map(\.bytes) == [Array("a small record".utf8)])
    }

    @Test func `a link in place of a record is not followed`() async throws {
        let folder = try TemporaryFolder()
        do { _ = try open(folder) }
        let elsewhere = try folder.write("elsewhere", to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(of: firstRecord), withDestinationPath: elsewhere)
        let spool = try open(folder)
        #expect(try await spool.oldest(1) == [])
        #expect(try String(contentsOfFile: elsewhere, encoding: .utf8) == "elsewhere")
    }
}

@Suite struct SpoolCrashTests {
    /// Kills a real process while it appends, ten times on one spool.
    @Test func `what was appended before kill -9 is there after it`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "spool")
        let writer = try BuiltProgram("SpoolWriter")
        var acknowledged: [UInt64] = []
        for round in 1...10 {
            let running = try RunningProgram(writer.path, [path])
            let wanted = round * 3
            try await poll("the writer") { running.outputSoFar.utf8.count { $0 == 0x0A } >= wanted }
            running.send(SIGKILL)
            let finished = try await running.finished()
            let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            acknowledged += lines.compactMap { UInt64($0) }
        }
        let spool = try Spool(directory: path, limit: SpoolLimit(bytes: 1 << 30))
        let found = try await spool.oldest(.max)
        #expect(await spool.damagedCount == 0)
        #expect(Set(acknowledged).isSubset(of: found.map(\.sequence)))
        #expect(found.allSatisfy { $0.bytes.count == 3000 })
        #expect(acknowledged == acknowledged.sorted())
        #expect(Set(acknowledged).count == acknowledged.count)
        #expect(try files(folder).allSatisfy { !$0.hasSuffix(".part") })
    }

    /// The control: a writer that writes in place leaves what only the checksum notices.
    @Test func `a record written in place and cut short is what the checksum is for`() async throws {
        let folder = try TemporaryFolder()
        do {
            let spool = try open(folder)
            try await spool.append([UInt8](repeating: 9, count: 1000))
        }
        let file = URL(fileURLWithPath: folder.path(of: firstRecord))
        var torn = try Data(contentsOf: file)
        // Its length is right, as after a crash that kept the size and lost the second half of the data.
        torn.replaceSubrange(512..<torn.count, with: Data(count: torn.count - 512))
        try torn.write(to: file)
        let spool = try open(folder)
        #expect(try await spool.oldest(1) == [])
        #expect(await spool.damagedCount == 1)
    }
}
