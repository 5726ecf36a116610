// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Runs `body` on a thread of its own, so that waiting for the X server never holds up the cooperative pool.
///
/// The thread takes no signals; those stay with the program's main thread.
func startThread(_ body: @escaping @Sendable () -> Void) throws(DesktopError) {
    let box = Unmanaged.passRetained(ThreadBody(run: body))
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { raw in
            guard let raw else { return nil }
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue().run()
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        box.release()
        throw .cannotStartThread(result)
    }
    pthread_detach(thread)
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Wakes a thread that waits in `poll`; stays set until it is cleared.
final class WakeSignal: Sendable {
    private let reader: Int32
    private let writer: Int32

    init() throws(DesktopError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .cannotStartThread(errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reader = ends[0]
        writer = ends[1]
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// A full pipe is as set as can be, so the result does not matter.
    func set() { _ = write(writer, [1], 1) }

    func clear() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while read(reader, &buffer, buffer.count) > 0 {}
    }

    /// Waits until the signal is set, or until `other` can be read, or `timeout` has passed; nil waits for ever.
    ///
    /// - Returns: whether the signal is set.
    @discardableResult
    func wait(or other: Int32? = nil, timeout: Duration? = nil) -> Bool {
        var waits = [pollfd(fd: reader, events: Int16(POLLIN), revents: 0)]
        if let other { waits.append(pollfd(fd: other, events: Int16(POLLIN), revents: 0)) }
        // Rounded up, or a wait for the last fraction of a millisecond would spin. A wait cut short by a signal is
        // harmless: all callers look again.
        let milliseconds = timeout.map { Int32(clamping: max(0, $0 / .milliseconds(1)).rounded(.up).asInteger) } ?? -1
        poll(&waits, nfds_t(waits.count), milliseconds)
        return waits[0].revents != 0
    }
}

extension Double {
    fileprivate var asInteger: Int64 { self < 1e15 ? Int64(self) : .max }
}

/// An actor's executor that is one thread.
///
/// Invariant: the thread keeps the queue alive, never the executor; so the executor goes with its actor, and its deinit
/// ends the thread.
final class ThreadExecutor: SerialExecutor {
    private let queue: JobQueue

    init() throws(DesktopError) {
        let queue = JobQueue(wake: try WakeSignal())
        self.queue = queue
        try startThread { queue.run() }
    }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.append(UnownedJob(job), asUnownedSerialExecutor())
    }
}

private final class JobQueue: Sendable {
    private struct State {
        var jobs: [(UnownedJob, UnownedSerialExecutor)] = []
        var isClosed = false
    }

    private let wake: WakeSignal
    private let state = Mutex(State())

    init(wake: WakeSignal) { self.wake = wake }

    func append(_ job: UnownedJob, _ executor: UnownedSerialExecutor) {
        state.withLock { $0.jobs.append((job, executor)) }
        wake.set()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake.set()
    }

    func run() {
        while true {
            wake.wait()
            wake.clear()
            let (jobs, isClosed) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isClosed)
            }
            for (job, executor) in jobs { job.runSynchronously(on: executor) }
            if isClosed, jobs.isEmpty { return }
            if isClosed { wake.set() }
        }
    }
}
