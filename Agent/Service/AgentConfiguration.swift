// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import FoundationEssentials
import Settings

/// Every setting of the agent.
///
/// A flag comes before a variable of the environment (`WATCHWORD_AGENT_STATE_DIRECTORY`), and that before the file.
/// A key that is not listed here is an error.
struct AgentConfiguration: Sendable {
    /// `state.directory`: identity and spool; a path, `/var/lib/watchword/agent` by default.
    var stateDirectory = "/var/lib/watchword/agent"
    /// `wordlists.directory`: the folder of the `*.words` files; a path, `/usr/share/watchword/wordlists` by default.
    var wordlistsDirectory = "/usr/share/watchword/wordlists"
    /// `notice.text`: a file with the notice's own wording; a path, none by default (the built-in text is shown).
    ///
    /// It changes the words. Nothing switches the notice off.
    var noticeText: String?
    /// `screenshots.from_severity`: matches from this severity on get a picture; 1 to 5, 3 by default.
    var screenshotsFrom = Severity.medium
    /// `spool.limit_megabytes`: how much may wait for the collector; 8 to 65536, 256 by default.
    var spoolLimitMegabytes = 256

    static let defaultFile = "/etc/watchword/agent.toml"
    private static let keys = [
        "state.directory", "wordlists.directory", "notice.text", "screenshots.from_severity", "spool.limit_megabytes",
    ]

    /// Reads and checks everything.
    ///
    /// - Parameters:
    ///   - file: the file that was named; nil for the default one, which may be absent.
    ///   - flags: what the command line says, by key.
    init(
        file: String?, flags: [String: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SettingsError) {
        let source: SettingsFile
        if let file {
            source = try SettingsFile(reading: file)
        } else if FileManager.default.fileExists(atPath: Self.defaultFile) {
            source = try SettingsFile(reading: Self.defaultFile)
        } else {
            source = SettingsFile(absent: Self.defaultFile)
        }
        let settings = try Settings(
            file: source, environment: environment, prefix: "WATCHWORD_AGENT_", flags: flags, declaring: Self.keys)
        stateDirectory = try settings.path("state.directory") ?? stateDirectory
        wordlistsDirectory = try settings.path("wordlists.directory") ?? wordlistsDirectory
        noticeText = try settings.path("notice.text")
        if let number = try settings.integer("screenshots.from_severity", in: 1...5),
            let severity = Severity(rawValue: number)
        {
            screenshotsFrom = severity
        }
        spoolLimitMegabytes = try settings.integer("spool.limit_megabytes", in: 8...65536) ?? spoolLimitMegabytes
    }

    /// Where the device's key and certificate are.
    var identityDirectory: String { stateDirectory + "/identity" }

    /// Where captures wait for the collector.
    var spoolDirectory: String { stateDirectory + "/spool" }
}
