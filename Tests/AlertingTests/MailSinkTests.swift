// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Alerting
import Captures
import Foundation
import Glibc
import Testing

/// Against a mail server that others wrote: aiosmtpd, with and without STARTTLS.
@Suite(
    .enabled(
        if: MailSink.isAvailable || MailSink.isRequired,
        "needs Python with aiosmtpd: python3 -m pip install aiosmtpd, or WATCHWORD_TEST_PYTHON"))
struct MailSinkTests {
    private let alert = Alert(reference: "C-000009", severity: .urgent, link: "https://127.0.0.1:8443/captures/x")

    private func channel(_ sink: MailSink, caFile: String?) throws -> MailChannel {
        try MailChannel(
            server: MailServer("smtp://127.0.0.1:\(sink.port)"), from: MailAddress("watchword@school.example"),
            to: MailAddress("dsl@school.example"), caFile: caFile, now: { Date() })
    }

    @Test func `a real server takes the alert as it was written`() async throws {
        let sink = try MailSink(certificate: nil)
        try await channel(sink, caFile: nil).send(alert)
        let mail = try sink.nextMail()
        #expect(mail.contains("Subject: Watchword: capture C-000009 needs you\r\n"))
        #expect(mail.contains("\r\n\r\nWatchword has stored a capture that needs you.\r\n"))
        #expect(mail.contains("https://127.0.0.1:8443/captures/x\r\n"))
    }

    @Test func `with STARTTLS and a certificate that is trusted the alert goes through`() async throws {
        let certificate = try TestCertificate()
        let sink = try MailSink(certificate: certificate)
        try await channel(sink, caFile: certificate.certificate).send(alert)
        #expect(try sink.nextMail().contains("C-000009"))
    }

    @Test func `with a certificate that is not trusted nothing is sent`() async throws {
        let sink = try MailSink(certificate: TestCertificate())
        let channel = try channel(sink, caFile: TestCertificate().certificate)
        let error = await #expect(throws: AlertingError.self) { try await channel.send(alert) }
        guard case .insecure = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

/// A Python process that prints each mail in base64 on a line.
final class MailSink {
    static let isRequired = ProcessInfo.processInfo.environment["WATCHWORD_REQUIRE_SMTP"] == "1"
    static let isAvailable: Bool = {
        let process = MailSink.python(["-c", "import aiosmtpd"])
        process.standardError = FileHandle.nullDevice
        // No Python at all is one more way to be without aiosmtpd.
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    let port: Int
    private let process: Process
    private let output: FileHandle

    init(certificate: TestCertificate?) throws {
        let pipe = Pipe()
        process = Self.python(
            ["-c", Self.script] + (certificate.map { [$0.certificate, $0.key] } ?? []))
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        output = pipe.fileHandleForReading
        try process.run()
        port = try #require(Int(Self.line(from: output)))
    }

    /// Killed, because a child of Foundation's inherits a signal mask in which SIGTERM can be blocked.
    deinit { kill(process.processIdentifier, SIGKILL) }

    func nextMail() throws -> String {
        let bytes = try #require(Data(base64Encoded: Self.line(from: output)))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func line(from file: FileHandle) -> String {
        var line = Data()
        while true {
            let byte = file.readData(ofLength: 1)
            guard let byte = byte.first, byte != 0x0A else { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }

    private static func python(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["WATCHWORD_TEST_PYTHON"] ?? "python3"
        process.arguments = [python] + arguments
        return process
    }

    private static let script = """
        import asyncio, base64, os, ssl, sys
        from aiosmtpd.smtp import SMTP
        class Sink:
            async def handle_DATA(self, server, session, envelope):
                print(base64.b64encode(envelope.original_content).decode(), flush=True)
                return "250 taken"
        async def main():
            context = None
            if len(sys.argv) > 1:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(sys.argv[1], sys.argv[2])
            make = lambda: SMTP(Sink(), tls_context=context, require_starttls=context is not None)
            server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            # A test run that is killed leaves nobody to end this process.
            parent = os.getppid()
            while os.getppid() == parent:
                await asyncio.sleep(1)
        asyncio.run(main())
        """
}

/// A certificate for 127.0.0.1 that signs itself, made by the openssl program.
final class TestCertificate {
    let certificate: String
    let key: String
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        key = folder.appendingPathComponent("key.pem").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl could not make a certificate")
    }

    deinit {
        // What is left in the temporary folder does no harm.
        try? FileManager.default.removeItem(at: folder)
    }
}
