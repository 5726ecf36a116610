// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why the settings of a program cannot be used, and where.
///
/// Never carries a value: some settings are secrets.
package enum SettingsError: Error, Equatable {
    case unreadable(file: String, reason: String)
    case syntax(file: String, line: Int, reason: String)
    case unknown(key: String, origin: SettingOrigin, suggestion: String?)
    case invalid(key: String, origin: SettingOrigin, expected: String)
    case missing(key: String, file: String, variable: String)
}

/// Where a setting was given.
package enum SettingOrigin: Sendable, Equatable {
    case file(String, line: Int)
    case environment(variable: String)
    case flag
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason); name a settings file that exists, or change its mode"
        case .syntax(let file, let line, let reason):
            "\(file):\(line): not valid TOML: \(reason)"
        case .unknown(let key, .file(let file, let line), let suggestion):
            "\(file):\(line): unknown key \"\(key)\"; \(Self.advice(suggestion.map { "\"\($0)\"" }, thing: "key"))"
        case .unknown(_, .environment(let variable), let suggestion):
            "environment variable \(variable): unknown; \(Self.advice(suggestion, thing: "variable"))"
        case .unknown(let key, .flag, let suggestion):
            "flag for \"\(key)\": unknown; \(Self.advice(suggestion.map { "\"\($0)\"" }, thing: "flag"))"
        case .invalid(let key, .file(let file, let line), let expected):
            "\(file):\(line): \"\(key)\" must be \(expected)"
        case .invalid(let key, .environment(let variable), let expected):
            "environment variable \(variable): \"\(key)\" must be \(expected)"
        case .invalid(let key, .flag, let expected):
            "the flag for \"\(key)\" must be \(expected)"
        case .missing(let key, let file, let variable):
            "\"\(key)\" is not set; set it in \(file) or in the environment variable \(variable)"
        }
    }

    private static func advice(_ suggestion: String?, thing: String) -> String {
        suggestion.map { "did you mean \($0)?" } ?? "remove the \(thing)"
    }
}
