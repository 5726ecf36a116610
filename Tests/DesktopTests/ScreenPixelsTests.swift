// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Captures
import Desktop
import Testing

@Suite struct ScreenPixelsTests {
    @Test func `a flat screen is kept without loss`() throws {
        let pixels = Pixels(width: 320, height: 200) { x, y in x < 100 && y < 50 ? 0x33_66CC : 0xF0_F0F0 }
        let screen = try pixels.screen()
        #expect(screen.busyShare == 0)
        let picture = try screen.encoded()
        #expect(picture.format == .webp)
        #expect([picture.width, picture.height] == [320, 200])
        let decoded = try DecodedPicture(picture)
        #expect(decoded.color(x: 99, y: 49) == 0x33_66CC)
        #expect(decoded.color(x: 100, y: 50) == 0xF0_F0F0)
    }

    @Test func `a noisy screen stays within its limit`() throws {
        let screen = try Pixels.noise(width: 1_366, height: 768).screen()
        #expect(screen.busyShare == 1)
        #expect(screen.byteLimit == 150_000)
        let picture = try screen.encoded()
        #expect(picture.bytes.count <= 150_000)
        _ = try DecodedPicture(picture)
    }

    @Test func `a flat screen that does not fit without loss is made lossy`() throws {
        // 60 colors in each tile are too few to be a photograph, yet in no order.
        var random = SeededRandom(seed: 7)
        let pixels = Pixels(width: 1_366, height: 768) { _, _ in UInt32(random.next() % 60) * 0x04_0201 }
        let screen = try pixels.screen()
        #expect(screen.busyShare < 0.06)
        #expect(try screen.encoded().bytes.count <= 150_000)
    }

    @Test func `the limit grows with the screen, up to four times`() throws {
        #expect(try Pixels(width: 640, height: 480) { _, _ in 0 }.screen().byteLimit == 150_000)
        #expect(try Pixels(width: 1_366, height: 1_536) { _, _ in 0 }.screen().byteLimit == 300_000)
        #expect(try Pixels(width: 4_096, height: 2_160) { _, _ in 0 }.screen().byteLimit == 600_000)
    }

    @Test(arguments: [(0, 10), (10, 0), (16_384, 1), (1, 16_384), (11, 10)])
    func `a screen with another number of pixels is refused and its memory released`(width: Int, height: Int) {
        let pixels = Pixels(width: 10, height: 10) { _, _ in 0 }
        var released = 0
        #expect(throws: DesktopError.self) {
            _ = try ScreenPixels(width: width, height: height, bytes: pixels.bytes) { released += 1 }
        }
        #expect(released == 1)
    }
}
