// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON, a scalar at a time.
struct JSONReader {
    private static let depthLimit = 64

    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    var isAtEnd: Bool { index == scalars.count }
    var isAtString: Bool { next == "\"" }
    var isAtNumber: Bool { next.map { $0 == "-" || ("0"..."9").contains($0) } ?? false }

    func problem(_ what: String) -> ScanRecord.Problem {
        .notJSON(column: index + 1, what: what)
    }

    mutating func skipBlanks() {
        while let next, next == " " || next == "\t" || next == "\r" || next == "\n" { index += 1 }
    }

    /// Reads an object; `member` is called with each key and has to read the value.
    mutating func readObject(
        _ member: (String, inout JSONReader) throws(ScanRecord.Problem) -> Void
    ) throws(ScanRecord.Problem) {
        try expect("{")
        skipBlanks()
        if take("}") { return }
        repeat {
            skipBlanks()
            guard isAtString else { throw problem("a key is missing") }
            var key = String.UnicodeScalarView()
            key.append(contentsOf: try readString())
            skipBlanks()
            try expect(":")
            skipBlanks()
            try member(String(key), &self)
            skipBlanks()
        } while take(",")
        try expect("}")
    }

    /// Reads over a string or a number and returns its JSON.
    mutating func readRaw() throws(ScanRecord.Problem) -> String {
        let start = index
        try skipValue(depth: 0)
        var raw = ""
        for scalar in scalars[start..<index] {
            JSONLine.append(scalar, to: &raw)
        }
        return raw
    }

    mutating func readString() throws(ScanRecord.Problem) -> [Unicode.Scalar] {
        try expect("\"")
        var text: [Unicode.Scalar] = []
        while let scalar = next {
            index += 1
            switch scalar {
            case "\"": return text
            case "\\": text.append(try readEscape())
            case "\u{0}"..<" ":
                index -= 1
                throw problem("a control character in a string")
            default: text.append(scalar)
            }
        }
        throw problem("a string does not end")
    }

    mutating func skipValue(depth: Int) throws(ScanRecord.Problem) {
        guard depth <= Self.depthLimit else { throw problem("values nested too deep") }
        switch next {
        case "\"": _ = try readString()
        case "{": try readObject { (_, reader) throws(ScanRecord.Problem) in try reader.skipValue(depth: depth + 1) }
        case "[":
            index += 1
            skipBlanks()
            if take("]") { return }
            repeat {
                skipBlanks()
                try skipValue(depth: depth + 1)
                skipBlanks()
            } while take(",")
            try expect("]")
        case "t": try expect("true")
        case "f": try expect("false")
        case "n": try expect("null")
        default: try skipNumber()
        }
    }

    private mutating func skipNumber() throws(ScanRecord.Problem) {
        _ = take("-")
        if !take("0") { try skipDigits() }
        if take(".") { try skipDigits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(ScanRecord.Problem) {
        let start = index
        while let next, ("0"..."9").contains(next) { index += 1 }
        guard index > start else { throw problem("a value is missing or malformed") }
    }

    private mutating func readEscape() throws(ScanRecord.Problem) -> Unicode.Scalar {
        guard let scalar = next else { throw problem("a string does not end") }
        index += 1
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try readCodePoint()
        default: throw problem("an unknown escape")
        }
    }

    /// What follows `\u`: four digits, or a pair of surrogates.
    private mutating func readCodePoint() throws(ScanRecord.Problem) -> Unicode.Scalar {
        let first = try readHex()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, take("\\"), take("u") {
            let second = try readHex()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw problem("half a surrogate pair")
    }

    private mutating func readHex() throws(ScanRecord.Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let next, let digit = Self.hexDigit(next) else {
                throw problem("four hexadecimal digits are missing")
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    private static func hexDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ word: String) throws(ScanRecord.Problem) {
        for scalar in word.unicodeScalars {
            guard take(scalar) else { throw problem("\"\(word)\" is missing") }
        }
    }
}
