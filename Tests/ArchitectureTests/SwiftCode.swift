// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A Swift file without its comments and strings: the words and signs that are code.
///
/// Code inside a string's interpolation stays. Only what the rules ask about is kept apart: identifiers, numbers and
/// single signs, each with its line.
struct SwiftCode {
    struct Token: Equatable {
        var text: String
        var line: Int
    }

    private(set) var tokens: [Token] = []
    private let source: [Unicode.Scalar]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        source = Array(text.unicodeScalars)
        // A `#!` line is no code.
        if next("#!") { skipLine() }
        scan(insideInterpolation: false)
    }

    /// The modules that the file imports, in every form of the declaration.
    var imports: [(module: String, line: Int)] {
        let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
        return tokens.indices.compactMap { index in
            // `x.import` would be a member; a declaration's name in backticks is not split off from them.
            guard tokens[index].text == "import", index == 0 || tokens[index - 1].text != "." else { return nil }
            let name = tokens[(index + 1)...].first { !kinds.contains($0.text) }
            return name.map { ($0.text, tokens[index].line) }
        }
    }

    /// The lines on which `words` stand one after the other.
    func lines(with words: String...) -> [Int] {
        tokens.indices.compactMap { index in
            let end = index + words.count
            guard end <= tokens.count, tokens[index..<end].map(\.text) == words else { return nil }
            return tokens[index].line
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private func next(_ text: String) -> Bool {
        text.unicodeScalars.enumerated().allSatisfy { peek($0.offset) == $0.element }
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count {
            if peek() == "\n" { line += 1 }
            position += 1
        }
    }

    private mutating func skipLine() {
        while let scalar = peek(), scalar != "\n" { advance() }
    }

    private mutating func scan(insideInterpolation: Bool) {
        var depth = 0
        while let scalar = peek() {
            if next("//") {
                skipLine()
            } else if next("/*") {
                skipBlockComment()
            } else if let fences = stringFences() {
                skipString(fences: fences)
            } else if scalar == "`" {
                scanQuotedIdentifier()
            } else if scalar == "_" || scalar.properties.isXIDContinue {
                scanWord()
            } else {
                if scalar == "(" { depth += 1 }
                if scalar == ")" {
                    if insideInterpolation && depth == 0 { return }
                    depth -= 1
                }
                if !scalar.properties.isWhitespace { tokens.append(Token(text: String(scalar), line: line)) }
                advance()
            }
        }
    }

    private mutating func scanWord() {
        let start = position
        while let scalar = peek(), scalar == "_" || scalar.properties.isXIDContinue { advance() }
        tokens.append(Token(text: text(from: start), line: line))
    }

    private mutating func scanQuotedIdentifier() {
        let start = position
        advance()
        while let scalar = peek(), scalar != "`", scalar != "\n" { advance() }
        advance()
        tokens.append(Token(text: text(from: start), line: line))
    }

    private func text(from start: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: source[start..<min(position, source.count)])
        return String(text)
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if next("/*") {
                depth += 1
                advance(2)
            } else if next("*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && peek() != nil
    }

    /// The number of `#` before a string that begins here; nil where none does.
    private func stringFences() -> Int? {
        var fences = 0
        while peek(fences) == "#" { fences += 1 }
        return peek(fences) == "\"" ? fences : nil
    }

    private mutating func skipString(fences: Int) {
        let hashes = String(repeating: "#", count: fences)
        advance(fences)
        let quote = next("\"\"\"") ? "\"\"\"" : "\""
        advance(quote.count)
        while peek() != nil {
            if next("\\" + hashes + "(") {
                advance(fences + 2)
                scan(insideInterpolation: true)
                advance()
            } else if next("\\" + hashes) {
                advance(fences + 2)
            } else if next(quote + hashes) {
                advance(quote.count + fences)
                return
            } else if quote == "\"" && peek() == "\n" {
                return  // not closed: the compiler says so
            } else {
                advance()
            }
        }
    }
}
