// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CaptureStore
import Foundation

/// `watchword-server setup`: makes keys, certificates and the database, once.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup", abstract: "Make the collector's keys, certificates and database, once.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "A name or address by which agents and browsers reach the collector; may be given several times.")
    var host: [String] = []

    func validate() throws {
        for host in host where !Self.isHost(host) {
            throw ValidationError("--host is no host name or address; write it as watchword.school.example or 10.0.0.5")
        }
    }

    /// Letters, digits, hyphens and dots of a name, or an address: no URL, no port, no wildcard.
    static func isHost(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isAddress = bytes.contains(0x3A) && bytes.allSatisfy { $0 == 0x3A || $0 == 0x2E || Self.isHexadecimal($0) }
        let labels = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        let isName =
            bytes.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
                    && label.allSatisfy { $0 == 0x2D || Self.isLetterOrDigit($0) }
            }
        return isAddress || isName
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
    }

    func run() async throws {
        try await reportingErrors {
            let configuration = try options.load()
            let folder = StateFolder(path: configuration.stateDirectory)
            let now = Date()
            let authority = try CertificateAuthority(now: now)
            let hosts = host + ["localhost", "127.0.0.1"].filter { !host.contains($0) }
            let server = try authority.issueServer(hosts: hosts, now: now)
            try folder.create()
            try folder.write(server.keyPEM, to: folder.serverKey)
            try folder.write(server.certificatePEM, to: folder.serverCertificate)
            try folder.write(try authority.certificatePEM, to: folder.authorityCertificate, open: true)
            _ = try CaptureStore(path: configuration.databasePath)
            // Last, for it is what says that all of this is done.
            try folder.write(authority.keyPEM, to: folder.authorityKey)
            print("set up in \(folder.path) for \(hosts.joined(separator: ", "))")
            print("next: watchword-server reviewer add NAME, then watchword-server run")
        }
    }
}
