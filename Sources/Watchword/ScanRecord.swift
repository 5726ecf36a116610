// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A line of `scan --records`: `{"id": ..., "text": ...}`.
///
/// Other keys are read over. The reader is strict about JSON (RFC 8259), and bounds how deep values are nested.
struct ScanRecord {
    /// Why a line is not a record.
    enum Problem: Error, Equatable {
        case notUTF8
        case notJSON(column: Int, what: String)
        case missing(String)
        case twice(String)
        case wrongKind(key: String, wanted: String)
    }

    /// The JSON of the id as it was given, a string or a number.
    var id: String
    var text: [Unicode.Scalar]

    /// Reads a line; nil where it is blank.
    ///
    /// - Parameter isFirst: a byte order mark is accepted in front of the first line.
    init?(parsing line: ArraySlice<UInt8>, isFirst: Bool = false) throws(Problem) {
        guard let string = String(validating: line, as: UTF8.self) else { throw .notUTF8 }
        var scalars = Array(string.unicodeScalars)
        if isFirst, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var reader = JSONReader(scalars)
        reader.skipBlanks()
        if reader.isAtEnd { return nil }

        var id: String?
        var text: [Unicode.Scalar]?
        try reader.readObject { (key, reader) throws(Problem) in
            switch key {
            case "id":
                guard id == nil else { throw .twice("id") }
                guard reader.isAtString || reader.isAtNumber else {
                    throw .wrongKind(key: "id", wanted: "a string or a number")
                }
                id = try reader.readRaw()
            case "text":
                guard text == nil else { throw .twice("text") }
                guard reader.isAtString else { throw .wrongKind(key: "text", wanted: "a string") }
                text = try reader.readString()
            default:
                try reader.skipValue(depth: 1)
            }
        }
        reader.skipBlanks()
        guard reader.isAtEnd else { throw reader.problem("something stands behind the object") }
        guard let id else { throw .missing("id") }
        guard let text else { throw .missing("text") }
        self.id = id
        self.text = text
    }
}

extension ScanRecord.Problem: CustomStringConvertible {
    var description: String {
        let form = "write {\"id\": ..., \"text\": ...}"
        return switch self {
        case .notUTF8: "the line is not valid UTF-8; save the file as UTF-8"
        case .notJSON(let column, let what): "the line is not valid JSON: \(what) at column \(column); \(form)"
        case .missing(let key): "the record has no \"\(key)\"; \(form)"
        case .twice(let key): "the record has \"\(key)\" twice; leave one of them"
        case .wrongKind(let key, let wanted): "\"\(key)\" is not \(wanted); \(form)"
        }
    }
}
