// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request to the collector over a connection of its own, and the answer to it.
///
/// TLS 1.3 at least. The answer is bounded in size, the whole exchange in time: a collector that answers a byte a
/// second is given up as one that does not answer.
struct HTTPExchange: Sendable {
    let collector: CollectorURL
    let timeout: Duration
    private let context: NIOSSLContext
    private let group: any EventLoopGroup

    struct Request: Sendable {
        var method: HTTPMethod
        var path: String
        var body: [UInt8] = []
    }

    struct Answer: Sendable, Equatable {
        var status: Int
        var retryAfter: Duration?
        var body: [UInt8]
    }

    /// Whom the connection trusts, and as whom it speaks.
    enum Trust {
        /// Nobody is verified: for nothing but asking for the authority, which the token's digest then verifies.
        case unverified
        case authority(NIOSSLCertificate)
        case mutual(authority: NIOSSLCertificate, certificate: NIOSSLCertificate, key: NIOSSLPrivateKey)
    }

    init(collector: CollectorURL, trust: Trust, timeout: Duration) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv13
        switch trust {
        case .unverified:
            tls.certificateVerification = .none
        case .authority(let authority):
            tls.trustRoots = .certificates([authority])
        case .mutual(let authority, let certificate, let key):
            tls.trustRoots = .certificates([authority])
            tls.certificateChain = [.certificate(certificate)]
            tls.privateKey = .privateKey(key)
        }
        context = try NIOSSLContext(configuration: tls)
        group = MultiThreadedEventLoopGroup.singleton
        self.collector = collector
        self.timeout = timeout
    }

    /// Sends the request; returns the whole answer, whatever its status.
    func send(_ request: Request) async throws(ExchangeError) -> Answer {
        let loop = group.next()
        let promise = loop.makePromise(of: Answer.self)
        let limit = TimeAmount(timeout)
        let timer = loop.scheduleTask(in: limit) { promise.fail(ExchangeError.timedOut) }
        let connecting = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { [context, collector] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    // An address is no name to ask for; it is verified against the address connected to.
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: collector.nameForTLS)
                    try pipeline.addHandler(tls)
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(AnswerCollector(request, host: collector.authority, promise: promise))
                }
            }
            .connect(host: collector.host, port: collector.port)
        connecting.whenFailure { promise.fail(ExchangeError($0)) }
        defer {
            timer.cancel()
            connecting.whenSuccess { $0.close(promise: nil) }
        }
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(ExchangeError.cancelled)
            }
        } catch {
            throw ExchangeError(error)
        }
    }
}

extension CollectorURL {
    var nameForTLS: String? {
        let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil  // It throws where it is a name.
        return isAddress ? nil : host
    }
}
