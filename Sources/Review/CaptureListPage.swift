// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures

/// The list of captures, newest first: enough to choose one, and nothing that was typed.
struct CaptureListPage {
    var page: CapturePage
    /// True where the page starts at the newest capture.
    var isFirst: Bool

    private let time = SchoolTime()

    init(page: CapturePage, isFirst: Bool) {
        self.page = page
        self.isFirst = isFirst
    }

    func html(in frame: PageFrame) -> HTML {
        frame.page(
            title: "Captures",
            .element(.h1, content: "Captures"),
            .element(.p, .class("lead"), content: .text(summary)),
            page.captures.isEmpty
                ? .nothing : .element(.ol, [.class("captures"), .label("Captures, newest first")], rows),
            turning)
    }

    private var summary: String {
        switch (page.total, page.waiting) {
        case (0, _): "There are no captures. When a computer sends one, it is listed here."
        case (let total, 0): "All \(Self.count(total)) decided. The newest is first."
        case (let total, let waiting): "\(waiting) of \(Self.count(total)) to decide. The newest is first."
        }
    }

    private static func count(_ captures: Int) -> String {
        captures == 1 ? "1 capture" : "\(captures) captures"
    }

    private var rows: [HTML] {
        page.captures.map { capture in
            .element(
                .li,
                content: .element(
                    .p, .class("what"),
                    content: Words.severity(capture.severity), " ",
                    .element(
                        .a, .href(.capture(capture.id)),
                        content: .text(Words.category(capture.category)), " ",
                        .element(.span, .class("reference"), content: .text(capture.reference.description))),
                    " ", Words.status(capture.status)),
                .element(
                    .p, .class("where"),
                    content: .element(.time, content: .text(time.text(capture.capturedAt))),
                    .element(.span, content: "Account ", .element(.strong, content: account(capture.account))),
                    .element(.span, content: "Computer ", .element(.strong, content: .claimed(capture.hostName)))))
        }
    }

    private func account(_ account: SensitiveText) -> HTML {
        account.isEmpty ? "not known" : .claimed(account.reveal())
    }

    private var turning: HTML {
        guard page.next != nil || !isFirst else { return .nothing }
        let newest: HTML =
            isFirst ? .nothing : .element(.a, .href(.captures(from: nil)), content: "Newest captures")
        let older: HTML =
            page.next.map { .element(.a, .href(.captures(from: $0)), content: "Older captures") } ?? .nothing
        return .element(.nav, .class("turning"), .label("Pages"), content: newest, " ", older)
    }
}
