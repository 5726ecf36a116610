// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a machine cannot become a device of a collector, or cannot act as one.
package enum ClientError: Error, Equatable {
    case badURL(reason: String)
    case unreachable(collector: CollectorURL, reason: String)
    /// The authority that answered is not the one of the token.
    case wrongCollector(CollectorURL)
    case refused(status: Int, sentence: String)
    case badAnswer(reason: String)
    case alreadyEnrolled(path: String)
    case notEnrolled(path: String)
    case badIdentity(path: String, reason: String)
    case system(operation: String, path: String, reason: String)
}

extension ClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badURL(let reason):
            "the collector's address \(reason); write it as https://collector.example or https://collector.example:8443"
        case .unreachable(let collector, let reason):
            "cannot reach the collector at \(collector): \(reason)"
        case .wrongCollector(let collector):
            "the collector at \(collector) is not the one this token is for; the token was not sent; "
                + "check the address and make a new token there"
        case .refused(let status, let sentence):
            "the collector refused (status \(status))\(sentence.isEmpty ? "" : ": \(sentence)")"
        case .badAnswer(let reason):
            "the collector's answer cannot be used: \(reason)"
        case .alreadyEnrolled(let path):
            "this machine is enrolled already; remove \(path) to enrol it anew"
        case .notEnrolled(let path):
            "this machine is not enrolled: \(path) is missing; run `watchword-agent enrol` first"
        case .badIdentity(let path, let reason):
            "cannot use the device identity \(path): \(reason)"
        case .system(let operation, let path, let reason):
            "cannot \(operation) \(path): \(reason)"
        }
    }
}
