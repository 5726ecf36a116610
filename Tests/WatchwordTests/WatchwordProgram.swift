// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The program `watchword` as it was built, run with files of its own.
struct WatchwordProgram {
    struct Result {
        var status: Int32
        var output: String
        var errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Where the program runs; removed by ``remove()``.
    let folder: URL
    private static let list = """
        category: suicide
        language: en-GB
        licence: CC0-1.0
        maintainer: tests

        phrase: kill myself
        phrase: i want to die
        severity: 5
        match: I want to kill myself.
        no match: i could kill for a biscuit

        phrase: don't wake me
        severity: 2
        match: dont wake me
        no match: do not wake me
        """

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("watchword-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(Self.list, to: "Wordlists/suicide.words")
    }

    func remove() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ data: Data, to name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    /// Runs to the end; input and output are files, so that no pipe can fill up.
    func run(_ arguments: String..., input: String = "") throws -> Result {
        try run(arguments, input: Data(input.utf8))
    }

    func run(_ arguments: [String], input: Data) throws -> Result {
        let names = ["in", "out", "err"].map { "\(UUID().uuidString).\($0)" }
        for name in names { try write(name.hasSuffix(".in") ? input : Data(), to: name) }
        let files = names.map { folder.appendingPathComponent($0) }
        let process = try self.process(arguments)
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }

    func process(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try BuiltProgram("watchword").path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }
}
