// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// When a held key acts again, as the X server counts it: raw key events tell only press and release.
///
/// Pure: the present comes in with each call.
struct KeyRepeat {
    /// The server's settings for held keys.
    struct Settings: Equatable {
        var isOn = true
        var delay = Duration.milliseconds(660)
        var interval = Duration.milliseconds(40)
        /// One bit for each keycode that may repeat.
        var keys = [UInt8](repeating: 0xFF, count: 32)

        func allows(_ key: Keycode) -> Bool {
            let byte = Int(key.value / 8)
            return isOn && byte < keys.count && keys[byte] & (1 << (key.value % 8)) != 0
        }
    }

    typealias Instant = ContinuousClock.Instant

    var settings = Settings()
    private var held: (key: Keycode, next: Instant)?

    /// The last key pressed that repeats takes over from the one before; a modifier does not.
    mutating func press(_ key: Keycode, repeats: Bool, at now: Instant) {
        guard repeats, settings.allows(key) else { return }
        held = (key, now + settings.delay)
    }

    mutating func release(_ key: Keycode) {
        if held?.key == key { held = nil }
    }

    /// When ``due(at:)`` has something next.
    var deadline: Instant? { held?.next }

    /// The key that acts again now.
    ///
    /// After a delay of our own it acts once, not once for each interval missed.
    mutating func due(at now: Instant) -> Keycode? {
        guard let (key, next) = held, next <= now else { return nil }
        let following = next + settings.interval
        held = (key, following > now ? following : now + settings.interval)
        return key
    }
}
