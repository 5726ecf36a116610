// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite struct ImportTableTests {
    @Test func `no file imports what the table does not allow`() throws {
        let files = try Repository().files(in: Repository.product, endings: [".swift"])
        try #require(files.count > 20, "the walk found too few files to mean anything")
        let findings = files.flatMap { ImportTable.findings(in: $0.text, at: $0.path) }
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("import CaptureStore", "Agent/Service/Loop.swift", "WatchwordAgent may not import CaptureStore"),
        ("package import CaptureStore", "Agent/Service/Loop.swift", "WatchwordAgent may not import CaptureStore"),
        ("@testable import CaptureStore", "Sources/Captures/A.swift", "Captures may not import CaptureStore"),
        ("@_implementationOnly import Review", "Sources/Retention/A.swift", "Retention may not import Review"),
        ("import struct KeyboardInput.KeyEvent", "Sources/Desktop/A.swift", "Desktop may not import KeyboardInput"),
        ("import\n    func Desktop.shot", "Server/A.swift", "WatchwordServer may not import Desktop"),
        ("let x = 1; import Alerting", "Sources/Review/A.swift", "Review may not import Alerting"),
        ("#if os(Linux)\nimport GRDB\n#endif", "Agent/Service/A.swift", "WatchwordAgent never sees GRDB"),
        ("import Foundation", "Sources/PhraseMatching/A.swift", "PhraseMatching never sees Foundation"),
        ("import FoundationEssentials", "Sources/PhraseMatching/A.swift", "PhraseMatching never sees"),
        ("import CXkb", "Server/A.swift", "WatchwordServer may not import CXkb"),
        ("import Hummingbird", "Agent/Service/A.swift", "WatchwordAgent never sees Hummingbird"),
        ("import NIOHTTP1", "Sources/CollectorAPI/A.swift", "CollectorAPI never sees NIOHTTP1"),
        ("import CollectorAPI", "Sources/CaptureStore/A.swift", "CaptureStore may not import CollectorAPI"),
        ("import GRDB", "Sources/Alerting/A.swift", "Alerting never sees GRDB"),
        ("import CaptureSpool", "Sources/CollectorClient/A.swift", "CollectorClient may not import CaptureSpool"),
        ("import Testing", "Sources/Captures/A.swift", "Captures may not import Testing"),
        ("import Captures", "Sources/Everything/A.swift", "no rule for this folder"),
    ])
    func `a forbidden import is found`(text: String, path: String, what: String) {
        let findings = ImportTable.findings(in: text, at: path)
        #expect(findings.count == 1)
        #expect(findings.first?.what.hasPrefix(what) == true, "\(findings)")
    }

    @Test func `a finding names the line`() {
        let text = "// header\n/* a\n b */\nimport Captures\n\nimport CaptureStore\n"
        #expect(
            ImportTable.findings(in: text, at: "Agent/Service/Loop.swift").map(\.description)
                == ["Agent/Service/Loop.swift:6: WatchwordAgent may not import CaptureStore"])
    }

    @Test(arguments: [
        "// import CaptureStore",
        "/* import CaptureStore /* nested */ import CaptureStore */",
        "let text = \"import CaptureStore\"",
        "let text = #\"a \" import CaptureStore\"#",
        "let text = \"\"\"\n    import CaptureStore\n    \"\"\"",
        "let text = \"a \\\" import CaptureStore\"",
        "let text = \"\\(names.joined(separator: \" import CaptureStore \"))\"",
        "roster.import(CaptureStore.self)",
        "func `import CaptureStore`() {}",
        "import Captures",
        "package import Captures",
        "import struct Captures.Capture",
        "import Foundation",
    ])
    func `comments, strings and allowed imports are left alone`(text: String) {
        #expect(ImportTable.findings(in: text, at: "Agent/Service/Loop.swift").isEmpty)
    }

    @Test func `an import behind a string with an interpolation is still found`() {
        let text = "let a = \"\\(b(\"c\")) // \"\nimport CaptureStore"
        #expect(ImportTable.findings(in: text, at: "Agent/Service/Loop.swift").map(\.line) == [2])
    }
}
