// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// Speaks just enough SMTP, on loopback, to go wrong in a chosen way; serves one connection.
final class LoopbackMailServer: Sendable {
    enum Behavior: Sendable {
        case takesEverything
        case refusesRecipients
        case closesAfterGreeting
        case saysNothing
    }

    let port: UInt16
    private let listener: Int32
    private let lines = Mutex<[String]>([])

    init(_ behavior: Behavior) throws {
        (listener, port) = try Self.bound()
        guard listen(listener, 1) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        let thread = Thread { [self] in serve(behavior) }
        thread.start()
    }

    /// An address where nobody listens.
    static func deadURL() throws -> String {
        let (socket, port) = try bound()
        close(socket)
        return "smtp://127.0.0.1:\(port)"
    }

    private static func bound() throws -> (socket: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    deinit { close(listener) }

    var url: String { "smtp://127.0.0.1:\(port)" }

    /// What the client said, line by line, without line ends.
    var received: [String] { lines.withLock { $0 } }

    private func serve(_ behavior: Behavior) {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        defer { close(client) }
        if behavior == .saysNothing {
            // Ends when the client gives up.
            _ = readLine(client)
            return
        }
        say("220 loopback ready", to: client)
        guard behavior != .closesAfterGreeting else { return }
        var isInMessage = false
        while let line = readLine(client) {
            lines.withLock { $0.append(line) }
            if isInMessage {
                guard line == "." else { continue }
                isInMessage = false
                say("250 taken", to: client)
            } else if line == "DATA" {
                isInMessage = true
                say("354 go on", to: client)
            } else if line == "QUIT" {
                return say("221 bye", to: client)
            } else {
                let isRefused = behavior == .refusesRecipients && line.hasPrefix("RCPT")
                say(isRefused ? "550 no such mailbox" : "250 fine", to: client)
            }
        }
    }

    private func say(_ line: String, to client: Int32) {
        let bytes = Array("\(line)\r\n".utf8)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func readLine(_ client: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) == 1 {
            if byte == 0x0A {
                return String(decoding: line.last == 0x0D ? line.dropLast() : line[...], as: UTF8.self)
            }
            line.append(byte)
        }
        return nil
    }
}
