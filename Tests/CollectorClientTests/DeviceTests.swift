// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CollectorClient
import Foundation
import TestSupport
import Testing

@Suite struct DeviceIdentityTests {
    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func identity() throws -> DeviceIdentity {
        try Authority().device(of: CollectorURL(parsing: "https://127.0.0.1:8443"))
    }

    @Test func `an identity comes back as it was`() throws {
        let folder = try TemporaryFolder()
        let state = folder.path(of: "state")
        let identity = try identity()
        #expect(!DeviceIdentity.exists(in: state))
        try identity.save(to: state)
        #expect(DeviceIdentity.exists(in: state))
        let read = try DeviceIdentity(loading: state)
        #expect(read.device == identity.device && read.collector == identity.collector)
        #expect(read.key.split(separator: "\n") == identity.key.split(separator: "\n"))
        _ = try CollectorUploader(identity: read)
    }

    @Test func `its file is its owner's alone, and the only one`() throws {
        let folder = try TemporaryFolder()
        let state = folder.path(of: "state")
        try identity().save(to: state)
        #expect(try mode(of: state) == 0o700)
        #expect(try mode(of: state + "/device.identity") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["device.identity"])
    }

    @Test func `an identity is never replaced`() throws {
        let folder = try TemporaryFolder()
        let first = try identity()
        try first.save(to: folder.path)
        let path = folder.path + "/device.identity"
        #expect(throws: ClientError.alreadyEnrolled(path: path)) { try identity().save(to: folder.path) }
        #expect(try DeviceIdentity(loading: folder.path).device == first.device)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["device.identity"])
    }

    @Test func `an identity that others may read is refused`() throws {
        let folder = try TemporaryFolder()
        try identity().save(to: folder.path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: folder.path(of: "device.identity"))
        let error = #expect(throws: ClientError.self) { try DeviceIdentity(loading: folder.path) }
        #expect(error?.description.contains("others may read it") == true)
    }

    @Test func `a machine without one is told what to do`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ClientError.self) { try DeviceIdentity(loading: folder.path) }
        #expect(error?.description.hasSuffix("is missing; run `watchword-agent enrol` first") == true)
    }

    @Test func `a file that is cut short is refused`() throws {
        let folder = try TemporaryFolder()
        try identity().save(to: folder.path)
        let file = URL(fileURLWithPath: folder.path(of: "device.identity"))
        let whole = try Data(contentsOf: file)
        for length in [0, 10, 40, whole.count / 3] {
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: UInt64(length))
            #expect(throws: ClientError.self) { try DeviceIdentity(loading: folder.path) }
        }
    }

    @Test func `printing it hides the key`() throws {
        let identity = try identity()
        var dumped = ""
        dump(identity, to: &dumped)
        #expect(!"\(identity) \(dumped)".contains("PRIVATE"))
    }
}

@Suite struct CollectorURLTests {
    @Test(arguments: [
        ("https://collector.example", "collector.example", 443),
        ("https://Collector.Example:8443/", "collector.example", 8443),
        ("https://127.0.0.1:1", "127.0.0.1", 1), ("https://[::1]:8443", "::1", 8443),
    ])
    func `a host and a port are read`(text: String, host: String, port: Int) throws {
        let url = try CollectorURL(parsing: text)
        #expect(url.host == host && url.port == port)
        #expect(try CollectorURL(parsing: url.description) == url)
    }

    @Test(arguments: [
        "", "collector.example", "http://collector.example", "https://", "https:///", "https://a:", "https://a:0",
        "https://a:65536", "https://a:443x", "https://a:4430000", "https://a:-1", "https://a:+1", "https://a/path",
        "https://a?x",
        "https://user@a", "https://a b", "https://a\r\nX: y", "https://[::1", "https://[]", "https://[::1]x",
        "https://é",
    ])
    func `anything else is an error`(text: String) {
        #expect(throws: ClientError.self) { try CollectorURL(parsing: text) }
    }
}

@Suite struct RetryPolicyTests {
    @Test func `the ceiling doubles up to the cap`() {
        var policy = RetryPolicy(first: .seconds(1), cap: .seconds(300))
        let failure = UploadFailure.unreachable(reason: "")
        let pauses = (0..<12).map { _ in policy.next(after: failure, random: 0.5) }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150, 150].map { .milliseconds(Int64($0 * 1000)) })
    }

    @Test func `the pause is drawn from nothing to the ceiling`() {
        let failure = UploadFailure.badAnswer(reason: "")
        for (random, expected) in [(0.0, Duration.zero), (0.25, .milliseconds(250)), (0.75, .milliseconds(750))] {
            var policy = RetryPolicy()
            #expect(policy.next(after: failure, random: random) == expected)
        }
    }

    @Test func `a success starts anew`() {
        var policy = RetryPolicy()
        for _ in 0..<5 { _ = policy.next(after: .unreachable(reason: ""), random: 0.5) }
        policy.reset()
        #expect(policy == RetryPolicy())
    }

    @Test func `a collector that names a time is given it, up to an hour`() {
        var policy = RetryPolicy()
        #expect(
            policy.next(after: .busy(status: 503, retryAfter: .seconds(30), sentence: ""), random: 0.5)
                == .milliseconds(30_500))
        #expect(
            policy.next(after: .busy(status: 503, retryAfter: .seconds(1 << 31), sentence: ""), random: 0)
                == .seconds(3600))
        #expect(policy.next(after: .busy(status: 503, retryAfter: nil, sentence: ""), random: 0) == .zero)
    }

    @Test func `a device that is not accepted waits long at once`() {
        var policy = RetryPolicy()
        #expect(policy.next(after: .deviceNotAccepted(status: 401, sentence: ""), random: 0) == .seconds(150))
    }

    @Test func `many failures overflow nothing`() {
        var policy = RetryPolicy()
        for _ in 0..<1000 { #expect(policy.next(after: .unreachable(reason: "")) <= .seconds(300)) }
    }
}
