// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PhraseMatching

/// The wordlists of a folder (every `*.words` in it, by name) or of one file.
struct WordlistFolder {
    /// Where lists are looked for when none are named, in this order.
    static let defaultPaths = ["Wordlists", "/usr/share/watchword/wordlists"]

    var lists: [Wordlist] = []

    /// Reads all lists.
    ///
    /// - Throws: everything that is wrong with any of them, or that there is nothing to read.
    init(path: String) throws(WatchwordError) {
        var problems: [WordlistError] = []
        for file in try Self.files(at: path) {
            let bytes = try Self.bytes(of: file)
            do throws(WordlistError) {
                lists.append(try Wordlist(parsing: bytes, file: file))
            } catch {
                problems += Wordlist.problems(in: bytes, file: file)
            }
        }
        problems += Wordlist.problems(across: lists)
        guard problems.isEmpty else { throw .wordlists(problems) }
    }

    /// The first default path that exists.
    static func defaultPath() throws(WatchwordError) -> String {
        for path in defaultPaths where FileManager.default.fileExists(atPath: path) {
            return path
        }
        throw .noInput(
            path: defaultPaths.joined(separator: " or "), reason: "no such folder",
            advice: "name one with --wordlists")
    }

    private static func files(at path: String) throws(WatchwordError) -> [String] {
        let advice = "name a folder with *.words files, or one such file"
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .noInput(path: path, reason: "no such file or folder", advice: advice)
        }
        guard isFolder.boolValue else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .noInput(path: path, reason: error.localizedDescription, advice: "check its permissions")
        }
        let base = path.utf8.last == 0x2F ? path : path + "/"
        let files = names.filter { $0.hasSuffix(".words") && !$0.hasPrefix(".") }.sorted().map { base + $0 }
        guard !files.isEmpty else {
            throw .noInput(path: path, reason: "it holds no *.words file", advice: advice)
        }
        return files
    }

    private static func bytes(of file: String) throws(WatchwordError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw .noInput(path: file, reason: error.localizedDescription, advice: "check its permissions")
        }
    }
}
