// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures

/// What the console calls things; plain enough to be read at eleven.
enum Words {
    static func category(_ category: Captures.Category) -> String {
        switch category.name {
        case "self-harm": return "Self-harm"
        case "suicide": return "Suicide"
        case "bullying": return "Bullying"
        case "grooming": return "Grooming"
        case "violence": return "Violence"
        case "drugs": return "Drugs"
        case "offensive-language": return "Offensive language"
        case "circumvention": return "Getting round the filter"
        default:
            // A category is ASCII by its type, so going by bytes loses nothing.
            var bytes = category.name.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: " ") : $0 }
            if let first = bytes.first, (0x61...0x7A).contains(first) {
                bytes[0] = first - 0x20
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    static func severity(_ severity: Severity) -> HTML {
        let word: HTML =
            switch severity {
            case .note: "Note"
            case .low: "Low"
            case .medium: "Medium"
            case .high: "High"
            case .urgent: "Urgent"
            }
        let style: StaticString =
            switch severity {
            case .note: "severity note"
            case .low: "severity low"
            case .medium: "severity medium"
            case .high: "severity high"
            case .urgent: "severity urgent"
            }
        return .element(.span, .class(style), content: word)
    }

    static func status(_ status: ReviewStatus) -> HTML {
        switch status {
        case .new: .element(.span, .class("status new"), content: "New")
        case .viewed: .element(.span, .class("status open"), content: "Seen, not decided")
        case .decided(let decision): .element(.span, .class("status"), content: .text(Self.decision(decision)))
        }
    }

    static func decision(_ decision: Outcome.Decision) -> String {
        switch decision {
        case .noConcern: "No concern"
        case .watch: "Keep an eye on it"
        case .concern: "Concern"
        case .urgentConcern: "Urgent concern"
        }
    }

    static func meaning(_ decision: Outcome.Decision) -> String {
        switch decision {
        case .noConcern: "School work, a quotation, a joke, or a false match."
        case .watch: "Nothing to do today. Look again if there is more."
        case .concern: "Act today, and write it in your safeguarding record."
        case .urgentConcern: "Act now. Somebody may be in danger."
        }
    }

    static func manner(_ manner: Capture.Manner) -> String {
        switch manner {
        case .typed: "Typed"
        case .deleted: "Typed, then deleted"
        }
    }
}
