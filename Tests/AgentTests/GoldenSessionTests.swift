// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeyboardInput
import PhraseMatching
import Testing

@testable import WatchwordAgent

/// The sessions under Tests/Fixtures/sessions; a new one needs no Swift.
@Suite struct GoldenSessionTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let names: [String] = {
        let folder = repository.appending(path: "Tests/Fixtures/sessions")
        // A missing folder shows in the count below.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".keys") }.sorted()
    }()

    private func session(_ name: String) throws -> KeysFile {
        let file = Self.repository.appending(path: "Tests/Fixtures/sessions/\(name)")
        return try KeysFile(parsing: Array(Data(contentsOf: file)), file: name)
    }

    private func automaton() throws -> Automaton {
        try InstalledWordlists.automaton(at: Self.repository.appending(path: "Wordlists").path)
    }

    @Test func `there are at least twelve sessions, and each says what it expects`() throws {
        #expect(Self.names.count >= 12)
        for name in Self.names { #expect(try !session(name).expected.isEmpty, "\(name)") }
    }

    @Test(arguments: names) func `a session gives the text and the captures that it expects`(name: String) async throws
    {
        let file = try session(name)
        let lines = try await Replay(file: file, automaton: automaton()).lines()
        #expect(ReplayCommand.difference(lines, file.expected) == nil)
    }

    @Test func `a difference is seen`() {
        #expect(ReplayCommand.difference(["a", "b"], ["a", "c"]) != nil)
        #expect(ReplayCommand.difference(["a"], ["a", "b"]) != nil)
        #expect(ReplayCommand.difference(["a", "b"], ["a"]) != nil)
        #expect(ReplayCommand.difference(["e\u{301}"], ["\u{E9}"]) != nil)
        #expect(ReplayCommand.difference(["a"], ["a"]) == nil)
    }

    @Test func `half a phrase is completed by another window if the windows are not told apart`() async throws {
        let text = try String(
            contentsOf: Self.repository.appending(path: "Tests/Fixtures/sessions/two-windows.keys"), encoding: .utf8)
        // The protection taken away: the same keys, all into one window.
        let joined = text.split(separator: "\n").filter { !$0.hasPrefix("focus") && !$0.hasPrefix(">") }
        let file = try KeysFile(parsing: Array(joined.joined(separator: "\n").utf8), file: "joined.keys")
        let lines = try await Replay(file: file, automaton: automaton()).lines()
        #expect(lines.contains { $0.hasPrefix("capture suicide 5") })
    }
}
