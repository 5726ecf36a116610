// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures

/// The page to sign in, and the pages that say why something cannot be shown.
enum SignInPage {
    /// What went wrong with the attempt before.
    enum Problem: Equatable {
        case wrong
        case wait(seconds: Int)
    }

    /// - Parameter capture: where to go afterwards; nil for the list.
    static func html(problem: Problem?, capture: CaptureID?) -> HTML {
        var form: [HTML] = []
        if let capture {
            form.append(.element(.input, .type("hidden"), .name("capture"), .value(capture.description)))
        }
        form += [
            .element(
                .p, .class("field"),
                content: .element(.label, .for("name"), content: "Your name"),
                .element(
                    .input, .id("name"), .name("name"), .type("text"), .autocomplete("username"), .maxLength(64),
                    .required, .autofocus)),
            .element(
                .p, .class("field"),
                content: .element(.label, .for("password"), content: "Password"),
                .element(
                    .input, .id("password"), .name("password"), .type("password"), .autocomplete("current-password"),
                    .required)),
            .element(.p, content: .element(.button, .type("submit"), content: "Sign in")),
        ]
        return PageFrame().page(
            title: "Sign in",
            .element(
                .div, .class("card narrow"),
                content: .element(.h1, content: "Sign in"),
                problem.map(message) ?? .nothing,
                .element(.form, [.method("post"), .action(.signIn)], form),
                // A link in a mail comes from another site, so the browser keeps the session's cookie back at first.
                capture.map { capture in
                    .element(
                        .p, .class("hint"),
                        content: "Signed in already? ",
                        .element(.a, .href(.capture(capture)), content: "Go on to the capture"), ".")
                } ?? .nothing,
                .element(
                    .p, .class("hint"),
                    content: "Only people whom the school has named may sign in. ",
                    "You are signed out after 15 minutes without use.")))
    }

    private static func message(_ problem: Problem) -> HTML {
        let text: HTML =
            switch problem {
            case .wrong: "This name and password do not go together. Check both and try again."
            case .wait(let seconds):
                .text("There were too many attempts. Wait \(minutes(seconds)), then try again.")
            }
        return .element(.p, .class("problem"), .role("alert"), content: text)
    }

    private static func minutes(_ seconds: Int) -> String {
        let minutes = (seconds + 59) / 60
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }
}

/// A page that says in plain words why something cannot be shown, and what to do.
struct ProblemPage {
    var heading: String
    var advice: String

    static let notFound = ProblemPage(
        heading: "There is no such page",
        advice: "The capture may have been deleted: nothing is kept for more than 45 days. Or the address is wrong.")
    static let badForm = ProblemPage(
        heading: "This form could not be read",
        advice: "Nothing was saved. Go back, check what you wrote, and send it again.")
    static let foreignForm = ProblemPage(
        heading: "This form did not come from your page",
        advice: "Nothing was saved. You may have signed out or in again since you opened it. Open the page anew.")
    static let noteTooLong = ProblemPage(
        heading: "The note is too long",
        advice: "Nothing was saved. Go back and shorten the note to 2,000 characters.")
    static let failure = ProblemPage(
        heading: "Watchword could not do this",
        advice: "Nothing was shown or saved. Try again; if it happens twice, tell whoever looks after the collector.")

    func html(in frame: PageFrame) -> HTML {
        frame.page(
            title: heading,
            .element(
                .div, .class("card narrow"),
                content: .element(.h1, content: .text(heading)),
                .element(.p, content: .text(advice)),
                .element(.p, content: .element(.a, .href(.captures(from: nil)), content: "Go to the captures"))))
    }
}
