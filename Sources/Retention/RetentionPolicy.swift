// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// For how long captures are kept; pure.
package struct RetentionPolicy: Sendable, Equatable {
    /// The ceiling that no configuration lifts.
    package static let longest = 45

    package let days: Int

    /// Refuses anything but 1 to ``longest`` days.
    package init(days: Int) throws(RetentionError) {
        guard (1...Self.longest).contains(days) else { throw .daysOutOfRange(days) }
        self.days = days
    }

    /// What was captured before this moment goes.
    ///
    /// A day is 24 hours: no change of the clocks makes one longer. The store counts from the moment of capture, or of
    /// arrival where a machine's clock ran ahead.
    package func cutoff(now: Date) -> Date {
        now.addingTimeInterval(-Double(days) * 86_400)
    }
}
