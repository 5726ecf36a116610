// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
import FoundationEssentials

/// A capture as bytes: what a spool record holds, and one entry of a batch.
extension Capture {
    /// The capture as JSON.
    ///
    /// Texts are cut to ``WireLimits``, and a control character other than tab and new line becomes U+FFFD, so that
    /// the collector never refuses a capture for what was on a screen. Throws only where the screenshot is too large.
    package func wireBytes() throws(WireError) -> [UInt8] {
        try wireValue(path: "capture").bytes
    }

    /// Reads what ``wireBytes()`` gave.
    package init(wireBytes: [UInt8]) throws(WireError) {
        try self.init(JSONValue(parsing: wireBytes), path: "")
    }

    func wireValue(path: String) throws(WireError) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .string(id.description)),
            ("phrase", .string(WireText.fitted(phrase, limit: WireLimits.phrase))),
            ("category", .string(category.name)),
            ("severity", .number(severity.rawValue)),
            ("manner", .string(manner.rawValue)),
            (
                "context",
                .object([
                    (
                        "before",
                        .string(
                            WireText.fitted(
                                context.before.reveal(), limit: Context.limit, lines: true, fromEnd: true))
                    ),
                    ("match", .string(WireText.fitted(context.match.reveal(), limit: WireLimits.matched, lines: true))),
                    ("after", .string(WireText.fitted(context.after.reveal(), limit: Context.limit, lines: true))),
                ])
            ),
            (
                "window",
                .object([
                    ("title", .string(WireText.fitted(window.title.reveal(), limit: WireLimits.title))),
                    ("application", .string(WireText.fitted(window.application, limit: WireLimits.application))),
                ])
            ),
            ("account", .string(WireText.fitted(account.reveal(), limit: WireLimits.account))),
            ("host_name", .string(WireText.fitted(hostName, limit: WireLimits.hostName))),
            ("captured_at", .string(WireTime.text(of: capturedAt))),
        ]
        if let screenshot {
            guard screenshot.bytes.count <= WireLimits.screenshotBytes else {
                throw .field(
                    path: "\(path).screenshot", reason: "it has more than \(WireLimits.screenshotBytes) bytes")
            }
            members.append(
                (
                    "screenshot",
                    .object([
                        ("format", .string(screenshot.format.rawValue)),
                        ("width", .number(screenshot.width)),
                        ("height", .number(screenshot.height)),
                        ("data", .string(Data(screenshot.bytes).base64EncodedString())),
                    ])
                ))
        }
        return .object(members)
    }

    init(_ value: JSONValue, path: String) throws(WireError) {
        var fields = try JSONFields(value, path: path)
        guard let id = CaptureID(try fields.text("id", limit: 36)) else { throw fields.refused("id", "it is no UUID") }
        let phrase = try fields.text("phrase", limit: WireLimits.phrase, mayBeEmpty: false)
        guard let category = Category(try fields.text("category", limit: 40)) else {
            throw fields.refused("category", "it must be 1 to 40 of a-z, 0-9 and -, starting with a letter")
        }
        guard let severity = Severity(rawValue: try fields.integer("severity", in: 1...5)) else {
            throw fields.refused("severity", "it must be a whole number from 1 to 5")
        }
        guard let manner = Manner(rawValue: try fields.text("manner", limit: 20)) else {
            throw fields.refused("manner", "it must be typed or deleted")
        }
        var words = try fields.object("context")
        let context = Context(
            before: TypedText(try words.text("before", limit: Context.limit, lines: true)),
            match: TypedText(try words.text("match", limit: WireLimits.matched, mayBeEmpty: false, lines: true)),
            after: TypedText(try words.text("after", limit: Context.limit, lines: true)))
        try words.finish()
        var place = try fields.object("window")
        let window = Window(
            title: SensitiveText(try place.text("title", limit: WireLimits.title)),
            application: try place.text("application", limit: WireLimits.application))
        try place.finish()
        let account = SensitiveText(try fields.text("account", limit: WireLimits.account))
        let hostName = try fields.text("host_name", limit: WireLimits.hostName)
        guard let capturedAt = WireTime.date(from: try fields.text("captured_at", limit: 24)) else {
            throw fields.refused("captured_at", "it must be a time such as 2026-01-31T09:30:00.000Z")
        }
        let screenshot: Screenshot? =
            if let value = fields.optional("screenshot") {
                try Screenshot(value, path: fields.path(of: "screenshot"))
            } else {
                nil
            }
        try fields.finish()
        self.init(
            id: id, phrase: phrase, category: category, severity: severity, manner: manner, context: context,
            window: window, account: account, hostName: hostName, capturedAt: capturedAt, screenshot: screenshot)
    }
}

extension Screenshot {
    fileprivate init(_ value: JSONValue, path: String) throws(WireError) {
        var fields = try JSONFields(value, path: path)
        guard let format = Format(rawValue: try fields.text("format", limit: 20)) else {
            throw fields.refused("format", "it must be image/webp or image/jpeg")
        }
        let width = try fields.integer("width", in: 1...WireLimits.screenshotSide)
        let height = try fields.integer("height", in: 1...WireLimits.screenshotSide)
        let text = try fields.string("data")
        guard text.utf8.count <= (WireLimits.screenshotBytes + 2) / 3 * 4 else {
            throw fields.refused("data", "it has more than \(WireLimits.screenshotBytes) bytes")
        }
        guard let data = Data(base64Encoded: text), !data.isEmpty else {
            throw fields.refused("data", "it is no base64, or empty")
        }
        guard data.count <= WireLimits.screenshotBytes else {
            throw fields.refused("data", "it has more than \(WireLimits.screenshotBytes) bytes")
        }
        try fields.finish()
        self.init(format: format, width: width, height: height, bytes: Array(data))
    }
}
