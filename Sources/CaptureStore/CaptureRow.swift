// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import GRDB

/// A row of the capture table on its way to a value.
struct CaptureRow {
    private let row: Row
    private let number: Int64
    private let id: CaptureID
    private let category: Captures.Category
    private let severity: Severity
    private let device: DeviceID

    /// Throws where the database holds what no code of ours has written.
    init(_ row: Row) throws {
        self.row = row
        number = row["number"]
        guard
            let id = CaptureID(row["id"] as String), let category = Captures.Category(row["category"] as String),
            let severity = Severity(rawValue: row["severity"]), let device = DeviceID(row["device"] as String)
        else { throw Self.damaged(number) }
        self.id = id
        self.category = category
        self.severity = severity
        self.device = device
    }

    func summary() throws -> CaptureSummary {
        CaptureSummary(
            id: id, reference: CaptureReference(number: number), category: category, severity: severity,
            account: SensitiveText(row["account"]), device: device, hostName: row["host_name"],
            capturedAt: Date(milliseconds: row["captured_at"]), receivedAt: Date(milliseconds: row["received_at"]),
            hasScreenshot: row["pictured"], status: status)
    }

    func record(outcomes: [Outcome]) throws -> CaptureRecord {
        guard let manner = Capture.Manner(rawValue: row["manner"]) else { throw Self.damaged(number) }
        let context = Context(
            before: TypedText(row["before"]), match: TypedText(row["match"]), after: TypedText(row["after"]))
        let window = Capture.Window(title: SensitiveText(row["title"]), application: row["application"])
        let capture = Capture(
            id: id, phrase: row["phrase"], category: category, severity: severity, manner: manner, context: context,
            window: window, account: SensitiveText(row["account"]), hostName: row["host_name"],
            capturedAt: Date(milliseconds: row["captured_at"]), screenshot: nil)
        return CaptureRecord(
            capture: capture, reference: CaptureReference(number: number), device: device,
            receivedAt: Date(milliseconds: row["received_at"]), hasScreenshot: row["pictured"], status: status,
            outcomes: outcomes)
    }

    private var status: ReviewStatus {
        ReviewStatus(viewed: row["viewed"], decision: row["decision"])
    }

    private static func damaged(_ number: Int64) -> CaptureStoreError {
        .database(
            doing: "read capture \(CaptureReference(number: number))",
            reason: "its row is damaged: run watchword-server verify")
    }
}
