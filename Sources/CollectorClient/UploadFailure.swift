// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why an upload was not acknowledged.
package enum UploadFailure: Error, Equatable {
    case unreachable(reason: String)
    /// The collector cannot take anything now.
    case busy(status: Int, retryAfter: Duration?, sentence: String)
    /// The collector does not know this device, or no longer accepts it.
    case deviceNotAccepted(status: Int, sentence: String)
    /// The collector will never take this batch.
    case refused(status: Int, sentence: String)
    case badAnswer(reason: String)

    /// True where sending the same batch again is of no use.
    package var isPermanent: Bool {
        if case .refused = self { true } else { false }
    }

    init(_ answer: HTTPExchange.Answer) {
        switch answer.status {
        case 400, 413, 415: self = .refused(status: answer.status, sentence: answer.sentence)
        case 401, 403: self = .deviceNotAccepted(status: answer.status, sentence: answer.sentence)
        case 408, 429, 500...599:
            self = .busy(status: answer.status, retryAfter: answer.retryAfter, sentence: answer.sentence)
        default: self = .badAnswer(reason: "its status is \(answer.status)")
        }
    }
}

extension UploadFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason): "cannot reach the collector: \(reason)"
        case .busy(let status, _, let sentence): "the collector is busy (status \(status))\(Self.clause(sentence))"
        case .deviceNotAccepted(let status, let sentence):
            "the collector does not accept this device (status \(status))\(Self.clause(sentence)); enrol it anew"
        case .refused(let status, let sentence):
            "the collector refused the captures (status \(status))\(Self.clause(sentence))"
        case .badAnswer(let reason): "the collector's answer cannot be used: \(reason)"
        }
    }

    private static func clause(_ sentence: String) -> String { sentence.isEmpty ? "" : ": \(sentence)" }
}
