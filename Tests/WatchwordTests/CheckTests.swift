// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct CheckTests {
    private func with(_ body: (WatchwordProgram) throws -> Void) throws {
        let program = try WatchwordProgram()
        try body(program)
        try program.remove()
    }

    private static let other = """
        category: violence
        language: en
        licence: CC0-1.0
        maintainer: tests

        phrase: Kill, myself
        severity: 7
        match: a
        no match: b
        """

    @Test func `good lists are counted`() throws {
        try with { program in
            for path in ["Wordlists", "Wordlists/", "Wordlists/suicide.words"] {
                let result = try program.run("check", path)
                #expect(result.status == 0 && result.errors.isEmpty)
                #expect(result.output == "1 wordlists, 3 phrases, 4 examples, no problems\n")
            }
        }
    }

    @Test func `every problem is told, one a line`() throws {
        try with { program in
            try program.write(Self.other.replacing("a\n", with: "\n"), to: "Wordlists/violence.words")
            try program.write("nonsense", to: "Wordlists/a.words")
            try program.write("not a list", to: "Wordlists/README.md")
            let result = try program.run("check", "Wordlists")
            #expect(result.status == 65 && result.output.isEmpty)
            let places = result.errors.split(separator: "\n").map { $0.split(separator: ": ")[0] }
            #expect(places == ["Wordlists/a.words:1", "Wordlists/violence.words:7", "Wordlists/violence.words:8"])
        }
    }

    @Test func `a phrase in two lists is a problem for check, test and scan`() throws {
        try with { program in
            try program.write(Self.other.replacing("7", with: "3"), to: "Wordlists/violence.words")
            for arguments in [["check", "Wordlists"], ["test", "Wordlists"], ["scan"]] {
                let result = try program.run(arguments, input: Data())
                #expect(result.status == 65)
                #expect(
                    result.errors == "Wordlists/violence.words:6: the phrase is the same as that of "
                        + "Wordlists/suicide.words:6; delete one of them\n")
            }
        }
    }

    @Test func `nothing to read has its own status`() throws {
        try with { program in
            try program.write("", to: "empty/README.md")
            for path in ["none", "empty"] {
                for command in ["check", "test"] {
                    let result = try program.run(command, path)
                    #expect(result.status == 66 && result.errors.hasPrefix("cannot read \(path): "))
                }
            }
            #expect(try program.run("check").status == 64)
        }
    }

    @Test func `examples are run and counted`() throws {
        try with { program in
            let good = try program.run("test", "Wordlists")
            #expect(good.status == 0 && good.output == "4 examples, 4 passed, 0 failed\n" && good.errors.isEmpty)

            let wrong = Self.other.replacing("Kill, myself\nseverity: 7", with: "hit him\nseverity: 3")
            try program.write(wrong + "\nno match: I will HIT him!\n", to: "Wordlists/violence.words")
            let bad = try program.run("test", "Wordlists")
            #expect(bad.status == 65 && bad.output == "7 examples, 5 passed, 2 failed\n")
            let errors = bad.errors.split(separator: "\n")
            #expect(errors.count == 2)
            #expect(errors.first?.hasPrefix("Wordlists/violence.words:8: no phrase of this paragraph matches") == true)
            #expect(errors.last?.hasPrefix("Wordlists/violence.words:10: \"hit him\" (line 6) matches") == true)
        }
    }
}
