// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Hummingbird
import HummingbirdCore

/// The pages that show captures. The store writes the audit entry of each before it gives anything out.
extension ReviewConsole {
    func list(_ request: Request) async throws -> Response {
        try await visiting(request) { visit in
            var start: CaptureReference?
            if let text = request.uri.queryParameters["from"] {
                start = CaptureReference(String(text))
                guard start != nil else { throw Refusal.notFound }
            }
            let page = try await store.captures(from: start, by: visit.reviewer, at: now())
            return Answer.page(CaptureListPage(page: page, isFirst: start == nil).html(in: visit.frame))
        }
    }

    func capturePage(_ request: Request, _ id: String?) async throws -> Response {
        let id = id.flatMap(CaptureID.init(_:))
        return try await visiting(request, to: id) { visit in
            guard let id, let record = try await store.view(id, by: visit.reviewer, at: now()) else {
                throw Refusal.notFound
            }
            let page = CapturePageView(record: record, formToken: visit.secret.formToken)
            return Answer.page(page.html(in: visit.frame))
        }
    }

    /// The picture's page names the capture, so it counts as a look at it; the picture itself is a look of its own.
    func screenshotPage(_ request: Request, _ id: String?) async throws -> Response {
        let id = id.flatMap(CaptureID.init(_:))
        return try await visiting(request, to: id) { visit in
            guard let id, let record = try await store.view(id, by: visit.reviewer, at: now()), record.hasScreenshot
            else {
                throw Refusal.notFound
            }
            return Answer.page(ScreenshotPage(record: record).html(in: visit.frame))
        }
    }

    func screenshotImage(_ request: Request, _ id: String?) async throws -> Response {
        let id = id.flatMap(CaptureID.init(_:))
        return try await visiting(request, to: id) { visit in
            guard let id, let screenshot = try await store.viewScreenshot(id, by: visit.reviewer, at: now()) else {
                throw Refusal.notFound
            }
            return Answer.image(screenshot.bytes, type: screenshot.format.rawValue)
        }
    }

    func recordOutcome(_ request: Request, _ id: String?) async throws -> Response {
        try await changing(request) { visit, fields in
            guard let id = id.flatMap(CaptureID.init(_:)) else { throw Refusal.notFound }
            guard let decision = fields["decision"].flatMap(Outcome.Decision.init(rawValue:)) else {
                throw Refusal.badForm
            }
            let note = SensitiveText(Self.lines(fields["note"] ?? ""))
            do {
                try await store.recordOutcome(decision, note: note, for: id, by: visit.reviewer, at: now())
            } catch CaptureStoreError.unknownCapture {
                throw Refusal.notFound
            } catch CaptureStoreError.noteTooLong {
                throw Refusal.noteTooLong
            }
            return Answer.redirect(to: .capture(id))
        }
    }

    /// Browsers send a line end as two scalars and count it as one against the limit.
    private static func lines(_ text: String) -> String {
        var lines = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" {
            lines.append(scalar)
        }
        return String(lines)
    }
}
