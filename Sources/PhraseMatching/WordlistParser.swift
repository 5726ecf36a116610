// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads a ``Wordlist``, and goes on after a problem to find the others.
struct WordlistParser {
    private(set) var list: Wordlist
    private var problems: [WordlistError] = []

    private let file: String
    private var paragraph = Paragraph()
    private var hasHeader = false
    /// Where each phrase stands, by its normal form.
    private var known: [[Unicode.Scalar]: Int] = [:]

    private struct Entry {
        var key: String
        var value: String
        var line: Int
    }

    private struct Paragraph {
        var entries: [Entry] = []
        /// A line of it could not be read, so what is missing cannot be told.
        var isDamaged = false
    }

    init(file: String) {
        self.file = file
        list = Wordlist(file: file)
    }

    var sortedProblems: [WordlistError] {
        problems.sorted { $0.line < $1.line }
    }

    mutating func parse(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var line = 0
        for raw in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            line += 1
            read(raw, line: line)
        }
        endParagraph()
        if !hasHeader {
            reportMissingHeader(line: 1)
        }
    }

    private mutating func read(_ raw: ArraySlice<UInt8>, line: Int) {
        guard raw.count <= Wordlist.lineLimit else {
            paragraph.isDamaged = true
            return report(line, "the line is longer than \(Wordlist.lineLimit) bytes", "shorten it")
        }
        guard let text = String(validating: raw, as: UTF8.self) else {
            paragraph.isDamaged = true
            return report(line, "the line is not valid UTF-8", "save the file as UTF-8")
        }
        let content = Self.trimmed(text.unicodeScalars[...])
        guard let first = content.first else { return endParagraph() }
        guard first != "#" else { return }
        if content.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" }) {
            paragraph.isDamaged = true
            return report(line, "the line contains a control character", "delete it")
        }
        guard let colon = content.firstIndex(of: ":") else {
            paragraph.isDamaged = true
            return report(line, "the line is not \"key: value\"", "put a key and a colon in front, or # for a comment")
        }
        let key = String(Self.trimmed(content[..<colon]))
        let value = String(Self.trimmed(content[content.index(after: colon)...]))
        if value.isEmpty {
            report(line, "\"\(key)\" has no value", "write one after the colon, or delete the line")
            paragraph.isDamaged = true
        } else {
            paragraph.entries.append(Entry(key: key, value: value, line: line))
        }
    }

    private mutating func endParagraph() {
        defer { paragraph = Paragraph() }
        guard let first = paragraph.entries.first else {
            // Only damaged lines: they have been reported, and stood where the header should.
            hasHeader = hasHeader || paragraph.isDamaged
            return
        }
        if !hasHeader, first.key != "phrase" {
            hasHeader = true
            return readHeader(first)
        }
        if !hasHeader {
            hasHeader = true
            reportMissingHeader(line: first.line)
        }
        readPhrases(first)
    }

    // MARK: Paragraphs

    private mutating func readHeader(_ first: Entry) {
        let keys = ["category", "language", "licence", "maintainer"]
        refuseUnknown(keys, in: "the header")
        list.category = single("category", from: first) ?? ""
        list.language = single("language", from: first) ?? ""
        list.licence = single("licence", from: first) ?? ""
        list.maintainer = single("maintainer", from: first) ?? ""
        for entry in paragraph.entries {
            if entry.key == "category", !Self.isCategory(entry.value) {
                report(entry.line, "the category is not a name", "use 1 to 40 of a-z, 0-9 and -, a letter first")
            }
            if entry.key == "language", !Self.isLanguage(entry.value) {
                report(entry.line, "the language is not a BCP 47 tag", "write it like en or en-GB")
            }
        }
    }

    private mutating func readPhrases(_ first: Entry) {
        refuseUnknown(["phrase", "severity", "reason", "match", "no match"], in: "a phrase's paragraph")
        if first.key != "phrase" && !paragraph.isDamaged {
            report(first.line, "the paragraph does not begin with \"phrase\"", "put its phrase first")
        }
        let severity = readSeverity(first)
        _ = single("reason", from: first, isRequired: false)
        require("match", from: first, advice: "add a text in which the phrase must match")
        require("no match", from: first, advice: "add a text in which the phrase must not match")

        let start = list.phrases.count
        for entry in paragraph.entries where entry.key == "phrase" {
            addPhrase(entry, severity: severity)
        }
        let phrases = start..<list.phrases.count
        for entry in paragraph.entries where entry.key == "match" || entry.key == "no match" {
            list.examples.append(
                Wordlist.Example(
                    text: entry.value, shouldMatch: entry.key == "match", phrases: phrases, line: entry.line))
        }
    }

    private mutating func addPhrase(_ entry: Entry, severity: Int) {
        do throws(Normalizer.Refusal) {
            let form = try Normalizer.normalForm(ofPhrase: entry.value)
            if let line = known[form] {
                return report(entry.line, "the phrase is the same as that of line \(line)", "delete one of them")
            }
            known[form] = entry.line
        } catch {
            problems.append(WordlistError(file: file, line: entry.line, refusal: error))
        }
        list.phrases.append(
            Phrase(text: entry.value, category: list.category, severity: severity, file: file, line: entry.line))
    }

    private mutating func readSeverity(_ first: Entry) -> Int {
        guard let value = single("severity", from: first) else { return 1 }
        if value.utf8.count == 1, let severity = Int(value), (1...5).contains(severity) { return severity }
        let line = paragraph.entries.first { $0.key == "severity" }?.line ?? first.line
        report(line, "the severity is not a number from 1 to 5", "write 1 (note) to 5 (urgent)")
        return 1
    }

    // MARK: Keys

    /// The value of a key that may stand once.
    private mutating func single(_ key: String, from first: Entry, isRequired: Bool = true) -> String? {
        let entries = paragraph.entries.filter { $0.key == key }
        for entry in entries.dropFirst() {
            report(entry.line, "\"\(key)\" stands twice in this paragraph", "keep one of them")
        }
        if isRequired { require(key, from: first, advice: "add the line \"\(key): ...\"") }
        return entries.first?.value
    }

    private mutating func require(_ key: String, from first: Entry, advice: String) {
        guard !paragraph.isDamaged, !paragraph.entries.contains(where: { $0.key == key }) else { return }
        report(first.line, "\"\(key)\" is missing in the paragraph that begins here", advice)
    }

    private mutating func refuseUnknown(_ keys: [String], in place: String) {
        for entry in paragraph.entries where !keys.contains(entry.key) {
            report(entry.line, "\"\(entry.key)\" is not a key of \(place)", "use \(keys.joined(separator: ", "))")
        }
    }

    private mutating func reportMissingHeader(line: Int) {
        report(line, "the header is missing", "begin with category, language, licence and maintainer")
    }

    private mutating func report(_ line: Int, _ what: String, _ advice: String) {
        problems.append(WordlistError(file: file, line: line, what: what, advice: advice))
    }

    // MARK: Bytes and scalars

    /// Without blanks at either end; a carriage return counts as one at the end of a line.
    private static func trimmed(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }

    private static func isCategory(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D }
    }

    /// The form of a tag, not whether the language exists.
    private static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy({ isLetter($0 | 0x20) })
        else { return false }
        return parts.allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { isLetter($0 | 0x20) || isDigit($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
