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
