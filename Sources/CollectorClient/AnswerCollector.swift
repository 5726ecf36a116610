// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorAPI
import NIOCore
import NIOHTTP1

/// Writes the one request of a connection and collects the answer, up to a limit.
final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: HTTPExchange.Request
    private let host: String
    private let promise: EventLoopPromise<HTTPExchange.Answer>
    private var answer: HTTPExchange.Answer?

    init(_ request: HTTPExchange.Request, host: String, promise: EventLoopPromise<HTTPExchange.Answer>) {
        self.request = request
        self.host = host
        self.promise = promise
    }

    // The TLS handler below holds what is written until the handshake, and with it the verification, is done.
    func channelActive(context: ChannelHandlerContext) {
        var headers = HTTPHeaders([("Host", host), ("User-Agent", "watchword"), ("Connection", "close")])
        if !request.body.isEmpty {
            headers.add(name: "Content-Type", value: "application/json")
            headers.add(name: "Content-Length", value: String(request.body.count))
        }
        let head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.path, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: request.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let seconds = head.headers.first(name: "Retry-After").flatMap(UInt32.init)
            answer = HTTPExchange.Answer(
                status: Int(head.status.code), retryAfter: seconds.map { .seconds(Int64($0)) }, body: [])
        case .body(let part):
            let count = (answer?.body.count ?? 0) + part.readableBytes
            guard count <= WireLimits.answerBytes else {
                promise.fail(ExchangeError.answerTooLarge)
                context.close(promise: nil)
                return
            }
            answer?.body += part.readableBytesView
        case .end:
            if let answer { promise.succeed(answer) }
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(ExchangeError(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(ExchangeError.closedEarly)
        context.fireChannelInactive()
    }
}
