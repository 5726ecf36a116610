// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CWebP
package import Captures

extension ScreenPixels {
    /// The bytes that a picture of this size may take: 150 kB at 1366x768, in proportion above, 600 kB at most.
    ///
    /// A collector that keeps 45 days of a whole school is sized by this.
    package var byteLimit: Int {
        let share = Double(width * height) / Double(1_366 * 768)
        return Int(150_000 * min(max(share, 1), 4))
    }

    /// The picture as WebP within ``byteLimit``.
    ///
    /// Lossless at the fastest level where the screen is flat: it is smaller than a lossy picture then, quicker, and text
    /// stays sharp. Lossy otherwise, at a quality that goes down until the picture fits; then at half the size.
    package borrowing func encoded() throws(DesktopError) -> Screenshot {
        let limit = byteLimit
        // A busy tile takes about 2 kB without loss, so more than this share of them cannot fit.
        if busyShare <= 0.06, let lossless = try encode(.lossless, scale: 1, limit: limit) { return lossless }
        for scale in [1, 2, 4, 8] {
            for quality: Float in [60, 40, 20, 5] {
                if let lossy = try encode(.lossy(quality), scale: scale, limit: limit) { return lossy }
            }
        }
        throw .unsupportedScreen("its picture takes more than \(limit) bytes")
    }

    private enum Coding {
        case lossless
        case lossy(Float)
    }

    /// Nil where it does not fit.
    private borrowing func encode(_ coding: Coding, scale: Int, limit: Int) throws(DesktopError) -> Screenshot? {
        var config = WebPConfig()
        var picture = WebPPicture()
        var isReady = WebPConfigInit(&config) != 0 && WebPPictureInit(&picture) != 0
        switch coding {
        case .lossless:
            isReady = isReady && WebPConfigLosslessPreset(&config, 1) != 0
            picture.use_argb = 1
        case .lossy(let quality):
            isReady = isReady && WebPConfigPreset(&config, WEBP_PRESET_TEXT, quality) != 0
            config.method = 2
        }
        defer { WebPPictureFree(&picture) }
        picture.width = Int32(width)
        picture.height = Int32(height)
        guard isReady, let base = bytes.bindMemory(to: UInt8.self).baseAddress,
            WebPPictureImportBGRX(&picture, base, Int32(width * 4)) != 0,
            scale == 1
                || WebPPictureRescale(&picture, Int32(max(1, width / scale)), Int32(max(1, height / scale))) != 0
        else { throw .cannotEncode(Int32(bitPattern: picture.error_code.rawValue)) }

        var output = BoundedOutput(limit: limit)
        let isEncoded = withUnsafeMutablePointer(to: &output) { output in
            picture.custom_ptr = UnsafeMutableRawPointer(output)
            picture.writer = { data, count, picture in
                guard let output = picture?.pointee.custom_ptr?.assumingMemoryBound(to: BoundedOutput.self) else {
                    return 0
                }
                return output.pointee.append(UnsafeBufferPointer(start: data, count: count)) ? 1 : 0
            }
            return WebPEncode(&config, &picture) != 0
        }
        if output.isFull { return nil }
        guard isEncoded else { throw .cannotEncode(Int32(bitPattern: picture.error_code.rawValue)) }
        return Screenshot(
            format: .webp, width: Int(picture.width), height: Int(picture.height), bytes: output.bytes)
    }
}

/// What the encoder has written, up to a limit.
private struct BoundedOutput {
    let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isFull = false

    init(limit: Int) { self.limit = limit }

    /// False stops the encoder.
    mutating func append(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
        isFull = isFull || bytes.count + data.count > limit
        if !isFull { bytes.append(contentsOf: data) }
        return !isFull
    }
}
