// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The members of one object, taken out one by one under the wire's rules.
struct JSONFields {
    private var members: [[UInt8]: JSONValue] = [:]
    private let path: String

    /// - Parameter path: how errors name the object; empty for the document.
    init(_ value: JSONValue, path: String) throws(WireError) {
        guard case .object(let list) = value else {
            throw .field(path: path.isEmpty ? "the document" : path, reason: "it must be an object")
        }
        self.path = path
        for member in list { members[Array(member.name.utf8)] = member.value }
    }

    /// Refuses what was not taken.
    ///
    /// The name is the sender's, so it is not repeated.
    func finish() throws(WireError) {
        guard members.isEmpty else {
            throw .field(path: path.isEmpty ? "the document" : path, reason: "it has a field that is not known")
        }
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func refused(_ name: String, _ reason: String) -> WireError { .field(path: path(of: name), reason: reason) }

    mutating func optional(_ name: String) -> JSONValue? { members.removeValue(forKey: Array(name.utf8)) }

    mutating func required(_ name: String) throws(WireError) -> JSONValue {
        guard let value = optional(name) else { throw refused(name, "it is missing") }
        return value
    }

    mutating func object(_ name: String) throws(WireError) -> JSONFields {
        try JSONFields(try required(name), path: path(of: name))
    }

    mutating func array(_ name: String, limit: Int) throws(WireError) -> [JSONValue] {
        guard case .array(let values) = try required(name) else { throw refused(name, "it must be an array") }
        guard values.count <= limit else { throw refused(name, "it has more than \(limit) entries") }
        return values
    }

    /// A text without a length of its own, such as base64; the body bounds it.
    mutating func string(_ name: String) throws(WireError) -> String {
        guard case .string(let text) = try required(name) else { throw refused(name, "it must be a text") }
        return text
    }

    /// A text of at most `limit` scalars without control characters other than tab and, where `lines`, new line.
    mutating func text(
        _ name: String, limit: Int, mayBeEmpty: Bool = true, lines: Bool = false
    ) throws(WireError) -> String {
        let text = try string(name)
        guard mayBeEmpty || !text.isEmpty else { throw refused(name, "it is empty") }
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= limit else { throw refused(name, "it has more than \(limit) characters") }
            guard WireText.allows(scalar, lines: lines) else { throw refused(name, "it has a control character") }
        }
        return text
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(WireError) -> Int {
        guard case .number(let number?) = try required(name), range.contains(number) else {
            throw refused(name, "it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

/// The rules for text on the wire: the device replaces what the collector refuses.
enum WireText {
    static func allows(_ scalar: Unicode.Scalar, lines: Bool) -> Bool {
        switch scalar.value {
        case 0x09: true
        case 0x0A: lines
        case 0..<0x20, 0x7F..<0xA0: false
        default: true
        }
    }

    /// The text cut to `limit`, each control character shown as U+FFFD.
    static func fitted(_ text: String, limit: Int, lines: Bool = false, fromEnd: Bool = false) -> String {
        let scalars = text.unicodeScalars
        let kept = fromEnd ? scalars.suffix(limit) : scalars.prefix(limit)
        var fitted = String.UnicodeScalarView()
        for scalar in kept { fitted.append(allows(scalar, lines: lines) ? scalar : "\u{FFFD}") }
        return String(fitted)
    }
}
