// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// How a program ended and what it said.
package struct FinishedProgram: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String
}

/// A real process that ends with the test: its last reference gone, it is killed.
package final class RunningProgram: Sendable {
    private let process: Mutex<Process>
    private let output = Collected()
    private let errors = Collected()
    package let identifier: Int32

    /// Starts `program`, a path or a name on PATH.
    package init(
        _ program: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:]
    ) throws {
        let process = Process()
        process.executableURL = try URL(fileURLWithPath: Self.find(program))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        output.follow(standardOutput.fileHandleForReading)
        errors.follow(standardError.fileHandleForReading)
        try process.run()
        identifier = process.processIdentifier
        self.process = Mutex(process)
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
    }

    deinit {
        process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } }
    }

    package var isRunning: Bool { process.withLock { $0.isRunning } }
    /// What it has written to standard output so far.
    package var outputSoFar: String { output.text }
    /// What it has written to standard error so far.
    package var errorsSoFar: String { errors.text }

    package func send(_ signal: Int32) { kill(identifier, signal) }

    /// Waits for its end.
    package func finished(within limit: Duration = .seconds(60)) async throws -> FinishedProgram {
        try await poll("a program", within: limit) { !isRunning && output.hasEnded && errors.hasEnded }
        return FinishedProgram(
            status: process.withLock { $0.terminationStatus }, output: output.text, errors: errors.text)
    }

    /// The path of `program` on PATH, nil where it is not installed.
    package static func path(of program: String) -> String? { try? find(program) }

    private static func find(_ program: String) throws -> String {
        if program.contains("/") { return program }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") {
            return "\(folder)/\(program)"
        }
        throw TestSupportError.missing(program: program)
    }
}

/// Waits until `condition` holds, for tests that have a real process to wait for.
package func poll(
    _ what: String, within limit: Duration = .seconds(20), until condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw TestSupportError.tooSlow(what) }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// The bytes that come out of a pipe.
private final class Collected: Sendable {
    private let state = Mutex((bytes: Data(), hasEnded: false))

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Reads on a thread of its own: a readability handler is now and then not told of the end.
    func follow(_ handle: FileHandle) {
        Thread.detachNewThread {
            while true {
                let bytes = handle.availableData
                self.state.withLock {
                    $0.bytes.append(bytes)
                    $0.hasEnded = bytes.isEmpty
                }
                if bytes.isEmpty { return }
            }
        }
    }
}
