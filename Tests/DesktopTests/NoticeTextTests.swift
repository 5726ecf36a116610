// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Desktop
import Foundation
import Testing

@Suite struct NoticeTextTests {
    private static let body =
        "What you type is compared with lists of worrying phrases, and the lead of safeguarding sees "
        + "what matches for 45 days."

    private func notice(_ text: String) throws -> NoticeText {
        try NoticeText(parsing: Array(text.utf8), file: "notice.txt")
    }

    @Test func `a title and paragraphs with headings are read`() throws {
        let text = try notice("Title\n\nWhat is it?\n\(Self.body)\nMore.\n\n\nNo heading\nhere.\n")
        #expect(text.title == "Title")
        #expect(text.paragraphs.map(\.heading) == ["What is it?", nil])
        #expect(text.paragraphs.map(\.text) == ["\(Self.body) More.", "No heading here."])
    }

    @Test func `a byte order mark and carriage returns do no harm`() throws {
        let plain = "Title\n\n\(Self.body)\n"
        let windows = "\u{FEFF}" + plain.replacing("\n", with: "\r\n")
        #expect(try notice(windows) == notice(plain))
    }

    @Test(arguments: [
        ("", 1, "the notice is empty; write a title, an empty line and what is monitored"),
        ("\n \n", 1, "the notice is empty; write a title, an empty line and what is monitored"),
        ("Title\nmore\n\n\(body)", 2, "there is no empty line after the title; add one"),
        ("Title\n", 1, "the notice explains too little; say what is monitored, who sees it and how long it is kept"),
        (
            "Title\n\n...................................................................................................",
            1, "the notice explains too little; say what is monitored, who sees it and how long it is kept"
        ),
        ("\u{A0}\n\n\(body)", 1, "the title has no words; write a title"),
        ("Title\n\n\(body)\nred\u{1B}[31m", 4, "the line has a control character; remove it"),
        ("Title\n\nab\u{202E}cd", 3, "the line has a control character; remove it"),
        (String(repeating: "x", count: 61) + "\n\n\(body)", 1, "the title has more than 60 characters; shorten it"),
        ("T\n\n" + String(repeating: "x", count: 601), 3, "the line has more than 600 characters; shorten it"),
        ("T" + String(repeating: "\n\nword", count: 13), 1, "the notice has more than 12 paragraphs; shorten it"),
        (String(repeating: "x", count: 8_193), 1, "the notice has more than 8192 bytes; shorten it"),
    ])
    func `a bad notice gets one clear sentence`(text: String, line: Int, reason: String) {
        #expect(throws: DesktopError.noticeInvalid(file: "notice.txt", line: line, reason: reason)) {
            try notice(text)
        }
    }

    @Test func `a line that is not UTF-8 is named`() {
        let bytes = Array("Title\n\n".utf8) + [0xFF]
        #expect(
            throws: DesktopError.noticeInvalid(
                file: "n", line: 3, reason: "the line is not UTF-8; save the file as UTF-8")
        ) { try NoticeText(parsing: bytes, file: "n") }
    }

    @Test func `the packaged notice for pupils is the built-in one`() throws {
        #expect(try Self.packaged("pupils") == NoticeText.standard)
    }

    @Test func `the packaged notice for staff says how long and who`() throws {
        let text = try Self.packaged("staff").paragraphs.map(\.text).joined(separator: " ")
        #expect(text.contains("45 days"))
        #expect(text.contains("headteacher"))
    }

    private static func packaged(_ name: String) throws -> NoticeText {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let file = root.appending(path: "Agent/Packaging/notice/\(name).txt")
        return try NoticeText(parsing: Array(Data(contentsOf: file)), file: name)
    }
}
