// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CWebP
import Captures
import Desktop

/// A picture to encode or to put on a screen.
final class Pixels {
    let width: Int
    let height: Int
    let words: UnsafeMutableBufferPointer<UInt32>

    init(width: Int, height: Int, color: (Int, Int) -> UInt32) {
        self.width = width
        self.height = height
        words = .allocate(capacity: width * height)
        for y in 0..<height {
            for x in 0..<width { words[y * width + x] = color(x, y) }
        }
    }

    deinit { words.deallocate() }

    static func noise(width: Int, height: Int) -> Pixels {
        var random = SeededRandom(seed: 42)
        return Pixels(width: width, height: height) { _, _ in UInt32(truncatingIfNeeded: random.next()) & 0xFF_FFFF }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(words) }

    /// The pixels as if they had come from a server; they live as long as it.
    func screen() throws -> ScreenPixels {
        try ScreenPixels(width: width, height: height, bytes: bytes) { [self] in _ = self }
    }
}

/// The same numbers on every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A screenshot as its reader sees it.
struct DecodedPicture {
    struct NotWebP: Error {}

    let width: Int
    let height: Int
    private let rgba: [UInt8]

    init(_ screenshot: Screenshot) throws {
        var width: Int32 = 0
        var height: Int32 = 0
        guard WebPGetInfo(screenshot.bytes, screenshot.bytes.count, &width, &height) != 0,
            let decoded = WebPDecodeRGBA(screenshot.bytes, screenshot.bytes.count, &width, &height)
        else { throw NotWebP() }
        rgba = Array(UnsafeBufferPointer(start: decoded, count: Int(width * height * 4)))
        WebPFree(decoded)
        self.width = Int(width)
        self.height = Int(height)
        guard self.width == screenshot.width, self.height == screenshot.height else { throw NotWebP() }
    }

    /// As 0xRRGGBB.
    func color(x: Int, y: Int) -> UInt32 {
        let start = (y * width + x) * 4
        return rgba[start..<start + 3].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
