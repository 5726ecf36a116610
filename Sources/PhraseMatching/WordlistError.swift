// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a wordlist, where, and what to do next.
package struct WordlistError: Error, Hashable, Sendable {
    package var file: String
    package var line: Int
    package var what: String
    package var advice: String

    package init(file: String, line: Int, what: String, advice: String) {
        self.file = file
        self.line = line
        self.what = what
        self.advice = advice
    }
}

extension WordlistError: CustomStringConvertible {
    package var description: String { "\(file):\(line): \(what); \(advice)" }
}

extension WordlistError {
    init(file: String, line: Int, refusal: Normalizer.Refusal) {
        switch refusal {
        case .noWord:
            self.init(
                file: file, line: line, what: "the phrase has no letter or number in it",
                advice: "write the words to look for")
        case .hardBreak(let scalar):
            self.init(
                file: file, line: line,
                what: "the phrase contains \(Self.name(of: scalar)), which no phrase can cross",
                advice: "leave it out, or write two phrases")
        }
    }

    /// A scalar as it can be shown in one line of plain text.
    private static func name(of scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        default:
            return "\"\(scalar)\""
        }
    }
}
