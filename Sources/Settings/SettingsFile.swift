// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import TOMLKit

/// The settings a file gives: dotted keys, their values and their lines.
///
/// `url = "..."` under `[collector]` is the key `collector.url`.
package struct SettingsFile: Sendable {
    /// At most this many bytes are read.
    package static let byteLimit = 1 << 20

    /// The file's name as errors show it.
    package let name: String
    let entries: [String: Entry]

    struct Entry: Sendable, Equatable {
        var value: SettingValue
        var line: Int
    }

    /// Parses TOML.
    ///
    /// - Parameter file: the name that errors show.
    package init(parsing text: String, file: String) throws(SettingsError) {
        name = file
        let lines = KeyLines(of: text)
        // The parser takes a C string: a NUL would hide the rest of the file.
        if let line = lines.ofFirstNUL {
            throw .syntax(file: file, line: line, reason: "a NUL character; remove it")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw .syntax(file: file, line: error.source.begin.line, reason: Self.clause(error.description))
        } catch {
            throw .syntax(file: file, line: 1, reason: "\(error)")
        }
        var entries: [String: Entry] = [:]
        Self.flatten(table, under: "", lines: lines, into: &entries)
        self.entries = entries
    }

    /// Reads and parses the file at `path`.
    package init(reading path: String) throws(SettingsError) {
        let bytes = try Self.bytes(of: path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(file: path, reason: "it is not UTF-8 text")
        }
        try self.init(parsing: text, file: path)
    }

    /// A program that has no file; errors about a missing setting show `name`.
    package init(absent name: String) {
        self.name = name
        entries = [:]
    }

    private static func flatten(
        _ table: TOMLTable, under prefix: String, lines: KeyLines, into entries: inout [String: Entry]
    ) {
        for name in table.keys {
            guard let value = table[name] else { continue }
            let key = prefix + name
            if let inner = value.table {
                flatten(inner, under: key + ".", lines: lines, into: &entries)
            } else {
                entries[key] = Entry(value: SettingValue(value), line: lines.line(of: key))
            }
        }
    }

    private static func clause(_ description: String) -> String {
        let text = description.hasSuffix(".") ? String(description.dropLast()) : description
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func bytes(of path: String) throws(SettingsError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(file: path, reason: String(cString: strerror(errno)))
            }
            bytes += chunk[..<count]
            guard bytes.count <= byteLimit else {
                throw .unreadable(file: path, reason: "it is larger than \(byteLimit) bytes")
            }
        }
    }
}

/// A value as the file writes it.
enum SettingValue: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case list([SettingValue])
    /// A number with a fraction, a date or a time, which no setting takes.
    case other

    init(_ value: any TOMLValueConvertible) {
        if let text = value.string {
            self = .text(text)
        } else if let integer = value.int {
            self = .integer(integer)
        } else if let boolean = value.bool {
            self = .boolean(boolean)
        } else if let array = value.array {
            self = .list(array.map(SettingValue.init))
        } else {
            self = .other
        }
    }
}
