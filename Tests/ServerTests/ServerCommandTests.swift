// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import CollectorAPI
import Foundation
import GRDB
import TestSupport
import Testing

/// One program after another: each test starts several, and two cores are soon busy with them.
@Suite(.serialized)
enum ServerProgramTests {}

extension ServerProgramTests {
    @Suite("ServerCommand")
    struct ServerCommandTests {
        @Test func `setup makes a folder that is its owner's alone`() async throws {
            let collector = try await Collector.setUp()
            let files = FileManager.default
            #expect(try mode(collector.folder.path(of: "state")) == 0o700)
            for name in ["authority.key", "server.key", "collector.sqlite"] {
                #expect(try mode(collector.state(name)) == 0o600, "\(name)")
            }
            for name in ["authority.pem", "server.pem"] {
                #expect(files.fileExists(atPath: collector.state(name)), "\(name)")
            }
        }

        @Test func `a second setup changes nothing and says so`() async throws {
            let collector = try await Collector.setUp()
            let names = ["authority.key", "authority.pem", "server.key", "server.pem"]
            let before = try names.map { try Data(contentsOf: URL(fileURLWithPath: collector.state($0))) }
            let second = try await collector.command("setup")
            #expect(second.status == 73)
            #expect(second.errors.contains("set up already"))
            #expect(try names.map { try Data(contentsOf: URL(fileURLWithPath: collector.state($0))) } == before)
        }

