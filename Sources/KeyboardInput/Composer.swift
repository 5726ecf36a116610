// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXkb

/// Joins dead keys and Compose sequences into the characters they stand for.
///
/// Even plain British keyboards have dead keys (AltGr with several keys), so text without this is wrong.
struct Composer: ~Copyable {
    enum Outcome {
        /// The key is no part of a sequence.
        case nothing
        case composing
        case composed([Unicode.Scalar])
        /// The sequence has no meaning and is dropped, as programs drop it.
        case cancelled
    }

    private let handle: OpaquePointer

    /// Nil where neither this locale nor the usual ones have sequences (libx11-data is not installed).
    init?(locale: String) {
        // Without a context there is no memory left; text without dead keys is better than none.
        guard let context = try? XkbContext() else { return nil }
        for name in [locale, "en_US.UTF-8", "C.UTF-8"] {
            guard let table = xkb_compose_table_new_from_locale(context.handle, name, XKB_COMPOSE_COMPILE_NO_FLAGS)
            else { continue }
            defer { xkb_compose_table_unref(table) }
            guard let state = xkb_compose_state_new(table, XKB_COMPOSE_STATE_NO_FLAGS) else { continue }
            handle = state
            return
        }
        return nil
    }

    deinit {
        xkb_compose_state_unref(handle)
    }

    mutating func feed(_ keysym: UInt32) -> Outcome {
        guard xkb_compose_state_feed(handle, keysym) == XKB_COMPOSE_FEED_ACCEPTED else { return .nothing }
        switch xkb_compose_state_get_status(handle) {
        case XKB_COMPOSE_COMPOSING:
            return .composing
        case XKB_COMPOSE_COMPOSED:
            defer { reset() }
            return .composed(text())
        case XKB_COMPOSE_CANCELLED:
            reset()
            return .cancelled
        default:
            return .nothing
        }
    }

    /// Forgets a sequence that was begun.
    mutating func reset() {
        xkb_compose_state_reset(handle)
    }

    private func text() -> [Unicode.Scalar] {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            let count = Int(xkb_compose_state_get_utf8(handle, buffer.baseAddress, buffer.count))
            guard (1..<buffer.count).contains(count) else { return [] }
            return Array(
                String(
                    decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self
                ).unicodeScalars)
        }
    }
}
