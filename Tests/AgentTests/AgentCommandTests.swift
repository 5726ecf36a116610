// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The program as an operator meets it: one sentence, the documented status, nothing changed.
@Suite struct AgentCommandTests {
    private static let token = "ww1.\(String(repeating: "0", count: 32)).\(String(repeating: "a", count: 64))"

    /// Arguments, exit status, what standard error must hold.
    ///
    /// FOLDER stands for a temporary folder with the files below.
    private static let cases: [([String], Int32, String)] = [
        (["check-config", "--config", "FOLDER/absent.toml"], 78, "absent.toml"),
        (["check-config", "--config", "FOLDER/unknown.toml"], 78, "unknown.toml:2: "),
        (["check-config", "--config", "FOLDER/range.toml"], 78, "range.toml:2: "),
        (["check-config", "--config", "FOLDER/broken.toml"], 78, "broken.toml:1"),
        (
            ["check-config", "--config", "FOLDER/good.toml", "--wordlists", "FOLDER/absent"], 66,
            "no such file or folder"
        ),
        (["check-config", "--config", "FOLDER/good.toml", "--wordlists", "FOLDER/bad.words"], 65, "bad.words:"),
        (["replay", "FOLDER/absent.keys"], 66, "absent.keys"),
        (["replay", "FOLDER/bad.keys", "--wordlists", "FOLDER/good.words"], 65, "bad.keys:2: "),
        (["replay", "FOLDER/differs.keys", "--wordlists", "FOLDER/good.words"], 65, "differs.keys: line 1 "),
        (["enrol", "https://127.0.0.1:1", "--token", "nonsense", "--state", "FOLDER/state"], 65, "token"),
        (["enrol", "http://127.0.0.1:1", "--token", token, "--state", "FOLDER/state"], 64, "https"),
        (["enrol", "https://127.0.0.1:1", "--token", token, "--state", "FOLDER/state"], 69, "127.0.0.1"),
        (["status", "--config", "FOLDER/good.toml", "--state", "FOLDER/state"], 78, "not enrolled"),
        (["run", "--config", "FOLDER/good.toml", "--state", "FOLDER/state"], 78, "not enrolled"),
        (["record"], 64, "Usage"),
    ]

    private func prepare(_ folder: TemporaryFolder) throws {
        _ = try folder.write("[screenshots]\nfrom_sevrity = 3\n", to: "unknown.toml")
        _ = try folder.write("[screenshots]\nfrom_severity = 9\n", to: "range.toml")
        _ = try folder.write("[screenshots\n", to: "broken.toml")
        _ = try folder.write("", to: "good.toml")
        _ = try folder.write("category bullying\n", to: "bad.words")
        _ = try folder.write("layout gb\ntipe hello\n", to: "bad.keys")
        _ = try folder.write("layout gb\ntype hello\n> text in window 1: goodbye\n", to: "differs.keys")
        let list = """
            category: bullying
            language: en-GB
            licence: CC0-1.0
            maintainer: The tests

            phrase: nobody likes you
            severity: 3
            match: go away nobody likes you
            no match: nobody likes your tie

            """
        _ = try folder.write(list, to: "good.words")
    }

    @Test(arguments: cases)
    func `bad input gets one sentence and the documented status`(
        arguments: [String], status: Int32, sentence: String
    ) async throws {
        let folder = try TemporaryFolder()
        try prepare(folder)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let result = try await BuiltProgram("watchword-agent").run(
            arguments.map { $0.replacingOccurrences(of: "FOLDER", with: folder.path) })
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func `a good configuration is said to be good`() async throws {
        let folder = try TemporaryFolder()
        try prepare(folder)
        let result = try await BuiltProgram("watchword-agent").run([
            "check-config", "--config", folder.path(of: "good.toml"), "--wordlists", folder.path(of: "good.words"),
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("1 phrases"))
    }
}
