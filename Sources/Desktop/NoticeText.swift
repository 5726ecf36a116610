// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What the notice says.
///
/// The file is UTF-8: a title line, an empty line, then paragraphs with an empty line between them. A paragraph's first
/// line is its heading where it ends with a question mark; its other lines are joined. A school can say it in its own
/// words, and cannot say nothing: a text without enough words in it is refused.
package struct NoticeText: Sendable, Hashable {
    package struct Paragraph: Sendable, Hashable {
        package var heading: String?
        package var text: String
    }

    package let title: String
    package let paragraphs: [Paragraph]

    package static let maximumBytes = 8_192
    package static let maximumTitle = 60
    package static let maximumParagraphs = 12
    package static let maximumLine = 600
    /// Fewer letters than this explain nothing.
    package static let minimumLetters = 80

    /// Parses the bytes of `file`, which errors name.
    package init(parsing bytes: [UInt8], file: String) throws(DesktopError) {
        func invalid(_ line: Int, _ reason: String) -> DesktopError {
            .noticeInvalid(file: file, line: line, reason: reason)
        }
        guard bytes.count <= Self.maximumBytes else {
            throw invalid(1, "the notice has more than \(Self.maximumBytes) bytes; shorten it")
        }
        let lines = Self.lines(bytes)
        var blocks: [[String]] = [[]]
        for (index, line) in lines.enumerated() {
            guard let text = String(validating: line, as: UTF8.self) else {
                throw invalid(index + 1, "the line is not UTF-8; save the file as UTF-8")
            }
            guard ClaimedText.clean(utf8: line, limit: line.count).unicodeScalars.elementsEqual(text.unicodeScalars)
            else { throw invalid(index + 1, "the line has a control character; remove it") }
            guard text.unicodeScalars.count <= Self.maximumLine else {
                throw invalid(index + 1, "the line has more than \(Self.maximumLine) characters; shorten it")
            }
            let words = text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map(String.init)
            if words.isEmpty {
                if blocks.last?.isEmpty == false { blocks.append([]) }
            } else {
                blocks[blocks.count - 1].append(words.joined(separator: " "))
            }
        }
        blocks.removeAll { $0.isEmpty }
        guard let head = blocks.first, let title = head.first else {
            throw invalid(1, "the notice is empty; write a title, an empty line and what is monitored")
        }
        guard title.unicodeScalars.contains(where: \.properties.isAlphabetic) else {
            throw invalid(1, "the title has no words; write a title")
        }
        guard head.count == 1 else {
            throw invalid(2, "there is no empty line after the title; add one")
        }
        guard title.unicodeScalars.count <= Self.maximumTitle else {
            throw invalid(1, "the title has more than \(Self.maximumTitle) characters; shorten it")
        }
        guard blocks.count - 1 <= Self.maximumParagraphs else {
            throw invalid(1, "the notice has more than \(Self.maximumParagraphs) paragraphs; shorten it")
        }
        let paragraphs = blocks.dropFirst().map(Self.paragraph)
        let letters = paragraphs.reduce(0) { sum, paragraph in
            sum + paragraph.text.unicodeScalars.count { $0.properties.isAlphabetic }
        }
        guard letters >= Self.minimumLetters else {
            throw invalid(
                1, "the notice explains too little; say what is monitored, who sees it and how long it is kept")
        }
        self.title = title
        self.paragraphs = paragraphs
    }

    private init(title: String, paragraphs: [Paragraph]) {
        self.title = title
        self.paragraphs = paragraphs
    }

    private static func paragraph(_ lines: [String]) -> Paragraph {
        guard lines.count > 1, lines[0].utf8.last == 0x3F else {
            return Paragraph(heading: nil, text: lines.joined(separator: " "))
        }
        return Paragraph(heading: lines[0], text: lines.dropFirst().joined(separator: " "))
    }

    /// The lines, without a byte order mark and carriage returns.
    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? Array(line.dropLast()) : Array(line)
        }
    }
}

extension NoticeText {
    /// The notice where a school has not written its own; a nine-year-old can read it.
    package static let standard = NoticeText(
        title: "This computer is watched to help keep you safe",
        paragraphs: [
            Paragraph(
                heading: "What is watched?",
                text: """
                    The words you type and the names of the windows you use. A computer checks them for signs that \
                    somebody may be in danger, hurt or bullied. If it finds one, it keeps those words, and sometimes a \
                    picture of the screen.
                    """),
            Paragraph(
                heading: "What is not kept?",
                text: """
                    If nothing is found, what you typed is forgotten straight away. The lock screen is never watched.
                    """),
            Paragraph(
                heading: "Who sees it?",
                text: "Only the adults whose job is to keep people in this school safe."),
            Paragraph(
                heading: "How long is it kept?",
                text: "For 45 days at most. Then it is deleted."),
            Paragraph(
                heading: "Who can help me?",
                text: """
                    Talk to an adult you trust. You can also call Childline at any time on 0800\u{A0}1111. It is free. \
                    You will not be in trouble for asking for help.
                    """),
        ])
}
