// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads one line after the other and appends what it finds to the output.
///
/// A protocol because `scan` has two sides, text and records, that differ in nothing else.
protocol LineScanner {
    /// Scans a line, given without its line feed.
    mutating func scan(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) throws(WatchwordError)
    /// Says that the input is over.
    mutating func finish(into output: inout [UInt8])
    /// An error about the line after the last one scanned.
    func refusal(_ what: String) -> WatchwordError
}

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    /// A line longer than this is refused, so that a file without line feeds cannot take all memory.
    static let limit = 16 << 20

    private var buffer: [UInt8] = []
    private var start = 0
    /// No line feed stands before this.
    private var searched = 0

    /// Bytes of the line that has begun.
    var pending: Int { buffer.count - start }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        buffer.removeFirst(start)
        searched -= start
        start = 0
        buffer += bytes
    }

    /// The next whole line.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = buffer[searched...].firstIndex(of: 0x0A) else {
            searched = buffer.count
            return nil
        }
        defer {
            start = end + 1
            searched = start
        }
        return buffer[start..<end]
    }

    /// What stands after the last line feed, if anything does.
    mutating func last() -> ArraySlice<UInt8>? {
        defer { start = buffer.count }
        return pending == 0 ? nil : buffer[start...]
    }
}
