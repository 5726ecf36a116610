// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The whole way on real parts: Xvfb, an editor, xdotool, the agent, the collector over HTTPS, SQLite and a mail sink.
///
/// The steps are in Tests/Demo/endtoend.py, which `./dev e2e` runs alone and whose stage the demo and the bench share.
@Suite struct EndToEndTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let isRequired = environment["WATCHWORD_REQUIRE_X11"] != nil
    private static let python = environment["WATCHWORD_TEST_PYTHON"] ?? "python3"

    /// Whether this machine has what the test needs; `./dev test` installs it and then requires it.
    private static func canRun() async throws -> Bool {
        guard !isRequired else { return true }
        let programs = ["Xvfb", "openbox", "xdotool", "mousepad", "setxkbmap", "xprop"]
        guard programs.allSatisfy({ RunningProgram.path(of: $0) != nil }) else { return false }
        return try await RunningProgram(python, ["-c", "import aiosmtpd"]).finished().status == 0
    }

    @Test(
        .enabled("Xvfb, openbox, xdotool, mousepad and aiosmtpd are needed; ./dev test installs them") {
            try await canRun()
        },
        .timeLimit(.minutes(5)))
    func `a typed sentence is captured, alerted, reviewed and purged, and nothing else is kept`() async throws {
        let programs = try BuiltProgram("watchword-server").folder
        let driver = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../Demo/endtoend.py").standardizedFileURL.path(percentEncoded: false)
        let done = try await RunningProgram(Self.python, ["-B", driver, "--programs", programs])
            .finished(within: .seconds(280))
        #expect(done.status == 0, "\(done.output)\(done.errors)")
        // The driver says so last, and only when every step held.
        #expect(done.output.hasSuffix("the whole way holds\n"), "\(done.output)")
    }
}
