// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// An encoded picture of the screen, taken at a match.
package struct Screenshot: Sendable, Hashable {
    /// An image's encoding; the raw value is its media type.
    package enum Format: String, Sendable, Hashable {
        case webp = "image/webp"
        case jpeg = "image/jpeg"
    }

    package var format: Format
    /// In pixels.
    package var width: Int
    /// In pixels.
    package var height: Int
    package var bytes: [UInt8]

    package init(format: Format, width: Int, height: Int, bytes: [UInt8]) {
        self.format = format
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}

extension Screenshot: CustomStringConvertible, CustomReflectable {
    package var description: String { "<screenshot, \(width)x\(height), \(bytes.count) bytes>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
