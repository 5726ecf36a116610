// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The collector's folder: its authority, its own certificate and the database, for its account alone.
struct StateFolder: Sendable {
    let path: String

    var authorityKey: String { path + "/authority.key" }
    /// What devices trust; not a secret.
    var authorityCertificate: String { path + "/authority.pem" }
    var serverKey: String { path + "/server.key" }
    var serverCertificate: String { path + "/server.pem" }

    /// Makes the folder (0700).
    ///
    /// - Throws: ``ServerError/alreadySetUp(_:)`` where it holds an authority: a new one would lock every device out.
    func create() throws {
        guard !FileManager.default.fileExists(atPath: authorityKey) else { throw ServerError.alreadySetUp(path) }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ServerError.cannotCreate(path: path, reason: error.localizedDescription)
        }
    }

    /// Writes a new file, readable by this account alone unless it is `open`.
    func write(_ text: String, to file: String, open: Bool = false) throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: open ? 0o644 : 0o600]
        guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8), attributes: attributes) else {
            throw ServerError.cannotCreate(path: file, reason: "check the folder's permissions")
        }
    }

    /// Throws unless the database is there: only setup makes it, for an empty one in place of one that was lost would
    /// look like a collector that works.
    func requireDatabase(at path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw ServerError.badState(
                path: path, reason: "it is missing; restore it, or set up anew in another folder")
        }
    }

    func authority() throws -> CertificateAuthority {
        let (key, certificate) = (try read(authorityKey), try read(authorityCertificate))
        do {
            return try CertificateAuthority(keyPEM: key, certificatePEM: certificate)
        } catch {
            throw ServerError.badState(path: authorityKey, reason: "it is no P-256 key in PEM with its certificate")
        }
    }

    func read(_ file: String) throws -> String {
        guard FileManager.default.fileExists(atPath: authorityKey) else { throw ServerError.notSetUp(path) }
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ServerError.badState(path: file, reason: error.localizedDescription)
        }
    }
}
