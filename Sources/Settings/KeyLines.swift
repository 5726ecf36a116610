// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// On which line of a TOML text each key stands.
///
/// The parser tells positions only for errors. This scan is for showing a line to a person: where it cannot tell (a
/// key in an inline table), it names the line of the table.
struct KeyLines {
    private var lines: [String: Int] = [:]
    private(set) var ofFirstNUL: Int?

    init(of text: String) {
        var table = ""
        // Inside a multi-line string nothing is a key.
        var fence: [Unicode.Scalar]?
        var number = 0
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let scalars = Array(line)
            if ofFirstNUL == nil, scalars.contains("\0") {
                ofFirstNUL = number
            }
            if let open = fence {
                if Self.count(of: open, in: scalars) % 2 == 1 { fence = nil }
                continue
            }
            for mark: Unicode.Scalar in ["\"", "'"] {
                let triple = [mark, mark, mark]
                if Self.count(of: triple, in: scalars) % 2 == 1 { fence = triple }
            }
            var head = Header(scalars)
            if head.skip("[") {
                _ = head.skip("[")
                table = head.key()
                note(table, number)
            } else {
                let key = head.key()
                if !key.isEmpty, head.skip("=") {
                    note(table.isEmpty ? key : "\(table).\(key)", number)
                }
            }
        }
    }

    /// The line of `key`, else that of the nearest table around it, else 1.
    func line(of key: String) -> Int {
        var key = key[...]
        while true {
            if let line = lines[String(key)] { return line }
            guard let dot = key.lastIndex(of: ".") else { return 1 }
            key = key[..<dot]
        }
    }

    private mutating func note(_ key: String, _ line: Int) {
        if lines[key] == nil { lines[key] = line }
    }

    private static func count(of mark: [Unicode.Scalar], in line: [Unicode.Scalar]) -> Int {
        var count = 0
        var index = 0
        while index + mark.count <= line.count {
            if line[index..<index + mark.count].elementsEqual(mark) {
                count += 1
                index += mark.count
            } else {
                index += 1
            }
        }
        return count
    }

    /// The start of a line, read as a header or a key.
    private struct Header {
        private var rest: ArraySlice<Unicode.Scalar>

        init(_ scalars: [Unicode.Scalar]) { rest = scalars[...] }

        mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
            skipSpace()
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        /// A dotted key, quotes and spaces removed.
        mutating func key() -> String {
            var key = String.UnicodeScalarView()
            while true {
                skipSpace()
                guard let first = rest.first else { break }
                if first == "\"" || first == "'" {
                    rest.removeFirst()
                    while let scalar = rest.popFirst(), scalar != first { key.append(scalar) }
                } else {
                    while let scalar = rest.first, Self.isBare(scalar) {
                        key.append(scalar)
                        rest.removeFirst()
                    }
                }
                guard skip(".") else { break }
                key.append(".")
            }
            return String(key)
        }

        private mutating func skipSpace() {
            rest = rest.drop { $0 == " " || $0 == "\t" }
        }

        private static func isBare(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
            default: false
            }
        }
    }
}
