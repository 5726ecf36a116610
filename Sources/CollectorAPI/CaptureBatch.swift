// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures

/// What a device sends to `POST /v1/captures`.
package struct CaptureBatch: Sendable, Equatable {
    package var captures: [Capture]

    package init(_ captures: [Capture]) {
        self.captures = captures
    }

    /// Reads and checks a request's body.
    package init(wireBytes: [UInt8]) throws(WireError) {
        guard wireBytes.count <= WireLimits.bodyBytes else {
            throw .field(path: "the document", reason: "it has more than \(WireLimits.bodyBytes) bytes")
        }
        var fields = try JSONFields(JSONValue(parsing: wireBytes), path: "")
        let values = try fields.array("captures", limit: WireLimits.captures)
        guard !values.isEmpty else { throw fields.refused("captures", "it is empty") }
        try fields.finish()
        var captures: [Capture] = []
        for (index, value) in values.enumerated() {
            captures.append(try Capture(value, path: "captures[\(index)]"))
        }
        self.captures = captures
    }

    package func wireBytes() throws(WireError) -> [UInt8] {
        guard captures.count <= WireLimits.captures else {
            throw .field(path: "captures", reason: "it has more than \(WireLimits.captures) entries")
        }
        var values: [JSONValue] = []
        for (index, capture) in captures.enumerated() {
            values.append(try capture.wireValue(path: "captures[\(index)]"))
        }
        let bytes = JSONValue.object([("captures", .array(values))]).bytes
        guard bytes.count <= WireLimits.bodyBytes else {
            throw .field(path: "the document", reason: "it has more than \(WireLimits.bodyBytes) bytes")
        }
        return bytes
    }
}

/// What the collector answers to a batch once all of it is committed.
package struct UploadAnswer: Sendable, Equatable {
    /// Stored by this request.
    package var stored: [CaptureID]
    /// Stored before.
    package var duplicates: [CaptureID]

    package init(stored: [CaptureID], duplicates: [CaptureID]) {
        self.stored = stored
        self.duplicates = duplicates
    }

    package init(wireBytes: [UInt8]) throws(WireError) {
        var fields = try JSONFields(JSONValue(parsing: wireBytes), path: "")
        stored = try Self.ids("stored", &fields)
        duplicates = try Self.ids("duplicates", &fields)
        try fields.finish()
    }

    package func wireBytes() -> [UInt8] {
        JSONValue.object([
            ("stored", .array(stored.map { .string($0.description) })),
            ("duplicates", .array(duplicates.map { .string($0.description) })),
        ]).bytes
    }

    private static func ids(_ name: String, _ fields: inout JSONFields) throws(WireError) -> [CaptureID] {
        var ids: [CaptureID] = []
        for value in try fields.array(name, limit: WireLimits.captures) {
            guard case .string(let text) = value, text.utf8.count == 36, let id = CaptureID(text) else {
                throw fields.refused(name, "an entry is no UUID")
            }
            ids.append(id)
        }
        return ids
    }
}

/// What the collector answers when it refuses: one sentence for an administrator.
package struct ErrorAnswer: Sendable, Equatable {
    package var error: String

    package init(_ error: String) {
        self.error = error
    }

    package init(wireBytes: [UInt8]) throws(WireError) {
        var fields = try JSONFields(JSONValue(parsing: wireBytes), path: "")
        error = try fields.text("error", limit: WireLimits.sentence)
        try fields.finish()
    }

    package func wireBytes() -> [UInt8] {
        JSONValue.object([("error", .string(WireText.fitted(error, limit: WireLimits.sentence)))]).bytes
    }
}
