// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One SMTP conversation over libcurl, which blocks the thread it runs on.
struct MailConversation: Sendable {
    let server: MailServer
    let from: MailAddress
    let to: MailAddress
    let user: String?
    let password: String?
    let caFile: String?
    let timeout: Duration

    /// Starting libcurl is not safe from two threads, so it is done once, and the answer kept.
    private static let isStarted = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func deliver(_ message: MailMessage) -> Result<Void, AlertingError> {
        guard Self.isStarted, let handle = curl_easy_init() else { return .failure(.unavailable) }
        defer { curl_easy_cleanup(handle) }
        guard let recipients = curl_slist_append(nil, "<\(to.text)>") else { return .failure(.unavailable) }
        defer { curl_slist_free_all(recipients) }

        let unsent = Unsent(message.bytes)
        var isSet = configure(handle)
        isSet = isSet && watchword_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK
        isSet =
            isSet
            && watchword_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(unsent).toOpaque())
                == CURLE_OK
        isSet = isSet && watchword_curl_set_io(handle, CURLOPT_READFUNCTION, readUnsent) == CURLE_OK
        guard isSet else { return .failure(.unavailable) }

        let code = withExtendedLifetime(unsent) { curl_easy_perform(handle) }
        return code == CURLE_OK ? .success(()) : .failure(error(code, handle))
    }

    private var isTLSRequired: Bool {
        server.isEncryptedFromStart || !server.isLoopback || caFile != nil
    }

    private func configure(_ handle: UnsafeMutableRawPointer) -> Bool {
        let tls = isTLSRequired ? CURLUSESSL_ALL : CURLUSESSL_NONE
        let components = timeout.components
        let milliseconds = Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, server.url),
            (CURLOPT_MAIL_FROM, "<\(from.text)>"),
            (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            // A proxy named in the environment has no business with a school's mail.
            (CURLOPT_PROXY, ""),
        ]
        if let user { texts.append((CURLOPT_USERNAME, user)) }
        if let password { texts.append((CURLOPT_PASSWORD, password)) }
        if let caFile { texts.append((CURLOPT_CAINFO, caFile)) }
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_UPLOAD, 1),
            // Without it a name look-up that times out raises a signal in the whole program.
            (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_USE_SSL, Int(tls.rawValue)),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_TIMEOUT_MS, milliseconds),
            (CURLOPT_CONNECTTIMEOUT_MS, milliseconds),
        ]
        return texts.allSatisfy { watchword_curl_set_string(handle, $0, $1) == CURLE_OK }
            && numbers.allSatisfy { watchword_curl_set_long(handle, $0, $1) == CURLE_OK }
    }

    private func error(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> AlertingError {
        var reply = 0
        _ = watchword_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &reply)
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return .unreachable(server: server.url, reason: reason)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(server: server.url)
        case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return .insecure(server: server.url, reason: reason)
        default:
            return (400...599).contains(reply)
                ? .refused(server: server.url, code: reply) : .broken(server: server.url, reason: reason)
        }
    }
}

/// What of a message libcurl has not taken yet.
private final class Unsent {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<(position + count)])
        position += count
        return count
    }
}

private func readUnsent(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let context else { return 0 }
    let unsent = Unmanaged<Unsent>.fromOpaque(context).takeUnretainedValue()
    return unsent.take(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}
