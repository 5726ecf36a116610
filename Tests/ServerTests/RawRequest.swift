// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorClient
import Foundation
import TestSupport

/// A request that no client of ours would send, sent by Python's own TLS.
struct RawRequest: Sendable {
    var method = "POST"
    var path = "/v1/captures"
    var headers = ["Content-Type": "application/json"]
    var body = "{}"
    /// Spaces that stand before the body.
    var padding = 0
    /// The certificate that the connection shows; nil for none.
    var identity: DeviceIdentity?
    var highestTLS = "TLSv1_3"

    struct Answer: Sendable {
        /// 0 where there was no answer.
        var status: Int
        /// The answer's body, or why there was none.
        var text: String
    }

    func send(toPort port: Int, trusting authority: String, in folder: TemporaryFolder) async throws -> Answer {
        var certificate = ""
        if let identity {
            certificate = try folder.write(identity.certificate + "\n" + identity.key + "\n", to: "\(UUID()).pem")
        }
        let request: [String: Any] = [
            "port": port, "method": method, "path": path, "headers": headers, "body": body, "padding": padding,
            "authority": authority, "certificate": certificate, "highest": highestTLS,
        ]
        let python = ProcessInfo.processInfo.environment["WATCHWORD_TEST_PYTHON"] ?? "python3"
        let input = String(decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
        let finished = try await ServerProcess(
            "/usr/bin/env", [python, "-c", Self.script], input: input, in: folder
        ).finished()
        let lines = finished.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard finished.status == 0, lines.count == 2, let status = Int(lines[0]) else {
            return Answer(status: -1, text: finished.errors)
        }
        return Answer(status: status, text: String(lines[1]))
    }

    private static let script = """
        import http.client, json, ssl, sys
        r = json.load(sys.stdin)
        context = ssl.create_default_context(cafile=r["authority"])
        context.maximum_version = ssl.TLSVersion[r["highest"]]
        if r["certificate"]:
            context.load_cert_chain(r["certificate"])
        try:
            connection = http.client.HTTPSConnection("127.0.0.1", r["port"], timeout=30, context=context)
            body = b" " * r["padding"] + r["body"].encode()
            try:
                connection.request(r["method"], r["path"], body, r["headers"])
            except (BrokenPipeError, ConnectionResetError):
                pass  # The other side has answered before it read all.
            answer = connection.getresponse()
            print(answer.status)
            print(answer.read().decode())
        except (OSError, ssl.SSLError, http.client.HTTPException) as error:
            print(0)
            print(type(error).__name__, error)
        """
}
