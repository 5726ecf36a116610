// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures

/// The form in which a reviewer writes down what they decided.
struct OutcomeForm {
    var capture: CaptureID
    var formToken: String

    var html: HTML {
        .element(
            .form, .method("post"), .action(.outcomes(capture)),
            content: PageFrame.formToken(formToken),
            .element(
                .fieldset, [],
                [.element(.legend, content: "What do you make of it?")] + Outcome.Decision.allCases.map(choice)),
            .element(
                .p, .class("field"),
                content: .element(.label, .for("note"), content: "Note"),
                .element(.span, .class("hint"), .id("note-hint"), content: "What you saw and did. 2,000 characters."),
                .element(
                    .textarea, .id("note"), .name("note"), .rows(5), .maxLength(Outcome.noteLimit),
                    .describedBy("note-hint"))),
            .element(.p, content: .element(.button, .type("submit"), content: "Save the decision")))
    }

    /// The label holds its field, so that the whole line can be pressed.
    private func choice(_ decision: Outcome.Decision) -> HTML {
        .element(
            .label, .class("choice"),
            content: .element(
                .input, .type("radio"), .name("decision"), .value(decision.rawValue), .required),
            .element(
                .span,
                content: .element(.strong, content: .text(Words.decision(decision))),
                .element(.small, content: .text(Words.meaning(decision)))))
    }
}

/// The page with the picture of the screen, which a reviewer has asked for.
struct ScreenshotPage {
    var record: CaptureRecord

    func html(in frame: PageFrame) -> HTML {
        frame.page(
            title: "Screen of capture \(record.reference)",
            .element(
                .p, .class("back"),
                content: .element(
                    .a, .href(.capture(record.capture.id)), content: .text("Hide it and go back to \(record.reference)")
                )),
            .element(.h1, content: .text("Screen of capture \(record.reference)")),
            .element(.p, .class("hint"), content: "That you looked at this is written down."),
            .element(
                .p, .class("screen"),
                content: .element(
                    .img, .src(.screenshotImage(record.capture.id)),
                    .alt("The screen at the moment of capture \(record.reference)"))))
    }
}
