// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import KeyboardInput
import PhraseMatching

/// A golden session on its way through the agent's own stages, written down line by line.
///
/// First the text, a line for each segment (`text in window 1: ...`), then the captures as they are closed
/// (`capture suicide 5 typed in mousepad "Notes": before [match] after`). A line's end is written `\n`, a tab `\t`, a
/// backslash `\\`.
struct Replay: Sendable {
    let file: KeysFile
    let automaton: Automaton

    func lines() async throws -> [String] {
        var lines = try segments()
        let maker = CaptureMaker(
            evidence: SessionFileEvidence(windows: file.windows), account: SensitiveText("replay"), hostName: "replay",
            screenshotsFrom: nil, now: { Date(timeIntervalSince1970: 0) })
        var session = MonitoringSession(text: try TextAssembler(), automaton: automaton, maker: maker)
        try await session.run(KeyEventList(events: file.events)) { lines.append(Self.line(for: $0)) }
        return lines
    }

    /// The text of each segment, without matching.
    private func segments() throws -> [String] {
        var assembler = try TextAssembler()
        var lines: [String] = []
        var segment = String.UnicodeScalarView()
        var window: WindowID?
        func close() {
            if !segment.isEmpty {
                lines.append("text in window \(window?.value ?? 0): \(Self.escaped(String(segment)))")
            }
            segment = String.UnicodeScalarView()
        }
        for event in file.events {
            window = assembler.window
            for edit in assembler.handle(event) {
                switch edit {
                case .insert(let scalar): segment.append(scalar)
                case .deleteBackward: segment.removeLast()
                case .rest: break
                case .end: close()
                }
            }
        }
        window = assembler.window
        close()
        return lines
    }

    private static func line(for capture: Capture) -> String {
        let kind = "\(capture.category) \(capture.severity.rawValue) \(capture.manner.rawValue)"
        let place = "\(capture.window.application) \"\(escaped(capture.window.title.reveal()))\""
        let context = capture.context
        let (before, match, after) = (context.before.reveal(), context.match.reveal(), context.after.reveal())
        return "capture \(kind) in \(place): \(escaped(before))[\(escaped(match))]\(escaped(after))"
    }

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// The windows that a session file declares.
///
/// There is no screen, so there are no pictures.
struct SessionFileEvidence: EvidenceSource {
    let windows: [WindowID: KeysFile.Window]

    func evidence(in window: WindowID?, withScreenshot: Bool) async -> Evidence {
        let known = window.flatMap { windows[$0] }
        return Evidence(
            window: .init(title: SensitiveText(known?.title ?? ""), application: known?.application ?? ""),
            screenshot: nil)
    }
}

/// Key events that are known beforehand, as a sequence like that of the X server.
struct KeyEventList: AsyncSequence, Sendable {
    let events: [KeyEvent]

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<KeyEvent>
        mutating func next() async -> KeyEvent? { rest.popFirst() }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: events[...]) }
}
