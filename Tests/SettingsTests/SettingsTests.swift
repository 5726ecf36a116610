// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Settings
import TestSupport
import Testing

private let declared = ["collector.url", "state.directory", "retention.days", "upload.pause", "notice.shown", "lists"]

private func settings(
    _ text: String, environment: [String: String] = [:], flags: [String: String] = [:]
) throws(SettingsError) -> Settings {
    try Settings(
        file: SettingsFile(parsing: text, file: "agent.toml"), environment: environment, prefix: "WATCHWORD_AGENT_",
        flags: flags, declaring: declared)
}

@Suite struct SettingsTests {
    @Test func `a key under a table header is a dotted key`() throws {
        let settings = try settings("[collector]\nurl = \"https://c.example\"\n")
        #expect(try settings.string("collector.url") == "https://c.example")
    }

    @Test func `every type is read`() throws {
        let settings = try settings(
            """
            lists = ["a", "b"]
            retention.days = 30
            state = { directory = "/var/lib/watchword" }
            [upload]
            pause = "90s"
            [notice]
            shown = true
            """)
        #expect(try settings.list("lists") == ["a", "b"])
        #expect(try settings.integer("retention.days", in: 1...45) == 30)
        #expect(try settings.path("state.directory") == "/var/lib/watchword")
        #expect(try settings.duration("upload.pause", in: .seconds(1)...(.seconds(300))) == .seconds(90))
        #expect(try settings.boolean("notice.shown") == true)
    }

    @Test func `what is given nowhere is nil`() throws {
        let settings = try settings("")
        #expect(try settings.string("collector.url") == nil)
        #expect(try settings.integer("retention.days", in: 1...45) == nil)
        #expect(
            settings.missing("collector.url").description
                == "\"collector.url\" is not set; set it in agent.toml or in the environment variable "
                + "WATCHWORD_AGENT_COLLECTOR_URL")
    }

    @Test func `a flag wins over the environment, and that over the file`() throws {
        let text = "retention.days = 1"
        let environment = ["WATCHWORD_AGENT_RETENTION_DAYS": "2"]
        let flags = ["retention.days": "3"]
        #expect(try settings(text).integer("retention.days", in: 1...45) == 1)
        #expect(try settings(text, environment: environment).integer("retention.days", in: 1...45) == 2)
        #expect(try settings(text, environment: environment, flags: flags).integer("retention.days", in: 1...45) == 3)
    }

    @Test func `variables and flags are text in every type`() throws {
        let environment = [
            "WATCHWORD_AGENT_LISTS": "a,b", "WATCHWORD_AGENT_NOTICE_SHOWN": "false",
            "WATCHWORD_AGENT_STATE_DIRECTORY": "state",
        ]
        let settings = try settings("", environment: environment)
        #expect(try settings.list("lists") == ["a", "b"])
        #expect(try settings.boolean("notice.shown") == false)
        #expect(try settings.path("state.directory") == "state")
    }

    @Test(arguments: [
        (
            "# one\n\n[colector]\nurl = \"x\"",
            "agent.toml:4: unknown key \"colector.url\"; did you mean \"collector.url\"?"
        ),
        ("quite = \"another\"", "agent.toml:1: unknown key \"quite\"; remove the key"),
        (
            "lists = []\n[collector]\n url . deep = 1",
            "agent.toml:3: unknown key \"collector.url.deep\"; remove the key"
        ),
        (
            "[collector]\nurl = \"\"\"\nurls = 1\n\"\"\"\nurls = 2",
            "agent.toml:5: unknown key \"collector.urls\"; did you mean \"collector.url\"?"
        ),
        (
            "state = { directori = \"/x\" }",
            "agent.toml:1: unknown key \"state.directori\"; did you mean \"state.directory\"?"
        ),
    ])
    func `an unknown key is an error with its line and the nearest key`(text: String, message: String) {
        #expect(failure { try settings(text) } == message)
    }

    @Test func `an unknown variable is an error, and another program's is not`() throws {
        #expect(
            failure { try settings("", environment: ["WATCHWORD_AGENT_COLECTOR_URL": "x"]) }
                == "environment variable WATCHWORD_AGENT_COLECTOR_URL: unknown; "
                + "did you mean WATCHWORD_AGENT_COLLECTOR_URL?")
        _ = try settings("", environment: ["WATCHWORD_SERVER_ANY": "x", "PATH": "/bin"])
    }

    @Test func `an unknown flag is an error`() {
        #expect(
            failure { try settings("", flags: ["list": "x"]) } == "flag for \"list\": unknown; did you mean \"lists\"?")
    }

    @Test(arguments: [
        ("retention.days = 46", "agent.toml:1: \"retention.days\" must be a whole number from 1 to 45"),
        ("retention.days = \"7\"", "agent.toml:1: \"retention.days\" must be a whole number from 1 to 45"),
        ("retention.days = 7.5", "agent.toml:1: \"retention.days\" must be a whole number from 1 to 45"),
        ("retention.days = [1]", "agent.toml:1: \"retention.days\" must be a whole number from 1 to 45"),
        ("retention.days = 2026-01-01", "agent.toml:1: \"retention.days\" must be a whole number from 1 to 45"),
    ])
    func `a number of the wrong type or out of range is an error`(text: String, message: String) throws {
        let settings = try settings(text)
        #expect(failure { try settings.integer("retention.days", in: 1...45) } == message)
    }

    @Test(arguments: ["\"90\"", "90", "\"s\"", "\"-1s\"", "\"1 s\"", "\"6m\"", "\"9223372036854775807d\"", "\"5mm\""])
    func `a time without a unit or out of range is an error`(value: String) throws {
        let settings = try settings("\n[upload]\npause = \(value)")
        #expect(
            failure { try settings.duration("upload.pause", in: .milliseconds(500)...(.seconds(300))) }
                == "agent.toml:3: \"upload.pause\" must be a time with its unit such as \"90s\" (ms, s, m, h or d), "
                + "from \"500ms\" to \"5m\"")
    }

    @Test func `other wrong values are errors`() throws {
        let settings = try settings(
            "lists = [1]\nstate.directory = \"relative\"\ncollector.url = \"\"\nnotice.shown = \"yes\"",
            environment: ["WATCHWORD_AGENT_UPLOAD_PAUSE": "soon"])
        #expect(failure { try settings.list("lists") }?.hasPrefix("agent.toml:1: ") == true)
        #expect(
            failure { try settings.path("state.directory") }
                == "agent.toml:2: \"state.directory\" must be a path that starts with /")
        #expect(failure { try settings.string("collector.url") }?.hasPrefix("agent.toml:3: ") == true)
        #expect(
            failure { try settings.boolean("notice.shown") } == "agent.toml:4: \"notice.shown\" must be true or false")
        #expect(
            failure { try settings.duration("upload.pause", in: .seconds(0)...(.seconds(1))) }?
                .hasPrefix("environment variable WATCHWORD_AGENT_UPLOAD_PAUSE: ") == true)
    }

    @Test func `a value the program itself refuses is named with its line`() throws {
        let settings = try settings("\ncollector.url = \"http://x\"")
        #expect(
            settings.invalid("collector.url", expected: "an https address").description
                == "agent.toml:2: \"collector.url\" must be an https address")
    }
}

