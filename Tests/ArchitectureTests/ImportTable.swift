// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What each module may import, of ours and of others: the table of docs/ARCHITECTURE.md.
struct ImportTable {
    struct Finding: Equatable, CustomStringConvertible {
        var file: String
        var line: Int
        var what: String
        var description: String { "\(file):\(line): \(what)" }
    }

    struct Rule {
        var ours: Set<String>
        /// What the module never sees, named as the first letters of a module's name.
        var never: [String] = []
    }

    /// The folder of each module; the longest that fits a file is its own.
    static func module(ofFile path: String) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        switch parts.first {
        case "Sources" where parts.count > 2: return parts[1]
        case "Agent" where parts.count > 2 && parts[1] == "Service": return "WatchwordAgent"
        case "Agent" where parts.count > 2: return "Watchword\(parts[1])"
        case "Server": return "WatchwordServer"
        default: return nil
        }
    }

    static let storage = ["GRDB", "SQLite"]
    static let web = ["Hummingbird", "NIO", "HTTPTypes", "AsyncHTTPClient", "FoundationNetworking"]
    static let files = ["Foundation", "Glibc", "Musl", "Dispatch", "System"]
    static let input = ["CXkb", "CXcb", "CCairo", "CLinux"]

    static let rules: [String: Rule] = [
        "Captures": Rule(ours: [], never: storage + web),
        "PhraseMatching": Rule(ours: [], never: storage + web + files),
        "CaptureSpool": Rule(ours: [], never: storage + web),
        "KeyboardInput": Rule(ours: ["Captures", "CXkb", "CXcb", "CLinux"], never: storage + web),
        "Desktop": Rule(ours: ["Captures", "CXcb", "CCairo", "CWebP"], never: storage + web),
        "CollectorAPI": Rule(ours: ["Captures"], never: storage + web),
        "CollectorClient": Rule(ours: ["CollectorAPI", "Captures"], never: storage),
        "CaptureStore": Rule(ours: ["Captures"], never: web),
        "Alerting": Rule(ours: ["Captures", "CCurl"], never: storage + web),
        "Review": Rule(ours: ["Captures", "CaptureStore"], never: storage),
        "Retention": Rule(ours: ["Captures", "CaptureStore"], never: storage + web),
        "Settings": Rule(ours: [], never: storage + web),
        "Watchword": Rule(ours: ["PhraseMatching"], never: storage + web),
        "WatchwordAgent": Rule(
            ours: [
                "Captures", "KeyboardInput", "PhraseMatching", "Desktop", "CaptureSpool", "CollectorAPI",
                "CollectorClient", "Settings", "CLinux",
            ], never: storage + ["Hummingbird"]),
        "WatchwordServer": Rule(
            ours: [
                "Captures", "PhraseMatching", "CollectorAPI", "CaptureStore", "Alerting", "Review", "Retention",
                "Settings",
            ], never: input),
        // Headers and their wrappers.
        "CLinux": Rule(ours: []),
    ]

    /// Everything that is ours, a test's parts included: what a rule does not name is forbidden.
    static let ourModules: Set<String> = Set(rules.keys)
        .union(["CXkb", "CXcb", "CCairo", "CWebP", "CCurl", "TestSupport", "Testing", "XCTest", "SpoolWriter"])

    /// What is wrong with the imports of `text`, the file at `path`.
    static func findings(in text: String, at path: String) -> [Finding] {
        guard let module = module(ofFile: path), let rule = rules[module] else {
            return [Finding(file: path, line: 1, what: "no rule for this folder; add its module to the table")]
        }
        return SwiftCode(text).imports.compactMap { name, line in
            if name == module { return nil }
            if ourModules.contains(name) && !rule.ours.contains(name) {
                return Finding(file: path, line: line, what: "\(module) may not import \(name)")
            }
            if rule.never.contains(where: name.hasPrefix) {
                return Finding(file: path, line: line, what: "\(module) never sees \(name)")
            }
            return nil
        }
    }
}
