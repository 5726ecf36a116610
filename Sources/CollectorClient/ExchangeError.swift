// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why there is no whole answer.
enum ExchangeError: Error, Equatable {
    case cannotConnect(String)
    /// The certificate is not from the trusted authority, or for another name; or the collector does not take ours.
    case notTrusted(String)
    case timedOut
    case closedEarly
    case answerTooLarge
    case badHTTP
    case cancelled

    init(_ error: any Error) {
        switch error {
        case let error as ExchangeError: self = error
        case is NIOConnectionError: self = .cannotConnect("it does not answer; check the address and the network")
        case let error as ChannelError:
            if case .connectTimeout = error { self = .timedOut } else { self = .closedEarly }
        case is HTTPParserError: self = Self.isEndOfInput(error) ? .closedEarly : .badHTTP
        case let error as NIOSSLError:
            switch error {
            case .uncleanShutdown: self = .closedEarly
            case .handshakeFailed(.sslError(let stack)):
                self = .notTrusted(stack.first.map { "\($0)" } ?? "no reason given")
            case .handshakeFailed: self = .closedEarly
            default: self = .notTrusted("\(error)")
            }
        case let error as NIOSSLExtraError: self = .notTrusted(error.description)
        case let error as BoringSSLError: self = .notTrusted("\(error)")
        case let error as IOError: self = .cannotConnect(error.description)
        case is CancellationError: self = .cancelled
        default: self = .cannotConnect("\(error)")
        }
    }

    private static func isEndOfInput(_ error: any Error) -> Bool {
        (error as? HTTPParserError) == .invalidEOFState
    }
}

extension ExchangeError: CustomStringConvertible {
    var description: String {
        switch self {
        case .cannotConnect(let reason): reason
        case .notTrusted(let reason): "TLS 1.3 with the expected certificates could not be agreed (\(reason))"
        case .timedOut: "it did not answer in time"
        case .closedEarly: "it closed the connection before the answer was whole"
        case .answerTooLarge: "its answer is larger than this program takes"
        case .badHTTP: "its answer is not HTTP"
        case .cancelled: "this program is stopping"
        }
    }
}
