// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The lists in Wordlists/, as the program reads them.
@Suite struct ShippedWordlistsTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let lists = repository.appending(path: "Wordlists").path(percentEncoded: false)
    private static let innocent = repository.appending(path: "Tests/Fixtures/innocent")
    private static let names: [String] = {
        // A missing folder shows in the count below.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: innocent.path(percentEncoded: false))) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    private func with(_ body: (WatchwordProgram) throws -> Void) throws {
        let program = try WatchwordProgram()
        try body(program)
        try program.remove()
    }

    private func scan(_ texts: [String], with program: WatchwordProgram) throws -> WatchwordProgram.Result {
        let encoder = JSONEncoder()
        let records = try texts.enumerated().map { index, text in
            String(decoding: try encoder.encode(Record(id: index, text: text)), as: UTF8.self)
        }
        return try program.run(
            "scan", "--records", "--wordlists", Self.lists, input: records.joined(separator: "\n") + "\n")
    }

    @Test func `the eight lists are well formed and every example holds`() throws {
        try with { program in
            let check = try program.run("check", Self.lists)
            #expect(check.status == 0 && check.output.hasPrefix("8 wordlists, "), "\(check.errors)")
            let test = try program.run("test", Self.lists)
            #expect(test.status == 0 && test.output.hasSuffix(", 0 failed\n"), "\(test.errors)")
        }
    }

    @Test func `every list has at least fifteen phrases and no severity out of its range`() throws {
        let severities = [
            "bullying": 2...4, "circumvention": 1...2, "drugs": 2...5, "grooming": 3...5, "offensive-language": 1...2,
            "self-harm": 3...4, "suicide": 3...5, "violence": 3...5,
        ]
        for (name, range) in severities {
            let lines = try String(contentsOfFile: "\(Self.lists)/\(name).words", encoding: .utf8).split(
                separator: "\n")
            #expect(lines.count { $0.hasPrefix("phrase: ") } >= 15, "\(name)")
            #expect(lines.contains("category: \(name)") && lines.contains("licence: CC0-1.0"), "\(name)")
            for line in lines where line.hasPrefix("severity: ") {
                let severity = Int(line.dropFirst("severity: ".count)) ?? 0
                #expect(range.contains(severity), "\(name): \(line)")
            }
        }
    }

    @Test func `there are enough innocent texts to mean something`() throws {
        #expect(Self.names.count >= 10 && Self.names.contains("acceptable-use-policy.txt"))
        let homework = try String(contentsOf: Self.innocent.appending(path: "homework.txt"), encoding: .utf8)
        #expect(homework.split(separator: "\n").count >= 40)
    }

    @Test(arguments: names) func `an innocent text raises nothing, whole or line by line`(name: String) throws {
        let text = try String(contentsOf: Self.innocent.appending(path: name), encoding: .utf8)
        try with { program in
            let result = try scan([text] + text.split(separator: "\n").map(String.init), with: program)
            #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\(result.errors)")
        }
    }

    @Test(arguments: names) func `a worrying sentence in the midst of an innocent text is found`(name: String) throws {
        let text = try String(contentsOf: Self.innocent.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n")
        let worrying = lines[..<(lines.count / 2)] + ["i want to kill myself"] + lines[(lines.count / 2)...]
        try with { program in
            let result = try scan([worrying.joined(separator: ".\n")], with: program)
            #expect(result.lines.count == 1 && result.output.contains(#""severity":5"#), "\(result.output)")
        }
    }

    @Test(
        arguments: [
            ("i dont want to be here anymore i want to kill myself", "suicide", 5),
            ("i wanna kill myself", "suicide", 5), ("gonna kms", "suicide", 4),
            ("I've been self-harming again", "self-harm", 4), ("you have no friends", "bullying", 3),
            ("he says he will leak my nudes", "grooming", 5), ("ive got a blade in my bag", "violence", 5),
            ("he gave me a trap phone", "drugs", 5), ("free vpn for school", "circumvention", 2),
            ("fuck off", "offensive-language", 2),
        ])
    func `the sentences that the lists are for are found`(text: String, category: String, severity: Int) throws {
        try with { program in
            let result = try scan([text], with: program)
            #expect(
                result.lines.contains {
                    $0.contains("\"category\":\"\(category)\"") && $0.contains("\"severity\":\(severity)")
                }, "\(text): \(result.output)")
        }
    }

    @Test func `a phrase that schoolwork holds would be noticed`() throws {
        try with { program in
            try program.write(
                """
                category: violence
                language: en-GB
                licence: CC0-1.0
                maintainer: tests

                phrase: killed
                severity: 3
                match: he killed it
                no match: skilled
                """, to: "broad.words")
            let homework = Self.innocent.appending(path: "homework.txt").path(percentEncoded: false)
            let result = try program.run("scan", "--wordlists", "broad.words", homework)
            #expect(result.status == 0 && !result.output.isEmpty)
        }
    }

    private struct Record: Encodable {
        var id: Int
        var text: String
    }
}
