// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

/// One JSON object on one line.
///
/// Written by hand because an id is echoed as it was given, digit by digit, and because order matters to a reader.
struct JSONLine {
    private var bytes = [UInt8(ascii: "{")]

    mutating func add(_ key: String, _ value: String) {
        addKey(key)
        bytes += Array(Self.quoted(value).utf8)
    }

    mutating func add(_ key: String, _ value: Int) {
        addKey(key)
        bytes += Array(String(value).utf8)
    }

    /// Adds a value that is JSON already.
    mutating func add(_ key: String, raw: String) {
        addKey(key)
        bytes += Array(raw.utf8)
    }

    mutating func add(_ finding: Finding) {
        add("phrase", finding.match.phrase.text)
        add("category", finding.match.phrase.category)
        add("severity", finding.match.phrase.severity)
        add("start", finding.range.lowerBound)
        add("end", finding.range.upperBound)
        add("matched", finding.matched)
        add("via", finding.match.via)
    }

    /// The object, with a line feed behind it.
    var finished: [UInt8] { bytes + [UInt8(ascii: "}"), 0x0A] }

    private mutating func addKey(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes += Array(Self.quoted(key).utf8)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A string literal.
    static func quoted(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            default: append(scalar, to: &literal)
            }
        }
        return literal + "\""
    }

    /// A scalar of a literal; whatever some reader takes for the end of a line, or for a control, is spelled out.
    static func append(_ scalar: Unicode.Scalar, to literal: inout String) {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
            let digits = String(scalar.value, radix: 16)
            literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default:
            literal.unicodeScalars.append(scalar)
        }
    }
}
