// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// Tells the person at the machine that it is monitored, in a window on the screen.
///
/// The agent captures nothing before this has returned. There is no way to switch it off, and it never reports success
/// for a window that was not on the screen.
package struct X11Notice: Sendable {
    private let display: String?
    private let minimum: Duration
    private let patience: Duration

    /// - Parameters:
    ///   - display: nil for the display that `DISPLAY` names.
    ///   - minimum: how long the notice must have been visible in full, where nobody says OK.
    ///   - patience: how long it may be out of sight, in all, before it counts as not shown.
    package init(display: String? = nil, minimum: Duration = .seconds(10), patience: Duration = .seconds(30)) {
        self.display = display
        self.minimum = minimum
        self.patience = patience
    }

    /// Shows the notice and returns once it counts as shown.
    ///
    /// Afterwards it stays on the screen until somebody says OK or the session ends. Throws
    /// ``DesktopError/noticeRemoved`` where anybody takes it away before, ``DesktopError/noticeNotShown`` where it
    /// never comes on the screen in full, or something else stays in front of it. A cancelled task takes the notice away.
    package func show(_ text: NoticeText) async throws -> NoticeOutcome {
        try Task.checkCancellation()
        let (display, minimum, patience) = (display, minimum, patience)
        let stop = try WakeSignal()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try startThread {
                        NoticeService(continuation, stop: stop).run(
                            text, display: display, progress: NoticeProgress(minimum: minimum, patience: patience))
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            stop.set()
        }
    }
}

/// The notice's side on its thread.
private final class NoticeService {
    private var waiting: CheckedContinuation<NoticeOutcome, any Error>?
    private let stop: WakeSignal

    init(_ continuation: CheckedContinuation<NoticeOutcome, any Error>, stop: WakeSignal) {
        waiting = continuation
        self.stop = stop
    }

    func run(_ text: NoticeText, display: String?, progress: NoticeProgress) {
        do {
            try serve(text, display: display, progress: progress)
        } catch {
            waiting?.resume(throwing: error)
            waiting = nil
        }
    }

    private func serve(_ text: NoticeText, display: String?, progress: NoticeProgress) throws {
        var progress = progress
        // Its time stands still while the machine sleeps: nobody reads then.
        let clock = SuspendingClock()
        let connection = try X11Connection(display: display)
        let start = clock.now
        var window = try NoticeWindow(text, on: connection)
        while !progress.isOver {
            while let event = window.nextEvent() {
                progress.handle(event, at: start.duration(to: clock.now))
            }
            let now = start.duration(to: clock.now)
            progress.pass(to: now)
            report(progress.outcome)
            guard connection.isOpen else { throw DesktopError.serverGone }
            if progress.isOver { return }
            let timeout = progress.deadline.map { max(.zero, $0 - now) }
            if stop.wait(or: connection.descriptor, timeout: timeout) { throw CancellationError() }
        }
    }

    /// Tells the caller once.
    private func report(_ outcome: Result<NoticeOutcome, DesktopError>?) {
        guard let outcome, let waiting else { return }
        waiting.resume(with: outcome.mapError { $0 as any Error })
        self.waiting = nil
    }
}
