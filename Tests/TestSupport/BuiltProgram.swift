// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of this package, as the build has put it beside the test bundle.
package struct BuiltProgram: Sendable {
    package let path: String

    /// Finds `name`, as `watchword-server`; throws where it has not been built.
    package init(_ name: String) throws {
        for folder in try Self.folders() {
            let candidate = folder.appending(component: name).path(percentEncoded: false)
            if FileManager.default.isExecutableFile(atPath: candidate) {
                path = candidate
                return
            }
        }
        throw TestSupportError.notBuilt(name)
    }

    /// The folder of the programs.
    package var folder: String { (path as NSString).deletingLastPathComponent }

    /// Runs it to its end.
    package func run(
        _ arguments: [String] = [], input: String = "", environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> FinishedProgram {
        let running = try RunningProgram(path, arguments, input: input, environment: environment)
        return try await running.finished(within: limit)
    }

    // The swiftpm-testing-helper loads the bundle by its path, an argument; a test program that is run itself is argument 0.
    private static func folders() throws -> [URL] {
        var found: [URL] = []
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") || argument.contains(".xctest/") {
            found.append(URL(fileURLWithPath: argument).resolvingSymlinksInPath().deletingLastPathComponent())
        }
        found.append(Bundle.main.bundleURL.resolvingSymlinksInPath())
        guard !found.isEmpty else { throw TestSupportError.notBuilt("the test bundle") }
        return found
    }
}

/// What a fixture cannot do.
package enum TestSupportError: Error, Equatable, CustomStringConvertible {
    case notBuilt(String)
    case missing(program: String)
    case tooSlow(String)
    case cannotStart(String)

    package var description: String {
        switch self {
        case .notBuilt(let name): "\(name) is not beside the test bundle; run `swift build` first"
        case .missing(let program): "\(program) is not installed; `./dev test` installs it"
        case .tooSlow(let what): "\(what) took too long"
        case .cannotStart(let what): "cannot start \(what)"
        }
    }
}
