// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

/// `scan`: a text as one stream, each match with its line and column.
struct TextScanner: LineScanner {
    private var stream: TypedStream
    private let file: String
    private let format: ScanCommand.Format
    private let explains: Bool
    /// Scalars of the input so far.
    private var offset = 0
    /// The first scalar of each line, as far back as a match can begin.
    private var lineStarts: [(line: Int, offset: Int)] = []
    private var number = 0

    init(_ matcher: PhraseMatcher, file: String, format: ScanCommand.Format, explains: Bool) {
        stream = TypedStream(matcher)
        self.file = file
        self.format = format
        self.explains = explains
    }

    mutating func scan(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) throws(WatchwordError) {
        guard let text = String(validating: line, as: UTF8.self) else {
            throw refusal("the line is not valid UTF-8; save the file as UTF-8")
        }
        if number > 0 { follow("\n", into: &output) }
        number += 1
        // Two lines a scalar that the matcher keeps: Backspaces can stand between.
        if lineStarts.count >= 4 * PhraseMatcher.historyLimit {
            lineStarts.removeFirst(2 * PhraseMatcher.historyLimit)
        }
        lineStarts.append((number, offset))
        for scalar in text.unicodeScalars {
            follow(scalar, into: &output)
        }
    }

    mutating func finish(into output: inout [UInt8]) {
        for finding in stream.end() {
            write(finding, into: &output)
        }
    }

    func refusal(_ what: String) -> WatchwordError {
        .badInput(file: file, line: number + 1, what: what)
    }

    private mutating func follow(_ scalar: Unicode.Scalar, into output: inout [UInt8]) {
        for finding in stream.append(scalar, origin: offset) {
            write(finding, into: &output)
        }
        offset += 1
    }

    private func write(_ finding: Finding, into output: inout [UInt8]) {
        let start = lineStarts.last { $0.offset <= finding.range.lowerBound } ?? (line: 1, offset: 0)
        let column = finding.range.lowerBound - start.offset + 1
        let phrase = finding.match.phrase
        switch format {
        case .jsonl:
            var json = JSONLine()
            json.add("file", file)
            json.add("line", start.line)
            json.add("column", column)
            json.add(finding)
            if explains { json.add("wordlist", "\(phrase.file):\(phrase.line)") }
            output += json.finished
        case .text:
            var line =
                "\(file):\(start.line):\(column): severity \(phrase.severity), \(phrase.category): \(phrase.text)"
            if finding.match.isDeleted { line += " (deleted)" }
            if explains {
                line += "\n    typed \(JSONLine.quoted(finding.matched)), \(finding.match.via); "
                line += "\(phrase.file):\(phrase.line)"
            }
            output += Array((line + "\n").utf8)
        }
    }
}
