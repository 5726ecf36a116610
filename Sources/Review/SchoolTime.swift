// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A time as a British school reads it: `Saturday 21 November 2026, 05:17 GMT`.
package struct SchoolTime: Sendable {
    private let calendar: Calendar

    package init() {
        var calendar = Calendar(identifier: .gregorian)
        // A machine without time zone data shows UTC, and says so.
        calendar.timeZone = TimeZone(identifier: "Europe/London") ?? .gmt
        self.calendar = calendar
    }

    package func text(_ date: Date) -> String {
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute], from: date)
        let weekday = Self.weekdays[((parts.weekday ?? 1) - 1) % 7]
        let month = Self.months[((parts.month ?? 1) - 1) % 12]
        let time = "\(Self.twoDigits(parts.hour ?? 0)):\(Self.twoDigits(parts.minute ?? 0))"
        return "\(weekday) \(parts.day ?? 1) \(month) \(parts.year ?? 1970), \(time) \(zone(at: date))"
    }

    private func zone(at date: Date) -> String {
        guard calendar.timeZone.identifier == "Europe/London" else { return "UTC" }
        return calendar.timeZone.secondsFromGMT(for: date) == 0 ? "GMT" : "BST"
    }

    /// Written out, so that no setting of the machine changes the language.
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
