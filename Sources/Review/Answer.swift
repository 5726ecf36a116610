// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import NIOCore

/// Every answer of the console is made here, so that none goes without its protections.
enum Answer {
    /// A page; whatever a script smuggled into it could not run, load, send or be framed.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok, setCookie: String? = nil) -> Response {
        var response = response(html.document(), type: "text/html; charset=utf-8", status: status)
        if let setCookie {
            response.headers[.setCookie] = setCookie
        }
        return response
    }

    static func redirect(to path: SitePath, setCookie: String? = nil) -> Response {
        var response = response([], type: "text/plain", status: .seeOther)
        response.headers[.location] = path.description
        if let setCookie {
            response.headers[.setCookie] = setCookie
        }
        return response
    }

    static func stylesheet() -> Response {
        response(Array("\(Stylesheet.text)".utf8), type: "text/css; charset=utf-8", status: .ok)
    }

    /// - Parameter type: of our own list, never what a machine claimed in words.
    static func image(_ bytes: [UInt8], type: String) -> Response {
        var response = response(bytes, type: type, status: .ok)
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox; frame-ancestors 'none'"
        return response
    }

    private static func response(_ bytes: [UInt8], type: String, status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = """
            default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
            frame-ancestors 'none'
            """
        headers[.xContentTypeOptions] = "nosniff"
        // Tells other sites nothing. With no-referrer browsers would also send "Origin: null" with our own forms.
        headers[Self.referrerPolicy] = "same-origin"
        headers[Self.openerPolicy] = "same-origin"
        headers[Self.resourcePolicy] = "same-origin"
        headers[.strictTransportSecurity] = "max-age=31536000"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static let referrerPolicy = name("Referrer-Policy")
    private static let openerPolicy = name("Cross-Origin-Opener-Policy")
    private static let resourcePolicy = name("Cross-Origin-Resource-Policy")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
        return name
    }
}
