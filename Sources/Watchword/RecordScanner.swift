// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PhraseMatching

/// `scan --records`: one record a line in, one match a line out.
struct RecordScanner: LineScanner {
    private var stream: TypedStream
    private let file: String
    private var number = 0

    init(_ matcher: PhraseMatcher, file: String) {
        stream = TypedStream(matcher)
        self.file = file
    }

    mutating func scan(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) throws(WatchwordError) {
        let record: ScanRecord?
        do throws(ScanRecord.Problem) {
            record = try ScanRecord(parsing: line, isFirst: number == 0)
        } catch {
            throw refusal(error.description)
        }
        number += 1
        guard let record else { return }
        for (origin, scalar) in record.text.enumerated() {
            for finding in stream.append(scalar, origin: origin) {
                write(finding, of: record, into: &output)
            }
        }
        for finding in stream.end() {
            write(finding, of: record, into: &output)
        }
        stream.reset()
    }

    mutating func finish(into output: inout [UInt8]) {}

    func refusal(_ what: String) -> WatchwordError {
        .badInput(file: file, line: number + 1, what: what)
    }

    private func write(_ finding: Finding, of record: ScanRecord, into output: inout [UInt8]) {
        var json = JSONLine()
        json.add("id", raw: record.id)
        json.add(finding)
        output += json.finished
    }
}
