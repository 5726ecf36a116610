// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureSpool
import CollectorClient
import Desktop
import Foundation
import KeyboardInput
import PhraseMatching
import Settings

/// Why the agent stops, with the exit status that operators know it by.
enum AgentError: Error, Equatable, CustomStringConvertible {
    /// A file that is not there or cannot be read (66).
    case noInput(String)
    /// A file that says something wrong (65).
    case badData(String)
    /// This machine is not enrolled, or its identity is damaged (78).
    case notEnrolled(String)

    var description: String {
        switch self {
        case .noInput(let sentence), .badData(let sentence), .notEnrolled(let sentence): sentence
        }
    }

    /// Reads a file; what goes wrong becomes ``noInput(_:)``.
    static func reading<Content>(_ path: String, _ read: () throws -> Content) throws(AgentError) -> Content {
        do {
            return try read()
        } catch {
            throw .noInput("cannot read \(path): \(error.localizedDescription)")
        }
    }

    /// The exit status for any error that ends a command, as sysexits.h numbers them.
    static func status(of error: any Error) -> Int32 {
        switch error {
        case let error as AgentError:
            switch error {
            case .noInput: 66
            case .badData: 65
            case .notEnrolled: 78
            }
        case is WordlistError, is KeysFileError, is UnknownCategory: 65
        case is SettingsError: 78
        case let error as SpoolError:
            if case .inUse = error { 75 } else { 73 }
        case let error as ClientError: status(of: error)
        case is UploadFailure, is KeyboardInputError, is DesktopError: 69
        default: 70
        }
    }

    private static func status(of error: ClientError) -> Int32 {
        switch error {
        case .badURL: 64
        case .unreachable, .badAnswer: 69
        case .wrongCollector, .refused: 77
        case .alreadyEnrolled, .system: 73
        case .notEnrolled, .badIdentity: 78
        }
    }
}

extension AsyncParsableCommand {
    /// Does the command's work; an error is told in one line on standard error and becomes the exit status.
    func reportingErrors(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            FileHandle.standardError.write(Data("watchword-agent: \(error)\n".utf8))
            throw ExitCode(AgentError.status(of: error))
        }
    }
}
