// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings of one program: flag over environment over file.
///
/// A program declares its keys; what it has not declared is an error, in the file and in the environment, with the
/// nearest declared key as a suggestion. The variable of `collector.url` under the prefix `WATCHWORD_AGENT_` is
/// `WATCHWORD_AGENT_COLLECTOR_URL`. Each getter gives nil where the setting is given nowhere, and an error that names
/// file and line, variable or flag where it is given wrongly.
package struct Settings: Sendable {
    private let file: SettingsFile
    private let prefix: String
    private let keys: Set<String>
    private let environment: [String: String]
    private let flags: [String: String]

    /// Joins the three sources and refuses what is not declared.
    ///
    /// - Parameters:
    ///   - prefix: of the program's own variables; others are left alone.
    ///   - flags: what the command line gave, by key.
    ///   - keys: every key the program reads.
    package init(
        file: SettingsFile, environment: [String: String], prefix: String, flags: [String: String] = [:],
        declaring keys: [String]
    ) throws(SettingsError) {
        self.file = file
        self.prefix = prefix
        self.keys = Set(keys)
        self.flags = flags
        var given: [String: String] = [:]
        let variables = Dictionary(keys.map { (Self.variable(of: $0, prefix: prefix), $0) }) { first, _ in first }

        for (key, entry) in file.entries.sorted(by: { ($0.value.line, $0.key) < ($1.value.line, $1.key) })
        where !self.keys.contains(key) {
            let origin = SettingOrigin.file(file.name, line: entry.line)
            throw .unknown(key: key, origin: origin, suggestion: nearest(key, among: keys))
        }
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix(prefix) {
            guard let key = variables[variable] else {
                let suggestion = nearest(variable, among: variables.keys.sorted())
                throw .unknown(key: variable, origin: .environment(variable: variable), suggestion: suggestion)
            }
            given[key] = value
        }
        for key in flags.keys.sorted() where !self.keys.contains(key) {
            throw .unknown(key: key, origin: .flag, suggestion: nearest(key, among: keys))
        }
        self.environment = given
    }

    /// Text that is not empty.
    package func string(_ key: String) throws(SettingsError) -> String? {
        guard let (value, origin) = lookUp(key) else { return nil }
        guard case .text(let text) = value, !text.isEmpty, !text.unicodeScalars.contains("\0") else {
            throw .invalid(key: key, origin: origin, expected: "text between quotation marks, not empty")
        }
        return text
    }

    /// A whole number in `range`.
    package func integer(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int? {
        guard let (value, origin) = lookUp(key) else { return nil }
        let number: Int? =
            switch value {
            case .integer(let number): number
            case .text(let text) where !origin.isFile: Int(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw .invalid(key: key, origin: origin, expected: expected)
        }
        return number
    }

    /// A time with its unit: `"500ms"`, `"90s"`, `"15m"`, `"8h"`, `"45d"`.
    package func duration(_ key: String, in range: ClosedRange<Duration>) throws(SettingsError) -> Duration? {
        guard let (value, origin) = lookUp(key) else { return nil }
        guard case .text(let text) = value, let duration = Duration(setting: text), range.contains(duration) else {
            let expected =
                "a time with its unit such as \"90s\" (ms, s, m, h or d), from \(range.lowerBound.settingText) to "
                + range.upperBound.settingText
            throw .invalid(key: key, origin: origin, expected: expected)
        }
        return duration
    }

    /// `true` or `false`.
    package func boolean(_ key: String) throws(SettingsError) -> Bool? {
        guard let (value, origin) = lookUp(key) else { return nil }
        switch value {
        case .boolean(let boolean): return boolean
        case .text("true") where !origin.isFile: return true
        case .text("false") where !origin.isFile: return false
        default: throw .invalid(key: key, origin: origin, expected: "true or false")
        }
    }

    /// A path; in a file it starts with `/`, as the folder a program starts in is no part of its settings.
    package func path(_ key: String) throws(SettingsError) -> String? {
        guard let (value, origin) = lookUp(key) else { return nil }
        guard case .text(let text) = value, !text.isEmpty, !text.unicodeScalars.contains("\0"),
            !origin.isFile || text.utf8.first == UInt8(ascii: "/")
        else {
            throw .invalid(key: key, origin: origin, expected: "a path that starts with /")
        }
        return text
    }

    /// A list of texts: an array in the file, separated by commas elsewhere.
    package func list(_ key: String) throws(SettingsError) -> [String]? {
        guard let (value, origin) = lookUp(key) else { return nil }
        var items: [String] = []
        switch value {
        case .text(let text) where !origin.isFile:
            items = text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
        case .list(let values):
            for value in values {
                guard case .text(let text) = value, !text.isEmpty, !text.unicodeScalars.contains("\0") else {
                    throw .invalid(key: key, origin: origin, expected: "a list of texts, none of them empty")
                }
                items.append(text)
            }
        default: throw .invalid(key: key, origin: origin, expected: "a list of texts such as [\"one\", \"two\"]")
        }
        return items
    }

    /// The error for a setting that the program cannot do without.
    package func missing(_ key: String) -> SettingsError {
        .missing(key: key, file: file.name, variable: Self.variable(of: key, prefix: prefix))
    }

    /// The error for a setting that a getter took and the program cannot use, with the place where it was given.
    ///
    /// - Parameter expected: completes "must be".
    package func invalid(_ key: String, expected: String) -> SettingsError {
        guard let (_, origin) = lookUp(key) else { return missing(key) }
        return .invalid(key: key, origin: origin, expected: expected)
    }

    private func lookUp(_ key: String) -> (SettingValue, SettingOrigin)? {
        precondition(keys.contains(key), "the setting \(key) is read but not declared")
        if let text = flags[key] { return (.text(text), .flag) }
        if let text = environment[key] {
            return (.text(text), .environment(variable: Self.variable(of: key, prefix: prefix)))
        }
        return file.entries[key].map { ($0.value, .file(file.name, line: $0.line)) }
    }

    private static func variable(of key: String, prefix: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in key.uppercased().unicodeScalars {
            name.append(scalar == "." || scalar == "-" ? "_" : scalar)
        }
        return prefix + String(name)
    }
}

extension SettingOrigin {
    fileprivate var isFile: Bool {
        if case .file = self { true } else { false }
    }
}

extension Duration {
    fileprivate init?(setting text: String) {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard let number = Int64(Substring(digits)), number <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(number)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3600)
        case "d": self = .seconds(number * 86_400)
        default: return nil
        }
    }

    fileprivate var settingText: String {
        let (seconds, attoseconds) = components
        if attoseconds != 0 { return "\"\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms\"" }
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)]
        where seconds != 0 && seconds % length == 0 {
            return "\"\(seconds / length)\(unit)\""
        }
        return "\"\(seconds)s\""
    }
}

/// The candidate that a slip of the fingers makes of `word`, if there is one.
private func nearest(_ word: String, among candidates: [String]) -> String? {
    let scored = candidates.map { (distance(Array(word.utf8), Array($0.utf8)), $0) }
    guard let best = scored.min(by: { $0 < $1 }), best.0 <= max(2, word.utf8.count / 4) else { return nil }
    return best.1
}

/// How many bytes must be put in, left out or changed to make one of the other.
private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let above = row[j + 1]
            row[j + 1] = byte == other ? diagonal : 1 + min(diagonal, above, row[j])
            diagonal = above
        }
    }
    return row[right.count]
}
