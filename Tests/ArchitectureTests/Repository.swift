// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of the repository that people wrote.
struct Repository {
    struct File {
        /// From the root, with `/`.
        var path: String
        var text: String
    }

    let root: URL

    init(thisFile: String = #filePath) {
        root = URL(fileURLWithPath: thisFile).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// Every file under `folders` whose name ends in one of `endings`.
    func files(in folders: [String], endings: [String]) throws -> [File] {
        try folders.flatMap { folder -> [File] in
            let start = root.appending(path: folder).resolvingSymlinksInPath()
            let names = try FileManager.default.subpathsOfDirectory(atPath: start.path(percentEncoded: false))
            return try names.sorted().filter { name in endings.contains { name.hasSuffix($0) } }.map { name in
                let text = try String(contentsOf: start.appending(path: name), encoding: .utf8)
                return File(path: "\(folder)/\(name)", text: text)
            }
        }
    }

    /// The files at these paths.
    func files(named paths: [String]) throws -> [File] {
        try paths.map { File(path: $0, text: try String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
    }

    static let product = ["Sources", "Agent", "Server"]
}
