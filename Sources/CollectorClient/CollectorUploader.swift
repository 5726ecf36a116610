// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import Captures
import CollectorAPI
import NIOHTTP1
import NIOSSL

/// Sends captures to the collector, as the device.
package struct CollectorUploader: Sendable {
    private let exchange: HTTPExchange

    package init(identity: DeviceIdentity, timeout: Duration = .seconds(20)) throws(ClientError) {
        do {
            exchange = try HTTPExchange(
                collector: identity.collector,
                trust: .mutual(
                    authority: NIOSSLCertificate(bytes: Array(identity.authority.utf8), format: .pem),
                    certificate: NIOSSLCertificate(bytes: Array(identity.certificate.utf8), format: .pem),
                    key: NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem)),
                timeout: timeout)
        } catch {
            throw .badIdentity(
                path: DeviceIdentity.fileName, reason: "its key or a certificate is damaged; enrol this machine anew")
        }
    }

    /// Sends a batch once; returns what the collector has, now or from before.
    ///
    /// What is not in the receipt is not acknowledged and must be sent again.
    package func upload(_ captures: [Capture]) async throws(UploadFailure) -> UploadReceipt {
        let body: [UInt8]
        do {
            body = try CaptureBatch(captures).wireBytes()
        } catch {
            throw .refused(status: 400, sentence: error.description)
        }
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(.init(method: .POST, path: "/v1/captures", body: body))
        } catch {
            throw .unreachable(reason: error.description)
        }
        guard answer.status == 200 || answer.status == 201 else { throw UploadFailure(answer) }
        let receipt: UploadAnswer
        do {
            receipt = try UploadAnswer(wireBytes: answer.body)
        } catch {
            throw .badAnswer(reason: error.description)
        }
        let sent = Set(captures.map(\.id))
        let stored = Set(receipt.stored)
        let duplicates = Set(receipt.duplicates)
        guard stored.union(duplicates).isSubset(of: sent) else {
            throw .badAnswer(reason: "it acknowledges captures that were not sent")
        }
        return UploadReceipt(stored: stored, duplicates: duplicates)
    }
}

/// Which captures the collector has.
package struct UploadReceipt: Sendable, Equatable {
    /// Stored by this upload.
    package let stored: Set<CaptureID>
    /// Stored before.
    package let duplicates: Set<CaptureID>

    package init(stored: Set<CaptureID>, duplicates: Set<CaptureID>) {
        self.stored = stored
        self.duplicates = duplicates
    }

    /// Everything that need not be sent again.
    package var acknowledged: Set<CaptureID> { stored.union(duplicates) }
}
