// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON document (RFC 8259), strictly.
struct JSONParser {
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(WireError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw failure("something follows the document") }
        return value
    }

    private mutating func value() throws(WireError) -> JSONValue {
        skipSpace()
        guard let byte = peek else { throw failure("it ends too soon") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { parser throws(WireError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(WireError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("a value is expected")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(WireError) -> JSONValue
    ) throws(WireError) -> JSONValue {
        guard depth < WireLimits.depth else { throw failure("it is nested too deeply") }
        depth += 1
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(WireError) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = []
        // As bytes: two spellings of one character are two names.
        var names: Set<[UInt8]> = []
        if take("}") { return .object([]) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw failure("a name is expected") }
            let start = offset
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else {
                throw .notJSON(offset: start, reason: "a name comes twice in one object")
            }
            guard take(":") else { throw failure("a colon is expected") }
            members.append((name, try value()))
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("a comma or the end of the object is expected") }
        }
    }

    private mutating func array() throws(WireError) -> JSONValue {
        var values: [JSONValue] = []
        if take("]") { return .array([]) }
        while true {
            values.append(try value())
            if take("]") { return .array(values) }
            guard take(",") else { throw failure("a comma or the end of the array is expected") }
        }
    }

    private mutating func string() throws(WireError) -> String {
        offset += 1
        var text: [UInt8] = []
        var start = offset
        while true {
            guard offset < bytes.count else { throw failure("a text does not end") }
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw failure("a control character in a text") }
            if byte == UInt8(ascii: "\\") {
                text += bytes[start..<offset]
                let scalar = try escape()
                text += Array(String(scalar).utf8)
                start = offset
            } else {
                offset += 1
            }
        }
        text += bytes[start..<offset]
        offset += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw failure("a text that is not UTF-8") }
        return string
    }

    private mutating func escape() throws(WireError) -> Unicode.Scalar {
        offset += 1
        guard let byte = peek else { throw failure("a text does not end") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try codeUnit()
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard first & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\") else { throw failure("half a character") }
            offset += 1
            guard peek == UInt8(ascii: "u") else { throw failure("half a character") }
            offset += 1
            let second = try codeUnit()
            guard second & 0xFC00 == 0xDC00,
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF)))
            else { throw failure("half a character") }
            return scalar
        default: throw failure("an escape that JSON does not know")
        }
    }

    private mutating func codeUnit() throws(WireError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = hexValue(byte) else { throw failure("four digits are expected") }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    private mutating func number() throws(WireError) -> JSONValue {
        let start = offset
        if peek == UInt8(ascii: "-") { offset += 1 }
        let leading = peek
        let whole = try digits()
        guard whole == 1 || leading != UInt8(ascii: "0") else { throw failure("a number starts with 0") }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            offset += 1
            _ = try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isWhole = false
            offset += 1
            if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") { offset += 1 }
            _ = try digits()
        }
        return .number(isWhole ? Int(String(decoding: bytes[start..<offset], as: UTF8.self)) : nil)
    }

    private mutating func digits() throws(WireError) -> Int {
        let start = offset
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw failure("a digit is expected") }
        return offset - start
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(WireError) -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw failure("a value is expected") }
        offset += word.utf8.count
        return value
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard let byte = peek, Unicode.Scalar(byte) == scalar else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private func failure(_ reason: String) -> WireError { .notJSON(offset: offset, reason: reason) }
}
