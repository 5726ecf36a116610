// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Rules for every file, whatever its module.
enum FileRules {
    static let header = ["SPDX-FileCopyrightText: The Watchword contributors", "SPDX-License-Identifier: Apache-2.0"]
    static let longest = 600

    /// What is wrong with the length and header of `text`.
    static func findings(in text: String, at path: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let top = lines.drop { $0.hasPrefix("#!") || $0.hasPrefix("// swift-tools-version") }.prefix(2)
        var findings: [String] = []
        if top.count < 2 || !zip(top, header).allSatisfy({ $0.hasSuffix($1) }) {
            findings.append("\(path):1: the two-line SPDX header is missing")
        }
        // A last line that ends leaves an empty piece behind it.
        let count = lines.count - (lines.last?.isEmpty == true ? 1 : 0)
        if count > longest { findings.append("\(path): \(count) lines; split it, \(longest) is the most") }
        return findings
    }

    /// What is wrong with `text` as product code.
    static func productFindings(in text: String, at path: String) -> [String] {
        let code = SwiftCode(text)
        let stops = [
            ("try!", code.lines(with: "try", "!")), ("as!", code.lines(with: "as", "!")),
            ("fatalError", code.lines(with: "fatalError")), ("catch {}", code.lines(with: "catch", "{", "}")),
        ]
        var findings = stops.flatMap { what, lines in
            lines.map { "\(path):\($0): \(what) has no place in product code; throw an error instead" }
        }
        if ImportTable.module(ofFile: path) != "CollectorAPI" {
            for name in ["JSONEncoder", "JSONDecoder", "JSONSerialization"] {
                findings += code.lines(with: name).map { "\(path):\($0): only CollectorAPI knows JSON" }
            }
        }
        return findings
    }
}
