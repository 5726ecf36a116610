// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CXcb
import Glibc
import Synchronization

/// Shows the notice in a real window of the session, and says when it has been shown.
///
/// There is no way to switch it off, and no way to be told that it was shown when it was not: ``NoticeProgress`` decides
/// by what the X server reports. Once shown, the window stays until somebody says OK (Return, Escape, the button, or
/// the window's own close button).
package struct X11Notice: Sendable {
    private let display: String?

    /// Nil for the display that `DISPLAY` names.
    package init(display: String? = nil) {
        self.display = display
    }

    /// Puts the notice on the screen.
    ///
    /// - Parameters:
    ///   - minimum: how long it must have been visible to count as shown without an OK.
    ///   - patience: how long it may take to become visible at all.
    /// - Returns: when somebody has said OK, or it has been visible for `minimum`.
    /// - Throws: ``DesktopError/noticeRemoved`` where the window was taken away, ``DesktopError/noticeNotShown`` where it
    ///   never became visible, `CancellationError` where the task was cancelled; the window is gone then.
    package func show(
        _ text: NoticeText, minimum: Duration = .seconds(10), patience: Duration = .seconds(30)
    ) async throws -> NoticeOutcome {
        let stop = try WakeSignal()
        let display = display
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = Answer(continuation)
                do {
                    try startThread {
                        do {
                            let window = try NoticeWindow(text, on: X11Connection(display: display))
                            let progress = NoticeProgress(minimum: minimum, patience: patience)
                            try window.run(progress, until: stop) { answer.give($0.mapError { $0 as any Error }) }
                            answer.give(.failure(CancellationError()))
                        } catch {
                            answer.give(.failure(error))
                        }
                    }
                } catch {
                    answer.give(.failure(error))
                }
            }
        } onCancel: {
            stop.set()
        }
    }

    /// Resumes who waits for the notice, once.
    private final class Answer: Sendable {
        private let continuation: Mutex<CheckedContinuation<NoticeOutcome, any Error>?>

        init(_ continuation: CheckedContinuation<NoticeOutcome, any Error>) {
            self.continuation = Mutex(continuation)
        }

        func give(_ result: Result<NoticeOutcome, any Error>) {
            let waiting = continuation.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }
            waiting?.resume(with: result)
        }
    }
}
