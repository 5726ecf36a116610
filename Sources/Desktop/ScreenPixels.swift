// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The pixels of a screen: 32 bits each, blue first, the fourth byte unused.
package struct ScreenPixels: ~Copyable {
    package let width: Int
    package let height: Int
    package let bytes: UnsafeRawBufferPointer
    private let release: () -> Void

    /// WebP can hold no more in one direction.
    package static let maximumSide = 16_383

    /// Takes `bytes` over; `release` is called when they are no longer used.
    package init(
        width: Int, height: Int, bytes: UnsafeRawBufferPointer, release: @escaping () -> Void
    ) throws(DesktopError) {
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height),
            bytes.count >= width * height * 4
        else {
            release()
            throw .unsupportedScreen("\(width)x\(height) pixels with \(bytes.count) bytes")
        }
        self.width = width
        self.height = height
        self.bytes = bytes
        self.release = release
    }

    deinit { release() }

    /// How much of the screen looks like a photograph: the share of its tiles with many colors, 0 to 1.
    ///
    /// Text and flat windows have few colors in a tile, even where the letters' edges are smooth. A quarter of the
    /// pixels is looked at.
    package var busyShare: Double {
        let tile = 32
        var colors = ColorCounter()
        var tiles = 0
        var busy = 0
        for top in stride(from: 0, to: height, by: tile) {
            for left in stride(from: 0, to: width, by: tile) {
                tiles += 1
                colors.reset()
                scan: for y in stride(from: top, to: min(top + tile, height), by: 2) {
                    for x in stride(from: left, to: min(left + tile, width), by: 2) {
                        colors.insert(bytes.loadUnaligned(fromByteOffset: (y * width + x) * 4, as: UInt32.self))
                        if colors.count > ColorCounter.many { break scan }
                    }
                }
                if colors.count > ColorCounter.many { busy += 1 }
            }
        }
        return Double(busy) / Double(tiles)
    }
}

/// Counts distinct colors up to a limit, in a small table.
private struct ColorCounter {
    /// More than this in a tile is a picture, not text.
    static let many = 64

    private(set) var count = 0
    /// Twice as many slots as can be taken; zero is free, as a stored color has its fourth byte set.
    private var slots = [UInt32](repeating: 0, count: 256)

    mutating func reset() {
        count = 0
        for index in slots.indices { slots[index] = 0 }
    }

    mutating func insert(_ pixel: UInt32) {
        let color = pixel | 0xFF00_0000
        var slot = Int((color &* 2_654_435_761) >> 24)
        while slots[slot] != 0 {
            if slots[slot] == color { return }
            slot = (slot + 1) % slots.count
        }
        slots[slot] = color
        count += 1
    }
}
