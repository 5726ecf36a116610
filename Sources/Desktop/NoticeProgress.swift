// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// How a notice ended up in front of somebody.
package enum NoticeOutcome: Sendable, Hashable {
    /// It was on the screen, and somebody said OK.
    case acknowledged
    /// It was on the screen in full for the minimum time, and still is.
    case shown
}

/// Decides whether a notice has been shown.
///
/// Only what the X server reports counts: mapped, drawn, and nothing in front of it. The times in which all three hold
/// are added up. Pure: the time since the start comes in with each call.
///
/// Behind a compositing window manager the server reports a covered window as visible, so there the window manager's
/// promise to keep a dialog above the others is all there is.
package struct NoticeProgress: Sendable {
    package enum Event: Sendable, Hashable {
        case mapped
        case unmapped
        case exposed
        case visible(inFull: Bool)
        case accepted
        case destroyed
    }

    /// An OK that comes sooner was on its way before anybody could read: somebody was typing when the notice came up.
    package static let settling = Duration.seconds(1)
    /// A window manager that takes a window over may unmap and map it again at once.
    package static let unmappedGrace = Duration.milliseconds(500)

    /// What is known about the showing, nil while it is open; it never changes again.
    package private(set) var outcome: Result<NoticeOutcome, DesktopError>?
    /// Whether the window has no more to do.
    package private(set) var isOver = false

    private let minimum: Duration
    private let patience: Duration
    private var isMapped = false
    private var isExposed = false
    private var isInFull = false
    private var visibleSince: Duration?
    private var visibleBefore = Duration.zero
    private var unmappedAt: Duration?

    /// - Parameters:
    ///   - minimum: how long it must have been visible to count as shown without an OK.
    ///   - patience: how long it may be out of sight, in all, before it counts as not shown.
    package init(minimum: Duration, patience: Duration) {
        self.minimum = minimum
        self.patience = patience
    }

    package mutating func handle(_ event: Event, at now: Duration) {
        switch event {
        case .mapped:
            isMapped = true
            unmappedAt = nil
        case .unmapped:
            // Nothing is drawn or visible until the server says so again.
            if isMapped { unmappedAt = now }
            isMapped = false
            isExposed = false
            isInFull = false
        case .exposed:
            isExposed = true
        case .visible(let inFull):
            isInFull = inFull
        case .accepted:
            if visibleTime(at: now) >= Self.settling { finish(.success(.acknowledged)) }
        case .destroyed:
            finish(.failure(.noticeRemoved))
        }
        updateVisibility(at: now)
        pass(to: now)
    }

    /// Follows the time where nothing else happened.
    package mutating func pass(to now: Duration) {
        guard outcome == nil else { return }
        if let unmappedAt, now >= unmappedAt + Self.unmappedGrace {
            finish(.failure(.noticeRemoved))
        } else if visibleTime(at: now) >= max(minimum, Self.settling) {
            outcome = .success(.shown)
        } else if visibleSince == nil, now >= visibleBefore + patience {
            finish(.failure(.noticeNotShown))
        }
    }

    /// When ``pass(to:)`` has something to decide; nil where only an event can bring that.
    package var deadline: Duration? {
        guard outcome == nil else { return nil }
        if let unmappedAt { return unmappedAt + Self.unmappedGrace }
        if let visibleSince { return visibleSince + max(minimum, Self.settling) - visibleBefore }
        return visibleBefore + patience
    }

    private func visibleTime(at now: Duration) -> Duration {
        visibleBefore + (visibleSince.map { now - $0 } ?? .zero)
    }

    private mutating func updateVisibility(at now: Duration) {
        let isVisible = isMapped && isExposed && isInFull
        if isVisible, visibleSince == nil { visibleSince = now }
        if !isVisible, let since = visibleSince {
            visibleBefore += now - since
            visibleSince = nil
        }
    }

    private mutating func finish(_ result: Result<NoticeOutcome, DesktopError>) {
        if outcome == nil { outcome = result }
        isOver = true
    }
}
