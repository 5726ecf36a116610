// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureStore
import Captures
import Foundation
import Hummingbird
import HummingbirdCore
import Synchronization

/// Who may come in: passwords, sessions and the throttle before them.
final class SignIn: Sendable {
    /// A session ends after so long without use, and after so long in all.
    static let idleLimit: TimeInterval = 15 * 60
    static let absoluteLimit: TimeInterval = 8 * 3_600

    private let store: CaptureStore
    private let passwords: PasswordHash
    /// Checked for a name that nobody has, so that such a name takes as long as any other.
    private let decoy: String
    private let throttle = Mutex(SignInThrottle())

    init(store: CaptureStore, passwords: PasswordHash) {
        self.store = store
        self.passwords = passwords
        decoy = passwords.decoy()
    }

    enum Verdict {
        case signedIn(SessionSecret)
        case refused(SignInPage.Problem)
    }

    func attempt(name: String, password: String, at now: Date) async throws -> Verdict {
        let reviewerName = ReviewerName(name)
        // Everything that cannot be a name counts as one.
        let counted = reviewerName?.text ?? ""
        if case .wait(let seconds) = throttle.withLock({ $0.begin(name: counted, at: now) }) {
            return .refused(.wait(seconds: seconds))
        }
        var reviewer: Reviewer?
        if let reviewerName {
            reviewer = try await store.reviewer(named: reviewerName)
        }
        let isRight = try await passwords.verify(password, against: reviewer?.passwordHash ?? decoy)
        guard let reviewer, isRight else {
            // A name that nobody has may be a password in the wrong field, so it is not written down.
            try await store.audit(.signInRefused, by: .collector, subject: reviewer?.name.text ?? "", at: now)
            return .refused(.wrong)
        }
        throttle.withLock { $0.succeed(name: counted) }
        let secret = SessionSecret()
        try await store.startSession(secret: secret.bytes, for: reviewer.name, at: now)
        return .signedIn(secret)
    }

    /// The visit that a request belongs to; nil where nobody is signed in with it.
    func visit(_ request: Request, at now: Date) async throws -> Visit? {
        guard let cookie = request.cookies[SessionSecret.cookie], let secret = SessionSecret(cookie.value) else {
            return nil
        }
        let session = try await store.useSession(
            secret: secret.bytes, idleLimit: Self.idleLimit, absoluteLimit: Self.absoluteLimit, at: now)
        return session.map { Visit(reviewer: $0.reviewer, secret: secret) }
    }

    static func cookie(_ secret: SessionSecret) -> String {
        "\(SessionSecret.cookie)=\(secret.text); Path=/; Secure; HttpOnly; SameSite=Strict"
    }

    static let noCookie = "\(SessionSecret.cookie)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
}

extension ReviewConsole {
    func signInPage(_ request: Request) async throws -> Response {
        if try await signIn.visit(request, at: now()) != nil {
            return Answer.redirect(to: .captures(from: nil))
        }
        return Answer.page(SignInPage.html(problem: nil, capture: nil))
    }

    /// There is no session yet to bind a token to: the origin alone keeps other sites from signing anybody in.
    func signIn(_ request: Request) async throws -> Response {
        guard isFromOurPages(request) else { throw Refusal.foreignForm }
        let fields = try await form(request)
        guard let name = fields["name"], let password = fields["password"] else { throw Refusal.badForm }
        let capture = fields["capture"].flatMap(CaptureID.init(_:))
        switch try await signIn.attempt(name: name, password: password, at: now()) {
        case .signedIn(let secret):
            return Answer.redirect(
                to: capture.map(SitePath.capture) ?? .captures(from: nil), setCookie: SignIn.cookie(secret))
        case .refused(.wrong):
            return Answer.page(SignInPage.html(problem: .wrong, capture: capture), status: .unauthorized)
        case .refused(.wait(let seconds)):
            var response = Answer.page(
                SignInPage.html(problem: .wait(seconds: seconds), capture: capture), status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
    }

    func signOut(_ visit: Visit) async throws -> Response {
        try await store.endSession(secret: visit.secret.bytes, at: now())
        return Answer.redirect(to: .signIn, setCookie: SignIn.noCookie)
    }
}
