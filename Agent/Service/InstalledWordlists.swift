// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import PhraseMatching

/// The wordlists of a machine, compiled.
enum InstalledWordlists {
    /// Reads every `*.words` file of a folder, or the one file that is named.
    ///
    /// One bad line is enough to refuse them all: a machine that watches with half its lists looks as if it were watching.
    static func automaton(at path: String) throws -> Automaton {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw AgentError.noInput("\(path): no such file or folder; name one with --wordlists")
        }
        var files = [path]
        if isFolder {
            files = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".words") }.sorted()
                .map { path + "/" + $0 }
        }
        guard !files.isEmpty else {
            throw AgentError.noInput("\(path): no *.words file is in this folder; install the wordlists")
        }
        var lists: [Wordlist] = []
        for file in files {
            let bytes = try AgentError.reading(file) { try Data(contentsOf: URL(fileURLWithPath: file)) }
            lists.append(try Wordlist(parsing: bytes, file: file))
        }
        return try Automaton(phrases: try Wordlist.merge(lists))
    }

    /// The folder that is used where none is named: that of a checkout, else the installed one.
    static var defaultPath: String {
        FileManager.default.fileExists(atPath: "Wordlists") ? "Wordlists" : "/usr/share/watchword/wordlists"
    }
}
