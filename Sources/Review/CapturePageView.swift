// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import FoundationEssentials

/// One capture: what was typed, where and when, what was decided, and the form to decide.
struct CapturePageView {
    var record: CaptureRecord
    var formToken: String

    private let time = SchoolTime()

    init(record: CaptureRecord, formToken: String) {
        self.record = record
        self.formToken = formToken
    }

    private var capture: Capture { record.capture }

    func html(in frame: PageFrame) -> HTML {
        frame.page(
            title: "Capture \(record.reference)",
            .element(.p, .class("back"), content: .element(.a, .href(.captures(from: nil)), content: "All captures")),
            .element(.h1, content: .text("Capture \(record.reference)")),
            .element(
                .p, .class("badges"),
                content: Words.severity(capture.severity), " ",
                .element(.span, .class("category"), content: .text(Words.category(capture.category))), " ",
                Words.status(record.status)),
            .element(.div, .class("columns"), content: .element(.div, content: words, screen, facts), decision))
    }

    private var words: HTML {
        .element(
            .section, .class("card"), .labelledBy("words"),
            content: .element(.h2, .id("words"), content: "Person typed"),
            // One isolated run: an isolate for each part would put a sentence from right to left in the wrong order.
            .element(
                .p, .class("context"),
                content: .element(
                    .bdi,
                    content: .text(capture.context.before.reveal()),
                    .element(.mark, content: .text(capture.context.match.reveal())),
                    .text(capture.context.after.reveal()))),
            .element(
                .p, .class("hint"),
                content: .element(.strong, content: .text(Words.manner(capture.manner))),
                ". The marked words match the phrase ",
                .element(.strong, content: .claimed(capture.phrase)), "."))
    }

    private var facts: HTML {
        .element(
            .section, .class("card"), .labelledBy("facts"),
            content: .element(.h2, .id("facts"), content: "Where and when"),
            .element(
                .dl,
                content: fact("Account", value(capture.account.reveal()), hint: "A login is not a person."),
                fact(
                    "Computer", value(capture.hostName),
                    hint: "The name that the computer gives itself. Its key starts with "
                        + "\(String(decoding: record.device.hexadecimal.utf8.prefix(8), as: UTF8.self))."),
                fact("Window", value(capture.window.title.reveal()), hint: nil),
                fact("Program", value(capture.window.application), hint: nil),
                fact("Typed at", moment(capture.capturedAt), hint: "By the computer's own clock."),
                fact("Received at", moment(record.receivedAt), hint: nil)))
    }

    private func fact(_ name: HTML, _ value: HTML, hint: String?) -> HTML {
        .element(
            .div,
            content: .element(.dt, content: name),
            .element(
                .dd,
                content: value,
                hint.map { .element(.small, content: .text($0)) } ?? .nothing))
    }

    private func value(_ text: String) -> HTML {
        text.isEmpty ? "Not known" : .claimed(text)
    }

    private func moment(_ date: Date) -> HTML {
        .element(.time, content: .text(time.text(date)))
    }

    private var screen: HTML {
        guard record.hasScreenshot else {
            return .element(
                .section, .class("card"), .labelledBy("screen"),
                content: .element(.h2, .id("screen"), content: "The screen"),
                .element(.p, content: "No picture of the screen was taken."))
        }
        return .element(
            .section, .class("card"), .labelledBy("screen"),
            content: .element(.h2, .id("screen"), content: "The screen"),
            .element(
                .p,
                content: "A picture was taken. It may be upsetting, and may show other people. ",
                "That you looked at it is written down."),
            .element(
                .form, .method("get"), .action(.screenshot(capture.id)),
                content: .element(.button, .class("quiet"), .type("submit"), content: "Show the screen")))
    }

    private var decision: HTML {
        .element(
            .section, .class("card decide"), .labelledBy("decide"),
            content: .element(.h2, .id("decide"), content: "Your decision"),
            OutcomeForm(capture: capture.id, formToken: formToken).html,
            outcomes)
    }

    private var outcomes: HTML {
        guard !record.outcomes.isEmpty else {
            return .element(.p, .class("hint"), content: "Nobody has decided yet.")
        }
        return .group([
            .element(.h2, content: "Decided so far"),
            .element(
                .ol, [.class("outcomes")],
                record.outcomes.reversed().map { outcome in
                    .element(
                        .li,
                        content: .element(
                            .p,
                            content: .element(.strong, content: .text(Words.decision(outcome.decision))), " by ",
                            .claimed(outcome.reviewer.text)),
                        .element(.p, .class("hint"), content: moment(outcome.at)),
                        outcome.note.isEmpty
                            ? .nothing : .element(.p, .class("note"), content: .claimed(outcome.note.reveal())))
                }),
        ])
    }
}
