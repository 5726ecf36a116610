// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The key events of an X session, as they happen.
///
/// The connection is made, and reading begins, with `init`: a thread of its own waits for the server, because events
/// come at any time and the library that reads them blocks. There is one reader; when it is slow the thread waits and
/// nothing is lost. The sequence throws once where the X server ends, and ends where its task is cancelled.
///
/// What comes first is always `keymap`, `modifiers`, `suspended` where the keyboard is grabbed already, and `focus`.
/// Raw events ignore grabs, so keys also come between `suspended` and `resumed`: whoever reads this must leave them out,
/// as ``TextAssembler`` does.
package struct X11KeyEvents: AsyncSequence, Sendable {
    package typealias Element = KeyEvent
    package typealias Failure = any Error

    private let session: Session

    /// Connects to a display: the one named, or that of the environment's `DISPLAY`.
    package init(display: String? = nil) throws(KeyboardInputError) {
        let channel = try KeyEventChannel()
        let reader = try X11KeyReader(display: display, channel: channel)
        try Self.start(reader)
        session = Session(channel: channel)
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(session: session)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let session: Session

        package mutating func next() async throws -> KeyEvent? {
            try await session.channel.next()
        }
    }

    /// Ends the reading thread when the last sequence and iterator are gone.
    fileprivate final class Session: Sendable {
        let channel: KeyEventChannel

        init(channel: KeyEventChannel) {
            self.channel = channel
        }

        deinit {
            channel.close()
        }
    }

    /// Hands the reader, and all that it owns, to a new thread.
    private static func start(_ reader: X11KeyReader) throws(KeyboardInputError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // Signals are for the program's own threads; a new thread inherits what is blocked here.
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        pthread_sigmask(SIG_BLOCK, &everything, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

        let handed = Unmanaged.passRetained(reader)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<X11KeyReader>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, handed.toOpaque())
        guard status == 0 else {
            handed.release()
            throw .refused("a thread", errno: status)
        }
    }
}
