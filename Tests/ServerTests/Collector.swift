// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import CollectorAPI
import CollectorClient
import Foundation
import TestSupport
import Testing

/// The real program `watchword-server` with a folder of its own, on loopback.
final class Collector: Sendable {
    let folder: TemporaryFolder
    let program: BuiltProgram
    let config: String

    /// Nothing is set up yet.
    init(settings: String = "") throws {
        folder = try TemporaryFolder()
        program = try BuiltProgram("watchword-server")
        // Two loopback addresses tell the two doors apart in the log.
        config = try folder.write(
            """
            [state]
            directory = "\(folder.path(of: "state"))"
            [listen]
            devices = "127.0.0.1:0"
            console = "127.0.0.2:0"
            [console]
            url = "https://watchword.school.example"
            \(settings)

            """, to: "server.toml")
    }

    /// Set up.
    static func setUp() async throws -> Collector {
        let collector = try Collector()
        let setup = try await collector.command("setup", "--host", "127.0.0.1")
        try #require(setup.status == 0, "\(setup.errors)")
        return collector
    }

    func state(_ name: String) -> String { folder.path(of: "state/\(name)") }

    /// Runs one of the program's commands to its end.
    func command(_ arguments: String..., input: String = "") async throws -> ServerProcess.Finished {
        try await run(arguments, input: input)
    }

    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> ServerProcess.Finished {
        let arguments = arguments + ["--config", config]
        return try await ServerProcess(
            program.path, arguments, input: input, environment: environment, in: folder
        ).finished()
    }

    /// The database, as the command line opens it beside a running server.
    func store() throws -> CaptureStore { try CaptureStore(path: state("collector.sqlite")) }

    /// Starts the server and waits until both doors are open.
    func start() async throws -> RunningCollector {
        let server = try ServerProcess(program.path, ["run", "--config", config], in: folder)
        var ports: (devices: Int, console: Int)?
        try await poll("the collector") {
            try #require(server.isRunning, "\(server.errorsSoFar)")
            if let devices = Self.port(of: "127.0.0.1", in: server.errorsSoFar),
                let console = Self.port(of: "127.0.0.2", in: server.errorsSoFar)
            {
                ports = (devices, console)
            }
            return ports != nil
        }
        let (devices, console) = try #require(ports)
        return RunningCollector(server: server, devices: devices, console: console)
    }

    /// A token, as `token create` prints it.
    func token(uses: Int = 1) async throws -> EnrolmentToken {
        let created = try await command("token", "create", "--uses", "\(uses)")
        return try EnrolmentToken(parsing: created.output)
    }

    private static func port(of address: String, in log: String) -> Int? {
        for line in log.split(separator: "\n") where line.contains("address=\(address) ") {
            guard let range = line.range(of: "port=") else { continue }
            return Int(line[range.upperBound...].prefix { $0.isNumber })
        }
        return nil
    }
}

struct RunningCollector: Sendable {
    let server: ServerProcess
    let devices: Int
    let console: Int

    var url: CollectorURL { get throws { try CollectorURL(parsing: "https://127.0.0.1:\(devices)") } }

    func enrol(_ token: EnrolmentToken) async throws -> DeviceIdentity {
        try await Enrolment().enrol(at: url, token: token, hostName: "lab-1")
    }
}
