// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The bounds of what travels between a device and the collector.
///
/// Text is counted in Unicode scalars. The device cuts to these bounds, the collector refuses what exceeds them.
package enum WireLimits {
    /// Of one request's body.
    package static let bodyBytes = 8 << 20
    /// Of one answer's body.
    package static let answerBytes = 1 << 20
    /// In one batch.
    package static let captures = 50
    /// How many bytes of captures, as ``Capture/wireBytes()`` gives them, always fit in one batch.
    package static let batchCaptureBytes = bodyBytes - 1024
    package static let screenshotBytes = 1 << 20
    package static let screenshotSide = 16_384
    package static let phrase = 200
    package static let matched = 480
    package static let title = 512
    package static let application = 128
    package static let account = 256
    package static let hostName = 253
    package static let certificateBytes = 16 << 10
    package static let sentence = 500
    /// How deep objects and arrays may be nested.
    package static let depth = 8
}
