// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An enrolled machine.
package struct Device: Sendable, Equatable {
    package var id: DeviceID
    /// What the machine called itself when it was enrolled: a claim.
    package var hostName: String
    package var enrolledAt: Date
    /// When it last sent captures; nil before the first time.
    package var lastSeen: Date?
}
