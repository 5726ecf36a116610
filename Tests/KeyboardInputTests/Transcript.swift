// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeyboardInput

/// What the edits of a session leave, with `|` where a segment ended and `_` at a pause.
struct Transcript {
    private(set) var text = ""
    private var segment: [Unicode.Scalar] = []

    var shown: String { text + String(String.UnicodeScalarView(segment)) }

    mutating func apply(_ edits: [TextEdit]) {
        for edit in edits {
            switch edit {
            case .insert(let scalar): segment.append(scalar)
            case .deleteBackward: segment.removeLast()
            case .rest: segment.append("_")
            case .end:
                text = shown + "|"
                segment = []
            }
        }
    }

    static func of(_ events: some Sequence<KeyEvent>) throws -> String {
        var assembler = try TextAssembler()
        var transcript = Transcript()
        for event in events { transcript.apply(assembler.handle(event)) }
        return transcript.shown
    }
}

/// The events of `.keys` lines.
func events(_ lines: String) throws -> [KeyEvent] {
    try KeysFile(parsing: Array(lines.utf8), file: "test.keys").events
}

/// The keystrokes of `.keys` lines.
func keystrokes(_ lines: String) throws -> [Keystroke] {
    var decoder = KeyDecoder(locale: "en_US.UTF-8")
    var keystrokes: [Keystroke] = []
    for event in try events(lines) {
        if let keystroke = decoder.decode(event) { keystrokes.append(keystroke) }
    }
    return keystrokes
}

/// Tests/Fixtures/keys, whose files a new case only adds to.
let keysFixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/keys")
