// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PhraseMatching

/// `watchword scan`: says what would be found in a text.
struct ScanCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case jsonl
    }

    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find phrases in a text.",
        discussion: """
            A text is read as one stream of typing, in which U+0008 is a press of Backspace. With --records each line is \
            {"id": ..., "text": ...}, a stream of its own, and each match is one line of JSON. Ends with status 65 where \
            the input is not valid, and 66 where there is nothing to read; finding nothing is not an error.
            """)

    @Option(help: "A folder of *.words files, or one such file (default: Wordlists, or the installed lists).")
    var wordlists: String?

    @Option(help: "How matches are printed: text or jsonl (default: text).")
    var format: Format?

    @Flag(help: "Also say where the phrase stands and what was typed.")
    var explain = false

    @Flag(help: "Read JSON Lines, each an independent stream; write JSON Lines.")
    var records = false

    @Argument(help: "The file to read (default: standard input).")
    var file: String?

    func validate() throws {
        if records && (format == .text || explain) {
            throw ValidationError("--records always writes JSON Lines: leave out --format text and --explain.")
        }
    }

    func run() throws {
        try reportingErrors { () throws(WatchwordError) in
            let matcher = PhraseMatcher(try automaton())
            let name = file ?? "standard input"
            if records {
                try scan(with: RecordScanner(matcher, file: name))
            } else {
                try scan(with: TextScanner(matcher, file: name, format: format ?? .text, explains: explain))
            }
        }
    }

    private func automaton() throws(WatchwordError) -> Automaton {
        let path: String
        if let wordlists { path = wordlists } else { path = try WordlistFolder.defaultPath() }
        let folder = try WordlistFolder(path: path)
        do throws(WordlistError) {
            return try Automaton(phrases: Wordlist.merge(folder.lists))
        } catch {
            throw .wordlists([error])
        }
    }

    /// Reads to the end of the input.
    ///
    /// Before each wait for more input, what has been found is written, so that a program at both ends of the pipe can
    /// ask, wait and ask again. What was found before a bad line is written too.
    private func scan(with scanner: consuming some LineScanner) throws(WatchwordError) {
        var scanner = scanner
        let input = try InputFile(path: file)
        var lines = LineSplitter()
        var output: [UInt8] = []
        do throws(WatchwordError) {
            while let chunk = try input.read() {
                lines.append(chunk)
                while let line = lines.next() {
                    try scanner.scan(line, into: &output)
                }
                guard lines.pending <= LineSplitter.limit else { throw scanner.refusal("the line is too long") }
                try OutputFile.write(&output)
            }
            if let line = lines.last() { try scanner.scan(line, into: &output) }
            scanner.finish(into: &output)
        } catch {
            try OutputFile.write(&output)
            throw error
        }
        try OutputFile.write(&output)
    }
}