@Suite struct SettingsFileTests {
    @Test(arguments: [("a = 1\nb = = 2", 2), ("a = 1\n\na = 2", 3), ("x = \"\u{0}\"\n", 1), ("[open\n", 1)])
    func `text that is not TOML is an error with its line`(text: String, line: Int) {
        let error = #expect(throws: SettingsError.self) { try SettingsFile(parsing: text, file: "f.toml") }
        #expect(error?.description.hasPrefix("f.toml:\(line): not valid TOML: ") == true)
    }

    @Test func `a file is read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("lists = [\"a\"]", to: "agent.toml")
        let settings = try Settings(
            file: SettingsFile(reading: path), environment: [:], prefix: "WATCHWORD_AGENT_", declaring: declared)
        #expect(try settings.list("lists") == ["a"])
    }

    @Test func `a file that is not there, too large or not text is an error with its path`() throws {
        let folder = try TemporaryFolder()
        let absent = folder.path(of: "absent.toml")
        #expect(
            failure { try SettingsFile(reading: absent) }?
                .hasPrefix("cannot read \(absent): No such file or directory; ") == true)
        let large = try folder.write(String(repeating: "#", count: SettingsFile.byteLimit + 1), to: "large.toml")
        #expect(failure { try SettingsFile(reading: large) }?.contains("larger than") == true)
        #expect(failure { try SettingsFile(reading: folder.path) }?.contains("Is a directory") == true)
    }
}

private func failure<Value>(_ body: () throws -> Value) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return "\(error)"
    }
}
