// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The frame of every page: head, skip link, header, main part and footer.
struct PageFrame {
    /// Who is signed in and the token for the sign-out form; nil before signing in.
    var visitor: Visitor?

    struct Visitor {
        var name: String
        var formToken: String
    }

    /// A page; its title holds no name and nothing that was typed, because titles are seen by whoever passes.
    func page(title: String, _ content: HTML...) -> HTML {
        .element(
            .html, .lang("en-GB"),
            content: .element(
                .head, [],
                [
                    .element(.meta, .charset("utf-8")),
                    .element(.meta, .name("viewport"), .content("width=device-width, initial-scale=1")),
                    .element(.meta, .name("robots"), .content("noindex")),
                    .element(.title, content: .text("\(title) - Watchword")),
                    .element(.link, .rel("stylesheet"), .href(.stylesheet)),
                ]),
            .element(
                .body,
                content: .element(.a, .class("skip"), .anchor("content"), content: "Go to the content"),
                header,
                .element(.main, [.id("content")], content),
                .element(
                    .footer,
                    content: .element(
                        .p,
                        content: "Confidential. Every look at a capture is written down. ",
                        "A match is a reason to look, not a verdict: people decide."))))
    }

    private var header: HTML {
        guard let visitor else {
            return .element(.header, content: .element(.p, .class("brand"), content: "Watchword"))
        }
        return .element(
            .header,
            content: .element(
                .p, .class("brand"),
                content: .element(.a, .href(.captures(from: nil)), content: "Watchword")),
            .element(
                .form, .class("visitor"), .method("post"), .action(.signOut),
                content: .element(.span, content: "Signed in as ", .element(.strong, content: .claimed(visitor.name))),
                Self.formToken(visitor.formToken),
                .element(.button, .class("quiet"), .type("submit"), content: "Sign out")))
    }

    /// Proves that a form comes from a page of this session.
    static func formToken(_ token: String) -> HTML {
        .element(.input, .type("hidden"), .name("token"), .value(token))
    }
}
