// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A virtual X server with a window manager, of a test's own.
package final class XServer: Sendable {
    package let display: String
    private let server: RunningProgram
    private let manager: RunningProgram

    /// Whether what it needs is installed.
    package static var isInstalled: Bool {
        RunningProgram.path(of: "Xvfb") != nil && RunningProgram.path(of: "openbox") != nil
    }

    package init(width: Int = 1366, height: Int = 768) async throws {
        let server = try RunningProgram(
            "Xvfb", ["-displayfd", "1", "-screen", "0", "\(width)x\(height)x24", "-nolisten", "tcp", "-noreset"])
        try await poll("Xvfb") { server.outputSoFar.contains("\n") || !server.isRunning }
        guard let number = Int(server.outputSoFar.prefix { $0 != "\n" }) else {
            throw TestSupportError.cannotStart("Xvfb: \(server.errorsSoFar)")
        }
        self.server = server
        display = ":\(number)"
        manager = try RunningProgram("openbox", environment: ["DISPLAY": display])
    }

    /// Runs a client of the display to its end, as `xdotool`.
    package func run(_ program: String, _ arguments: [String]) async throws -> FinishedProgram {
        try await RunningProgram(program, arguments, environment: ["DISPLAY": display]).finished()
    }
}
