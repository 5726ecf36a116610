// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import CaptureStore
import Captures
package import Foundation
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// The pages on which a school reviews its captures: HTML alone, no script.
///
/// It is served over TLS only: browsers keep its cookie for nothing else.
package struct ReviewConsole: Sendable {
    let store: CaptureStore
    let signIn: SignIn
    let now: @Sendable () -> Date
    let logger: Logger

    /// A form may have this many bytes: a note of 2,000 scalars, each of them escaped, fits.
    private static let formLimit = 64 * 1024

    package init(
        store: CaptureStore, passwords: PasswordHash = PasswordHash(), now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.store = store
        self.signIn = SignIn(store: store, passwords: passwords)
        self.now = now
        self.logger = logger
    }

    /// Mounts every page, and a plain page for every other address.
    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("style.css") { _, _ in Answer.stylesheet() }
        router.get("sign-in") { request, _ in await answer { try await signInPage(request) } }
        router.post("sign-in") { request, _ in await answer { try await signIn(request) } }
        router.post("sign-out") { request, _ in
            await answer { try await changing(request) { visit, _ in try await signOut(visit) } }
        }
        router.get("/") { request, _ in await answer { try await list(request) } }
        router.get("captures/:id") { request, context in
            await answer { try await capturePage(request, context.parameters.get("id")) }
        }
        router.post("captures/:id/outcomes") { request, context in
            await answer { try await recordOutcome(request, context.parameters.get("id")) }
        }
        router.get("captures/:id/screenshot") { request, context in
            await answer { try await screenshotPage(request, context.parameters.get("id")) }
        }
        router.get("captures/:id/screenshot/image") { request, context in
            await answer { try await screenshotImage(request, context.parameters.get("id")) }
        }
        router.get("**") { _, _ in Answer.page(ProblemPage.notFound.html(in: PageFrame()), status: .notFound) }
    }

    /// What is thrown ends here: logged once, and told in plain words without the cause.
    private func answer(_ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let refusal as Refusal {
            return Answer.page(refusal.page.html(in: PageFrame()), status: refusal.status)
        } catch let error as CaptureStoreError {
            // Its cases name tables, paths and ids, never what was typed.
            logger.error("console page failed", metadata: ["error": "\(error)"])
        } catch let error as ReviewError {
            logger.error("console page failed", metadata: ["error": "\(error)"])
        } catch {
            // The text of any other error is not ours, and might quote the request.
            logger.error("console page failed", metadata: ["error.type": "\(type(of: error))"])
        }
        return Answer.page(ProblemPage.failure.html(in: PageFrame()), status: .internalServerError)
    }

    /// Runs for a reviewer who is signed in; shows everybody else the page to sign in.
    func visiting(
        _ request: Request, to capture: CaptureID? = nil, _ body: (Visit) async throws -> Response
    ) async throws -> Response {
        guard let visit = try await signIn.visit(request, at: now()) else {
            return Answer.page(SignInPage.html(problem: nil, capture: capture), status: .unauthorized)
        }
        return try await body(visit)
    }

    /// Runs for a form that a signed-in reviewer sent from one of our own pages.
    func changing(
        _ request: Request, _ body: (Visit, FormFields) async throws -> Response
    ) async throws -> Response {
        guard isFromOurPages(request) else { throw Refusal.foreignForm }
        return try await visiting(request) { visit in
            let fields = try await form(request)
            guard let token = fields["token"], visit.secret.isFormToken(token) else { throw Refusal.foreignForm }
            return try await body(visit, fields)
        }
    }

    /// Browsers say with every form from which site it comes.
    func isFromOurPages(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin], let authority = request.head.authority else { return false }
        return origin.utf8.elementsEqual("https://\(authority)".utf8)
    }

    func form(_ request: Request) async throws -> FormFields {
        var request = request
        let isForm = request.headers[.contentType]?.utf8.starts(with: "application/x-www-form-urlencoded".utf8)
        guard isForm == true else { throw Refusal.badForm }
        let body: ByteBuffer
        do {
            body = try await request.collectBody(upTo: Self.formLimit)
        } catch {
            // Too long or cut off; either way there is no form, and the sender is told so.
            throw Refusal.badForm
        }
        guard let fields = FormFields(body.readableBytesView) else { throw Refusal.badForm }
        return fields
    }
}

/// A reviewer who is signed in, for one request.
struct Visit {
    var reviewer: ReviewerName
    var secret: SessionSecret

    var frame: PageFrame {
        PageFrame(visitor: PageFrame.Visitor(name: reviewer.text, formToken: secret.formToken))
    }
}

/// Ends a request with a page that says why.
enum Refusal: Error {
    case notFound, badForm, foreignForm, noteTooLong

    var page: ProblemPage {
        switch self {
        case .notFound: .notFound
        case .badForm: .badForm
        case .foreignForm: .foreignForm
        case .noteTooLong: .noteTooLong
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .badForm, .noteTooLong: .badRequest
        case .foreignForm: .forbidden
        }
    }
}
