// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport

/// A real process whose input and output are files, so that no end of a pipe is waited for.
///
/// Its last reference gone, it is killed.
final class ServerProcess: Sendable {
    private let process: Mutex<Process>
    private let output: String
    private let errors: String

    /// How a program ended and what it said.
    struct Finished: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    init(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        in folder: TemporaryFolder
    ) throws {
        let name = UUID().uuidString
        let source = try folder.write(input, to: "\(name).in")
        output = try folder.write("", to: "\(name).out")
        errors = try folder.write("", to: "\(name).err")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        self.process = Mutex(process)
    }

    deinit {
        process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } }
    }

    var isRunning: Bool { process.withLock { $0.isRunning } }
    /// What it has written to standard error so far.
    var errorsSoFar: String { text(of: errors) }

    func send(_ signal: Int32) {
        process.withLock { if $0.isRunning { kill($0.processIdentifier, signal) } }
    }

    func finished(within limit: Duration = .seconds(60)) async throws -> Finished {
        try await poll("a program", within: limit) { !isRunning }
        return Finished(
            status: process.withLock { $0.terminationStatus }, output: text(of: output), errors: text(of: errors))
    }

    private func text(of file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
}
