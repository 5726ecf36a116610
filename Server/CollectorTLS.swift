// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import NIOSSL

/// How the collector's two doors are locked: TLS 1.3 alone.
enum CollectorTLS {
    /// For devices: a certificate of our authority is checked where one is shown.
    ///
    /// Which requests need one is for ``DeviceRoutes`` to say, for a machine that enrols has none yet.
    static func devices(_ folder: StateFolder) throws -> TLSConfiguration {
        var configuration = try console(folder)
        configuration.certificateVerification = .optionalVerification
        configuration.trustRoots = .certificates(try certificates(folder.authorityCertificate, in: folder))
        return configuration
    }

    /// For browsers.
    static func console(_ folder: StateFolder) throws -> TLSConfiguration {
        let chain = try certificates(folder.serverCertificate, in: folder)
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(bytes: Array(folder.read(folder.serverKey).utf8), format: .pem)
        } catch is NIOSSLError {
            throw ServerError.badTLS("\(folder.serverKey) is no private key in PEM")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv13
        return configuration
    }

    private static func certificates(_ file: String, in folder: StateFolder) throws -> [NIOSSLCertificate] {
        do {
            return try NIOSSLCertificate.fromPEMBytes(Array(folder.read(file).utf8))
        } catch is NIOSSLError {
            throw ServerError.badTLS("\(file) is no certificate in PEM")
        }
    }
}
