// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A collector on loopback that answers as a test tells it to.
final class LoopbackCollector: Sendable {
    struct Request: Sendable, Equatable {
        var method: String
        var path: String
        var body: [UInt8]
        var hasCertificate: Bool
    }

    enum Reply: Sendable {
        case answer(status: Int, body: [UInt8], headers: [String: String] = [:])
        /// Promises more bytes than it sends, then closes.
        case half
        case silence
    }

    static let loopback = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))

    private let channel: any Channel
    private let seen: Seen

    /// What has reached it, over TLS, so far.
    var requests: [Request] { seen.requests.withLock { $0 } }

    init(
        authority: Authority, names: [GeneralName] = [loopback], newestTLS: TLSVersion? = nil,
        reply: @escaping @Sendable (Request) throws -> Reply
    ) async throws {
        let (certificate, key) = try authority.server(names: names)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        tls.maximumTLSVersion = newestTLS
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(try authority.pem.utf8), format: .pem)])
        let context = try NIOSSLContext(configuration: tls)
        let seen = Seen()
        self.seen = seen
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Answering(seen: seen, reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit {
        channel.close(promise: nil)
    }

    func url(host: String = "127.0.0.1") throws -> CollectorURL {
        try CollectorURL(parsing: "https://\(host):\(channel.localAddress?.port ?? 0)")
    }

    final class Seen: Sendable {
        let requests = Mutex<[Request]>([])
    }
}

private final class Answering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let seen: LoopbackCollector.Seen
    private let reply: @Sendable (LoopbackCollector.Request) throws -> LoopbackCollector.Reply
    private var request = LoopbackCollector.Request(method: "", path: "", body: [], hasCertificate: false)

    init(
        seen: LoopbackCollector.Seen,
        reply: @escaping @Sendable (LoopbackCollector.Request) throws -> LoopbackCollector.Reply
    ) {
        self.seen = seen
        self.reply = reply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            request = .init(
                method: head.method.rawValue, path: head.uri, body: [], hasCertificate: tls?.peerCertificate != nil)
        case .body(let part):
            request.body += part.readableBytesView
        case .end:
            seen.requests.withLock { $0.append(request) }
            do {
                switch try reply(request) {
                case .answer(let status, let body, let headers):
                    write(status, body, headers, length: body.count, context)
                case .half:
                    write(200, [1, 2, 3], [:], length: 100, context)
                case .silence:
                    break
                }
            } catch {
                context.close(promise: nil)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func write(
        _ status: Int, _ body: [UInt8], _ fields: [String: String], length: Int, _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
        headers.add(name: "Content-Length", value: String(length))
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let buffer = context.channel.allocator.buffer(bytes: body)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        if length == body.count {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        } else {
            context.close(promise: nil)
        }
    }
}
