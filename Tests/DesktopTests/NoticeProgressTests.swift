// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Desktop
import Testing

@Suite struct NoticeProgressTests {
    private var progress = NoticeProgress(minimum: .seconds(10), patience: .seconds(30))

    /// Mapped, drawn and in full view from this second on.
    private mutating func appear(at second: Int = 0) {
        for event in [NoticeProgress.Event.mapped, .visible(inFull: true), .exposed] {
            progress.handle(event, at: .seconds(second))
        }
    }

    @Test mutating func `in full view for the minimum it counts as shown and stays`() {
        appear(at: 2)
        #expect(progress.deadline == .seconds(12))
        progress.pass(to: .seconds(11))
        #expect(progress.outcome == nil)
        progress.pass(to: .seconds(12))
        #expect(progress.outcome == .success(.shown))
        #expect(!progress.isOver)
        #expect(progress.deadline == nil)
    }

    @Test(arguments: [
        [NoticeProgress.Event.mapped, .exposed],
        [.mapped, .visible(inFull: true)],
        [.exposed, .visible(inFull: true)],
        [.mapped, .exposed, .visible(inFull: false)],
    ])
    mutating func `without one of its conditions it is never shown`(events: [NoticeProgress.Event]) {
        for event in events { progress.handle(event, at: .zero) }
        progress.pass(to: .seconds(29))
        #expect(progress.outcome == nil)
        progress.pass(to: .seconds(30))
        #expect(progress.outcome == .failure(.noticeNotShown))
        #expect(progress.isOver)
    }

    @Test mutating func `time behind another window does not count`() {
        appear()
        progress.handle(.visible(inFull: false), at: .seconds(4))
        progress.pass(to: .seconds(20))
        #expect(progress.outcome == nil)
        progress.handle(.visible(inFull: true), at: .seconds(20))
        #expect(progress.deadline == .seconds(26))
        progress.pass(to: .seconds(26))
        #expect(progress.outcome == .success(.shown))
    }

    @Test mutating func `kept behind another window it was not shown`() {
        appear()
        progress.handle(.visible(inFull: false), at: .seconds(4))
        #expect(progress.deadline == .seconds(34))
        progress.pass(to: .seconds(33))
        #expect(progress.outcome == nil)
        progress.pass(to: .seconds(34))
        #expect(progress.outcome == .failure(.noticeNotShown))
        #expect(progress.isOver)
    }

    @Test mutating func `an OK ends it`() {
        appear()
        progress.handle(.accepted, at: .seconds(2))
        #expect(progress.outcome == .success(.acknowledged))
        #expect(progress.isOver)
    }

    @Test mutating func `an OK before anybody could read does not count`() {
        progress.handle(.accepted, at: .zero)
        appear()
        progress.handle(.accepted, at: .milliseconds(999))
        #expect(progress.outcome == nil)
        progress.handle(.accepted, at: .seconds(1))
        #expect(progress.outcome == .success(.acknowledged))
    }

    @Test mutating func `taken away before it was shown is an error`() {
        appear()
        progress.handle(.destroyed, at: .seconds(9))
        #expect(progress.outcome == .failure(.noticeRemoved))
        #expect(progress.isOver)
    }

    @Test mutating func `unmapped for longer than the grace is taken away`() {
        appear()
        progress.handle(.unmapped, at: .seconds(5))
        #expect(progress.outcome == nil)
        #expect(progress.deadline == .milliseconds(5_500))
        progress.pass(to: .milliseconds(5_500))
        #expect(progress.outcome == .failure(.noticeRemoved))
    }

    @Test mutating func `a window manager may unmap and map it again at once`() {
        appear()
        progress.handle(.unmapped, at: .seconds(5))
        appear(at: 5)
        progress.pass(to: .seconds(9))
        #expect(progress.outcome == nil)
        progress.pass(to: .seconds(10))
        #expect(progress.outcome == .success(.shown))
    }

    @Test mutating func `once shown the outcome never changes`() {
        appear()
        progress.pass(to: .seconds(10))
        progress.handle(.unmapped, at: .seconds(11))
        progress.pass(to: .seconds(60))
        #expect(!progress.isOver)
        progress.handle(.destroyed, at: .seconds(61))
        #expect(progress.outcome == .success(.shown))
        #expect(progress.isOver)
    }

    @Test mutating func `a minimum of nothing still needs the notice on the screen`() {
        progress = NoticeProgress(minimum: .zero, patience: .seconds(30))
        progress.pass(to: .seconds(29))
        #expect(progress.outcome == nil)
        appear(at: 29)
        #expect(progress.outcome == nil)
        progress.pass(to: .seconds(30))
        #expect(progress.outcome == .success(.shown))
    }
}
