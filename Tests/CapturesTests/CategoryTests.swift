// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Testing

@Suite struct CategoryTests {
    @Test(arguments: ["self-harm", "a", "hate2", String(repeating: "a", count: 40)])
    func `a lower-case name is taken`(name: String) {
        #expect(Category(name)?.name == name)
    }

    @Test(arguments: [
        "", "Self-harm", "self harm", "-a", "2a", "a\n", "a\r\n", "é", "a\u{FE0F}", String(repeating: "a", count: 41),
    ])
    func `any other name is refused`(name: String) {
        #expect(Category(name) == nil)
    }

    @Test func `severities are ordered and read as words`() {
        #expect(Severity.allCases.sorted() == Severity.allCases)
        #expect(Severity(rawValue: 0) == nil && Severity(rawValue: 6) == nil)
        #expect(Severity.urgent.description == "urgent")
    }

    @Test func `an id reads back from its own text`() {
        let id = CaptureID()
        #expect(CaptureID(id.description) == id)
        #expect(CaptureID("not an id") == nil)
    }
}
