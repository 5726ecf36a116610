// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A bounded queue of key events between the thread that reads them and the task that takes them.
///
/// When it is full the reading thread waits, and the X server queues on its side: no key is lost or put out of order.
/// A slot is overwritten as soon as its event is taken, so that no old keys lie in it.
// @unchecked: every stored property that changes is only touched between `lock` and `unlock` of `mutex`.
final class KeyEventChannel: @unchecked Sendable {
    static let capacity = 256

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let hasChanged: UnsafeMutablePointer<pthread_cond_t>
    private var slots = [KeyEvent](repeating: .rest, count: KeyEventChannel.capacity)
    private var first = 0
    private var count = 0
    private var waiting: CheckedContinuation<KeyEvent?, any Error>?
    private var ending: Ending?
    /// The reading thread watches one end of a pipe; closing tells it by the other.
    private let wakeUp: Int32
    let closing: Int32

    private enum Ending {
        case failed(KeyboardInputError)
        /// Told already, or nobody reads any more.
        case ended
    }

    init() throws(KeyboardInputError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .refused("a pipe", errno: errno) }
        for end in ends {
            // A program started from here must not keep the pipe open, nor may closing ever wait.
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        closing = ends[0]
        wakeUp = ends[1]
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        hasChanged = .allocate(capacity: 1)
        hasChanged.initialize(to: pthread_cond_t())
        pthread_cond_init(hasChanged, nil)
    }

    deinit {
        pthread_cond_destroy(hasChanged)
        hasChanged.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        Glibc.close(wakeUp)
        Glibc.close(closing)
    }

    /// Waits for room; false where nobody reads any more.
    func send(_ event: KeyEvent) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while count == slots.count, ending == nil { pthread_cond_wait(hasChanged, mutex) }
        guard ending == nil else { return false }
        if let taker = waiting {
            waiting = nil
            taker.resume(returning: event)
        } else {
            slots[(first + count) % slots.count] = event
            count += 1
        }
        return true
    }

    /// The source has failed: the reader gets what was sent before, then this error once.
    func fail(_ error: KeyboardInputError) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard ending == nil else { return }
        if let taker = waiting {
            waiting = nil
            ending = .ended
            taker.resume(throwing: error)
        } else {
            ending = .failed(error)
        }
    }

    /// Nobody reads any more: what is queued is forgotten and the reading thread ends.
    func close() {
        pthread_mutex_lock(mutex)
        slots = [KeyEvent](repeating: .rest, count: slots.count)
        count = 0
        ending = .ended
        let taker = waiting
        waiting = nil
        pthread_cond_broadcast(hasChanged)
        pthread_mutex_unlock(mutex)
        taker?.resume(returning: nil)
        var byte: UInt8 = 0
        // A full pipe has woken the thread already.
        _ = write(wakeUp, &byte, 1)
    }

    var isClosed: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return ending != nil
    }

    /// The next event; nil at the end and when the task is cancelled.
    func next() async throws -> KeyEvent? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch take(or: continuation) {
                case .event(let event): continuation.resume(returning: event)
                case .error(let error): continuation.resume(throwing: error)
                case .end: continuation.resume(returning: nil)
                case .later: break
                }
            }
        } onCancel: {
            close()
        }
    }

    private enum Taken {
        case event(KeyEvent)
        case error(KeyboardInputError)
        case end
        case later
    }

    private func take(or continuation: CheckedContinuation<KeyEvent?, any Error>) -> Taken {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if count > 0 {
            let event = slots[first]
            slots[first] = .rest
            first = (first + 1) % slots.count
            count -= 1
            pthread_cond_signal(hasChanged)
            return .event(event)
        }
        switch ending {
        case .failed(let error):
            ending = .ended
            return .error(error)
        case .ended:
            return .end
        case nil:
            precondition(waiting == nil, "key events have one reader")
            waiting = continuation
            return .later
        }
    }
}
