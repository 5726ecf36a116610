// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import Foundation
import Retention
import Settings

/// Every setting of the collector.
///
/// A flag comes before a variable of the environment (`WATCHWORD_SERVER_RETENTION_DAYS`), and that before the file.
/// A key that is not listed here is an error.
struct ServerConfiguration: Sendable {
    /// `state.directory`: keys, certificates and database; a path, `/var/lib/watchword/server` by default.
    var stateDirectory = "/var/lib/watchword/server"
    /// `listen.devices`: where agents connect; `address:port`, `0.0.0.0:8443` by default.
    var devices = ListenAddress(host: "0.0.0.0", port: 8443)
    /// `listen.console`: where reviewers' browsers connect; `address:port`, `127.0.0.1:8444` by default.
    var console = ListenAddress(host: "127.0.0.1", port: 8444)
    /// `console.url`: what links in alerts begin with; `https://` and a host, by default that of `listen.console`.
    var consoleURL: String
    /// `retention.days`: how long a capture is kept; 1 to 45, 45 by default.
    var retention: RetentionPolicy
    /// `alert.*`: nil where no mail server is set.
    var alerts: Alerts?

    /// Where alerts go.
    struct Alerts: Sendable {
        /// `alert.smtp.url`: `smtp://host:port` or `smtps://host:port`.
        var server: MailServer
        /// `alert.smtp.ca`: PEM certificates to trust in place of the system's; a path.
        var caFile: String?
        /// `alert.smtp.user` and `alert.smtp.password`: for a server that asks.
        var user: String?
        var password: String?
        /// `alert.from`: the sender's address.
        var from: MailAddress
        /// `alert.to`: the safeguarding leads' addresses, one at least.
        var to: [MailAddress]
    }

    static let defaultFile = "/etc/watchword/server.toml"
    private static let keys = [
        "state.directory", "listen.devices", "listen.console", "console.url", "retention.days", "alert.from",
        "alert.to", "alert.smtp.url", "alert.smtp.ca", "alert.smtp.user", "alert.smtp.password",
    ]

    /// Reads and checks everything; `file` nil means the default one, which may be absent.
    init(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let source: SettingsFile
        if let file {
            source = try SettingsFile(reading: file)
        } else if FileManager.default.fileExists(atPath: Self.defaultFile) {
            source = try SettingsFile(reading: Self.defaultFile)
        } else {
            source = SettingsFile(absent: Self.defaultFile)
        }
        let settings = try Settings(
            file: source, environment: environment, prefix: "WATCHWORD_SERVER_", declaring: Self.keys)
        stateDirectory = try settings.path("state.directory") ?? stateDirectory
        devices = try Self.address("listen.devices", in: settings) ?? devices
        console = try Self.address("listen.console", in: settings) ?? console
        consoleURL = try settings.string("console.url") ?? "https://\(console)"
        guard Self.isPlainHTTPS(consoleURL) else {
            throw settings.invalid("console.url", expected: "https:// and a host, without anything after it")
        }
        let days = try settings.integer("retention.days", in: 1...RetentionPolicy.longest) ?? RetentionPolicy.longest
        retention = try RetentionPolicy(days: days)
        alerts = try Self.alerts(in: settings)
    }

    var databasePath: String { stateDirectory + "/collector.sqlite" }

    private static func alerts(in settings: Settings) throws -> Alerts? {
        let url = try settings.string("alert.smtp.url")
        let from = try settings.string("alert.from")
        let to = try settings.list("alert.to")
        let caFile = try settings.path("alert.smtp.ca")
        let user = try settings.string("alert.smtp.user")
        let password = try settings.string("alert.smtp.password")
        guard url != nil || from != nil || to != nil else { return nil }
        guard let url else { throw settings.missing("alert.smtp.url") }
        guard let from else { throw settings.missing("alert.from") }
        guard let to, !to.isEmpty else { throw settings.missing("alert.to") }
        return Alerts(
            server: try checked("alert.smtp.url", in: settings) { () throws(AlertingError) in try MailServer(url) },
            caFile: caFile, user: user, password: password,
            from: try checked("alert.from", in: settings) { () throws(AlertingError) in try MailAddress(from) },
            to: try to.map { address in
                try checked("alert.to", in: settings) { () throws(AlertingError) in try MailAddress(address) }
            })
    }

    private static func checked<Value>(
        _ key: String, in settings: Settings, _ make: () throws(AlertingError) -> Value
    ) throws -> Value {
        do {
            return try make()
        } catch {
            let form = key == "alert.smtp.url" ? "smtp://host:port or smtps://host:port" : "an address, name@host"
            throw settings.invalid(key, expected: form)
        }
    }

    private static func address(_ key: String, in settings: Settings) throws -> ListenAddress? {
        guard let text = try settings.string(key) else { return nil }
        guard let address = ListenAddress(text) else {
            throw settings.invalid(key, expected: "an address and a port, such as 127.0.0.1:8443")
        }
        return address
    }

    private static func isPlainHTTPS(_ text: String) -> Bool {
        guard text.utf8.starts(with: "https://".utf8), let url = URL(string: text), url.host() != nil else {
            return false
        }
        let rest = text.utf8.dropFirst("https://".utf8.count)
        return rest.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D].contains(byte)
        }
    }
}

/// An address and a port to listen at.
struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil where the text is not `address:port`, with `[...]` around an IPv6 address.
    init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: 0x3A) else { return nil }
        var host = text[..<colon]
        let digits = text.utf8[text.utf8.index(after: colon)...]
        guard !digits.isEmpty, digits.count <= 5, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let port = Int(String(Substring(digits))), (0...65535).contains(port) else { return nil }
        if host.utf8.first == 0x5B, host.utf8.last == 0x5D {
            host = host.dropFirst().dropLast()
        } else if host.utf8.contains(0x3A) {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    var description: String { host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
