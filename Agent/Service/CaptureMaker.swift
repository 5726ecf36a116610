// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import KeyboardInput
import PhraseMatching

/// Makes the record of a match: the words before it, the window, the picture, whose account, when.
struct CaptureMaker: Sendable {
    let evidence: any EvidenceSource
    let account: SensitiveText
    let hostName: String
    /// Matches of this severity and above get a screenshot; nil for never.
    let screenshotsFrom: Severity?
    let now: @Sendable () -> Date

    /// The capture of `match`, its words after the match still to come.
    ///
    /// Throws ``UnknownCategory`` where the wordlist's category or severity has no form that the collector takes; the
    /// lists are checked when they are loaded, so this is a broken promise of ours and ends the session visibly.
    func capture(
        of match: PhraseMatch, in text: borrowing TextAssembler, window: WindowID?
    ) async throws -> Capture {
        guard let category = Category(match.phrase.category), let severity = Severity(rawValue: match.phrase.severity)
        else { throw UnknownCategory(phraseFile: match.phrase.file, line: match.phrase.line) }
        let wantsScreenshot = screenshotsFrom.map { severity >= $0 } ?? false
        let start = match.range.lowerBound
        let context = Context(
            before: text.text(in: max(0, start - Context.limit)..<start),
            // The last word of what was deleted is gone: the list's own wording stands for it.
            match: match.isDeleted ? TypedText(match.phrase.text) : text.text(in: match.range),
            after: TypedText(""))
        let found = await evidence.evidence(in: window, withScreenshot: wantsScreenshot)
        return Capture(
            id: CaptureID(), phrase: match.phrase.text, category: category, severity: severity,
            manner: match.isDeleted ? .deleted : .typed, context: context, window: found.window, account: account,
            hostName: hostName, capturedAt: now(), screenshot: found.screenshot)
    }
}

/// A phrase whose list was not checked.
struct UnknownCategory: Error, CustomStringConvertible {
    var phraseFile: String
    var line: Int
    var description: String { "\(phraseFile):\(line): the category or severity is not valid; run `watchword check`" }
}
