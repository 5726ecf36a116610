// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import ArgumentParser
import CaptureStore
import Foundation
import Retention
import Review
import Settings

/// Why a command of the collector ends without having done its job.
enum ServerError: Error, Equatable, CustomStringConvertible {
    case alreadySetUp(String)
    case notSetUp(String)
    case cannotCreate(path: String, reason: String)
    case badState(path: String, reason: String)
    case badTLS(String)
    case badName(String)
    case cannotRead(path: String, reason: String)
    case noAlerts
    case notSound([String])
    case cannotListen(String)

    var description: String {
        switch self {
        case .alreadySetUp(let path): "\(path) is set up already; nothing was changed"
        case .notSetUp(let path): "\(path) is not set up; run `watchword-server setup`"
        case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
        case .badState(let path, let reason): "cannot use \(path): \(reason)"
        case .badTLS(let reason): "cannot use the collector's certificate: \(reason)"
        case .badName(let name): "\(name) is no name for a reviewer; take 1 to 64 of a-z, 0-9, '.', '-', '_' and '@'"
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .noAlerts: "no alerts are set; set alert.smtp.url, alert.from and alert.to in server.toml"
        case .notSound(let faults): faults.joined(separator: "\n")
        case .cannotListen(let reason): "cannot listen: \(reason); check listen.devices and listen.console"
        }
    }

    /// The exit status for any error that ends a command, as sysexits.h numbers them.
    static func status(of error: any Error) -> Int32 {
        switch error {
        case let error as ServerError:
            switch error {
            case .alreadySetUp, .cannotCreate: 73
            case .notSetUp, .badState, .badTLS, .noAlerts: 78
            case .badName: 64
            case .cannotRead: 66
            case .notSound: 65
            case .cannotListen: 69
            }
        case let error as CaptureStoreError:
            switch error {
            case .cannotOpen: 66
            case .reviewerExists: 73
            default: 70
            }
        case is SettingsError, is RetentionError: 78
        case is ReviewError: 65
        case is AlertingError: 69
        default: 70
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
            FileHandle.standardError.write(Data("watchword-server: \(error)\n".utf8))
            throw ExitCode(ServerError.status(of: error))
        }
    }
}
