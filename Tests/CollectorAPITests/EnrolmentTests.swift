// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorAPI
import Testing

private let digest = (0..<32).map { UInt8($0) }
private let digestText = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
private let secretText = "00112233445566778899aabbccddeeff"

@Suite struct EnrolmentTokenTests {
    @Test func `a token comes back as it was`() throws {
        let token = EnrolmentToken(randomFor: digest)
        #expect(try EnrolmentToken(parsing: token.reveal()) == token)
        #expect(try EnrolmentToken(parsing: " \t\(token.reveal())\r\n") == token)
        #expect(token != EnrolmentToken(randomFor: digest))
    }

    @Test func `a token has the form that is documented`() throws {
        let token = try EnrolmentToken(parsing: "ww1.\(secretText).\(digestText)")
        #expect(token.secret.first == 0 && token.secret.last == 0xFF && token.secret.count == 16)
        #expect(token.authorityDigest == digest)
        #expect(token.reveal() == "ww1.\(secretText).\(digestText)")
    }

    @Test func `printing a token hides its secret`() throws {
        let token = try EnrolmentToken(parsing: "ww1.\(secretText).\(digestText)")
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] {
            #expect(!text.contains("0011") && !text.contains("17") && text.contains("00010203"))
        }
    }

    @Test(arguments: [
        "", ".", "ww1", "ww1.\(secretText)", "ww1.\(secretText).\(digestText.dropLast())",
        "ww1.\(secretText).\(digestText).",
        "ww1.\(secretText)0.\(digestText)", "ww1.\(secretText.dropLast())g.\(digestText)", "ww1..\(digestText)",
        "ww1.\(secretText).\(digestText.dropLast())\u{FE0F}",
    ])
    func `a token that is not whole is an error`(text: String) {
        #expect(throws: EnrolmentTokenError.notWhole) { try EnrolmentToken(parsing: text) }
    }

    @Test func `a token of another version is an error`() {
        #expect(throws: EnrolmentTokenError.unknownVersion) {
            try EnrolmentToken(parsing: "ww2.\(secretText).\(digestText)")
        }
    }
}

@Suite struct EnrolmentWireTests {
    private let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

    @Test func `a request and its answer come back as they were`() throws {
        let request = EnrolmentRequest(
            token: EnrolmentToken(randomFor: digest), hostName: "lab-01",
            certificateRequest: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")
        #expect(try EnrolmentRequest(wireBytes: request.wireBytes()) == request)
        let answer = EnrolmentAnswer(device: digestText, certificate: pem, authority: pem)
        #expect(try EnrolmentAnswer(wireBytes: answer.wireBytes()) == answer)
    }

    @Test func `bad fields are errors`() throws {
        let request = EnrolmentRequest(
            token: EnrolmentToken(randomFor: digest), hostName: "lab-01", certificateRequest: "no PEM")
        #expect(throws: WireError.field(path: "certificate_request", reason: "it is not PEM")) {
            try EnrolmentRequest(wireBytes: request.wireBytes())
        }
        let tokenless = "{\"host_name\":\"a\",\"certificate_request\":\"-----BEGIN \"}"
        let error = #expect(throws: WireError.self) { try EnrolmentRequest(wireBytes: Array(tokenless.utf8)) }
        #expect(error?.description.hasPrefix("token: the enrolment token is not whole") == true)
        let answer = EnrolmentAnswer(device: "../../etc", certificate: pem, authority: pem)
        #expect(throws: WireError.field(path: "device", reason: "it must be 64 hexadecimal digits")) {
            try EnrolmentAnswer(wireBytes: answer.wireBytes())
        }
        let large = EnrolmentAnswer(
            device: digestText, certificate: pem + String(repeating: "A", count: 20_000), authority: pem)
        #expect(throws: WireError.field(path: "certificate", reason: "it has more than 16384 bytes")) {
            try EnrolmentAnswer(wireBytes: large.wireBytes())
        }
    }
}
