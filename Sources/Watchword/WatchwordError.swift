// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PhraseMatching

/// Why the program ends without having done its job.
enum WatchwordError: Error, Equatable {
    case wordlists([WordlistError])
    case failedExamples([String])
    case badInput(file: String, line: Int, what: String)
    case noInput(path: String, reason: String, advice: String)
    case cannotWrite(reason: String)

    /// The exit status, as sysexits.h numbers them.
    var status: Int32 {
        switch self {
        case .wordlists, .failedExamples, .badInput: 65
        case .noInput: 66
        case .cannotWrite: 73
        }
    }
}

extension WatchwordError: CustomStringConvertible {
    var description: String {
        switch self {
        case .wordlists(let problems): problems.map(\.description).joined(separator: "\n")
        case .failedExamples(let failures): failures.joined(separator: "\n")
        case .badInput(let file, let line, let what): "\(file):\(line): \(what)"
        case .noInput(let path, let reason, let advice): "cannot read \(path): \(reason); \(advice)"
        case .cannotWrite(let reason): "cannot write the output: \(reason)"
        }
    }
}

extension ParsableCommand {
    /// Runs the command's work; an error is told on standard error and becomes the exit status.
    func reportingErrors(_ work: () throws(WatchwordError) -> Void) throws {
        do throws(WatchwordError) {
            try work()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(error.status)
        }
    }
}
