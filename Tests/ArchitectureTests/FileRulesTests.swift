// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite struct FileRulesTests {
    @Test func `every file starts with the header and none is too long`() throws {
        let repository = Repository()
        var files = try repository.files(
            in: Repository.product + ["Tests"], endings: [".swift", ".c", ".h", ".sh", ".py"])
        files += try repository.files(named: ["dev", ".ci/run", "Package.swift"])
        try #require(files.count > 30)
        let findings = files.flatMap { FileRules.findings(in: $0.text, at: $0.path) }
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test func `product code does not stop the program and leaves JSON to its module`() throws {
        let files = try Repository().files(in: Repository.product, endings: [".swift"])
        let findings = files.flatMap { FileRules.productFindings(in: $0.text, at: $0.path) }
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("let a = try! b()", 1), ("let a = try!b()", 1), ("let a = b as! C", 1), ("fatalError(\"x\")", 1),
        ("let a = \"\\(try! b())\"", 1), ("do { try a() } catch { }", 1), ("let a = JSONDecoder()", 1),
        ("let a = \"try! as! fatalError()\" // fatalError", 0), ("let a = try? b() ?? !c", 0), ("if a is B {}", 0),
    ])
    func `what stops the program is found`(text: String, count: Int) {
        #expect(FileRules.productFindings(in: text, at: "Sources/Captures/A.swift").count == count)
    }

    @Test func `a missing header and a long file are found`() {
        let header = FileRules.header.map { "# \($0)\n" }.joined()
        #expect(FileRules.findings(in: "#!/bin/sh\n" + header + "exit 0\n", at: "a.sh").isEmpty)
        #expect(FileRules.findings(in: "import Captures\n", at: "a.swift").count == 1)
        #expect(FileRules.findings(in: "", at: "a.swift").count == 1)
        let body = String(repeating: "\n", count: FileRules.longest - 2)
        #expect(FileRules.findings(in: header + body, at: "a.py").isEmpty)
        #expect(FileRules.findings(in: header + body + "\n", at: "a.py").count == 1)
    }
}