        @Test(arguments: [
            ("[retention]\ndays = 46", ":9:", "retention.days"),
            ("[retention]\ndays = 0", ":9:", "retention.days"),
            ("[retention]\ndais = 45", ":9:", "did you mean \"retention.days\""),
            ("[alert]\nfrom = \"w@school.example\"", "", "alert.smtp.url"),
            (
                "[alert]\nfrom = \"w@school.example\"\nto = [\"a\"]\nsmtp.url = \"http://mail\"", ":11:",
                "alert.smtp.url"
            ),
            ("[alert]\nfrom = \"w@school.example\"\nto = [\"a\"]\nsmtp.url = \"smtp://mail\"", ":10:", "alert.to"),
            ("oops", ":8:", "not valid TOML"),
        ])
        func `a mistake in the configuration is one sentence with its line`(
            settings: String, line: String, words: String
        ) async throws {
            let collector = try Collector(settings: settings)
            for command in ["check-config", "setup", "run"] {
                let finished = try await collector.command(command)
                #expect(finished.status == 78, "\(command)")
                #expect(finished.errors.contains("server.toml\(line)"), "\(finished.errors)")
                #expect(finished.errors.contains(words), "\(finished.errors)")
                #expect(finished.errors.split(separator: "\n").count == 1, "\(finished.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: collector.folder.path(of: "state")))
        }

        @Test func `a good configuration is called good, and nothing is made`() async throws {
            let collector = try Collector(settings: "[retention]\ndays = 30")
            let finished = try await collector.command("check-config")
            #expect(finished.status == 0)
            #expect(finished.output.contains("30 days"))
            #expect(!FileManager.default.fileExists(atPath: collector.folder.path(of: "state")))
        }

        @Test(arguments: [["run"], ["purge"], ["verify"], ["token", "create"], ["reviewer", "add", "dsl"]])
        func `before setup every command says what to do`(command: [String]) async throws {
            let collector = try Collector()
            let finished = try await collector.run(command)
            #expect(finished.status == 78)
            #expect(finished.errors.contains("watchword-server setup"))
        }

        @Test func `a reviewer is added once, with a password that is long enough`() async throws {
            let collector = try await Collector.setUp()
            let password = "correct horse battery"
            let short = try await collector.command("reviewer", "add", "dsl", input: "too short\n")
            #expect(short.status == 65)
            #expect(try await collector.store().reviewerNames().isEmpty)
            let added = try await collector.command("reviewer", "add", "dsl", input: password + "\n")
            #expect(added.status == 0, "\(added.errors)")
            let again = try await collector.command("reviewer", "add", "DSL", input: password + "\n")
            #expect(again.status == 73)
            let name = try await collector.command("reviewer", "add", "d s l", input: password + "\n")
            #expect(name.status == 64)
            let stored = try await collector.store().reviewer(named: try #require(ReviewerName("dsl")))
            #expect(stored?.passwordHash.hasPrefix("$scrypt$ln=17,r=8,p=1$") == true)
        }

        @Test func `a token is printed once and kept only hashed`() async throws {
            let collector = try await Collector.setUp()
            let created = try await collector.command("token", "create", "--uses", "3", "--hours", "2")
            let token = try EnrolmentToken(parsing: created.output)
            for name in ["collector.sqlite", "collector.sqlite-wal"] {
                guard let data = FileManager.default.contents(atPath: collector.state(name)) else { continue }
                #expect(data.range(of: Data(token.secret)) == nil, "\(name)")
            }
            for wrong in [["--uses", "0"], ["--hours", "169"]] {
                let finished = try await collector.run(["token", "create"] + wrong)
                #expect(finished.status == 64)
            }
        }

        @Test func `purge removes what is old, and its dry run only says so`() async throws {
            let collector = try await Collector.setUp()
            let store = try collector.store()
            let device = try #require(DeviceID(String(repeating: "a", count: 64)))
            // Long enough ago: no capture counts as older than its device's enrolment.
            let enrolled = Date().addingTimeInterval(-100 * 86_400)
            let secret = [UInt8](repeating: 1, count: 16)
            try await store.addEnrolmentToken(
                secret: secret, uses: 1, expires: enrolled.addingTimeInterval(60), at: enrolled)
            try await store.enrol(device, hostName: "lab-1", tokenSecret: secret, at: enrolled)
            let old = try sampleCapture(at: Date().addingTimeInterval(-46 * 86_400))
            let young = try sampleCapture(at: Date().addingTimeInterval(-44 * 86_400))
            _ = try await store.store([old, young], from: device, at: Date())

            let dry = try await collector.command("purge", "--dry-run")
            #expect(dry.status == 0)
            #expect(dry.output.contains("would remove 1 "))
            let reviewer = try #require(ReviewerName("dsl"))
            #expect(try await store.view(old.id, by: reviewer, at: Date()) != nil)
            let purge = try await collector.command("purge")
            #expect(purge.status == 0)
            #expect(purge.output.contains("removed 1 "))
            #expect(try await store.view(old.id, by: reviewer, at: Date()) == nil)
            #expect(try await store.view(young.id, by: reviewer, at: Date()) != nil)
        }

        @Test func `verify finds a changed audit entry`() async throws {
            let collector = try await Collector.setUp()
            _ = try await collector.token()
            let sound = try await collector.command("verify")
            #expect(sound.status == 0)
            #expect(sound.output.contains("1 audit entries"))
            try await DatabaseQueue(path: collector.state("collector.sqlite")).write { db in
                try db.execute(
                    sql: "DROP TRIGGER audit_entry_unchanged; UPDATE audit_entry SET detail = 'uses 9'")
            }
            let changed = try await collector.command("verify")
            #expect(changed.status == 65)
            #expect(changed.errors.contains("audit entry 1 is not what was written"))
        }

        @Test func `a test alert that reaches no mail server says so`() async throws {
            let collector = try Collector(
                settings: """
                    [alert]
                    from = "watchword@school.example"
                    to = ["dsl@school.example"]
                    smtp.url = "smtp://127.0.0.1:1"
                    """)
            #expect(try await collector.command("setup").status == 0)
            let finished = try await collector.command("alert", "test")
            #expect(finished.status == 69, "\(finished.errors)")
        }

        @Test func `it stops with status 0 when it is told to`() async throws {
            let collector = try Collector(
                settings: """
                    [alert]
                    from = "watchword@school.example"
                    to = ["dsl@school.example"]
                    smtp.url = "smtp://127.0.0.1:1"
                    """)
            #expect(try await collector.command("setup").status == 0)
            for signal in [SIGTERM, SIGINT] {
                let running = try await collector.start()
                running.server.send(signal)
                let finished = try await running.server.finished(within: .seconds(20))
                #expect(finished.status == 0, "\(finished.errors)")
            }
        }

        @Test func `a port that is taken is one sentence`() async throws {
            let collector = try await Collector.setUp()
            let running = try await collector.start()
            let environment = ["WATCHWORD_SERVER_LISTEN_DEVICES": "127.0.0.1:\(running.devices)"]
            let second = try await collector.run(["run"], environment: environment)
            #expect(second.status == 69)
            let sentence = second.errors.split(separator: "\n").filter { $0.hasPrefix("watchword-server: ") }
            #expect(sentence.count == 1, "\(second.errors)")
            #expect(sentence.first?.contains("cannot listen") == true, "\(second.errors)")
        }

        private func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
    }
}
