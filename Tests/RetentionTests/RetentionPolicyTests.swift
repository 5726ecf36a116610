// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retention
import Testing

@Suite("RetentionPolicy")
struct RetentionPolicyTests {
    @Test(arguments: [1, 7, 45])
    func `a number of days up to 45 is allowed`(days: Int) throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        #expect(now.timeIntervalSince(try RetentionPolicy(days: days).cutoff(now: now)) == Double(days) * 86_400)
    }

    @Test(arguments: [0, -1, 46, .max, .min])
    func `any other is refused with a sentence`(days: Int) {
        #expect(throws: RetentionError.daysOutOfRange(days)) { try RetentionPolicy(days: days) }
        #expect(RetentionError.daysOutOfRange(days).description.contains("choose 1 to 45"))
    }
}
