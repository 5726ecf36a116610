// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, path: String, exclude: [String] = [], _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func suite(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "watchword",
    products: [
        .executable(name: "watchword", targets: ["Watchword"]),
        .executable(name: "watchword-agent", targets: ["WatchwordAgent"]),
        .executable(name: "watchword-server", targets: ["WatchwordServer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // One library per stage, in the order the data moves.
        stage("KeyboardInput", ["Captures", "CXkb", "CXcb", "CLinux"]),
        stage("PhraseMatching"),
        stage("Desktop", ["Captures", "CXcb", "CCairo", "CWebP"]),
        stage("Captures"),
        stage("CaptureSpool"),
        stage("CollectorAPI", ["Captures"]),
        stage(
            "CollectorClient",
            ["Captures", "CollectorAPI", crypto, x509, asn1, nioCore, nioPosix, nioHTTP1, nioSSL]),
        stage("CaptureStore", ["Captures", crypto, grdb]),
        stage("Alerting", ["Captures", "CCurl"]),
        stage("Review", ["Captures", "CaptureStore", crypto, cryptoExtras, hummingbird]),
        stage("Retention", ["Captures", "CaptureStore"]),
        stage("Settings", [.product(name: "TOMLKit", package: "TOMLKit")]),

        // The programs: they parse arguments, build the parts and connect them.
        program("Watchword", path: "Sources/Watchword", ["PhraseMatching", argumentParser]),
        program(
            "WatchwordAgent", path: "Agent/Service",
            [
                "KeyboardInput", "PhraseMatching", "Desktop", "Captures", "CaptureSpool", "CollectorAPI",
                "CollectorClient", "Settings", "CLinux", argumentParser, logging, serviceLifecycle, unixSignals,
            ]),
        program(
            "WatchwordServer", path: "Server",
            [
                "Captures", "CollectorAPI", "CaptureStore", "Alerting", "Review", "Retention", "Settings",
                argumentParser, asn1, crypto, hummingbird, logging, nioCore, nioSSL, serviceLifecycle, unixSignals,
                x509,
                .product(name: "HummingbirdTLS", package: "hummingbird"),
            ]),

        // Headers of C libraries, no logic.
        .systemLibrary(
            name: "CXkb", path: "Sources/CXkb", pkgConfig: "xkbcommon", providers: [.apt(["libxkbcommon-dev"])]),
        .systemLibrary(
            name: "CXcb", path: "Sources/CXcb", pkgConfig: "xcb-xinput xcb-xkb xcb-shm xkbcommon-x11 xcb",
            providers: [.apt(["libxcb-xinput-dev", "libxcb-xkb-dev", "libxcb-shm0-dev", "libxkbcommon-x11-dev"])]),
        .systemLibrary(
            name: "CCairo", path: "Sources/CCairo", pkgConfig: "cairo-xcb cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CWebP", path: "Sources/CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CLinux"),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        // Appends to a spool until it is killed.
        program("SpoolWriter", path: "Tests/SpoolWriter", ["CaptureSpool"]),
        suite("KeyboardInputTests", ["KeyboardInput", "Captures", "CXcb"]),
        suite("PhraseMatchingTests", ["PhraseMatching"]),
        suite("DesktopTests", ["Desktop", "Captures"]),
        suite("CapturesTests", ["Captures"]),
        suite("CaptureSpoolTests", ["CaptureSpool", "SpoolWriter"]),
        suite("CollectorAPITests", ["CollectorAPI", "Captures"]),
        suite(
            "CollectorClientTests",
            ["CollectorClient", "CollectorAPI", "Captures", asn1, crypto, nioCore, nioHTTP1, nioPosix, nioSSL, x509]),
        suite("CaptureStoreTests", ["CaptureStore", "Captures", grdb]),
        suite("AlertingTests", ["Alerting", "Captures"]),
        suite("ReviewTests", ["Review", "CaptureStore", "Captures", hummingbird]),
        suite("RetentionTests", ["Retention", "CaptureStore", "Captures"]),
        suite("SettingsTests", ["Settings"]),
        suite("WatchwordTests", ["Watchword", "PhraseMatching"]),
        suite("AgentTests", ["WatchwordAgent", "KeyboardInput", "PhraseMatching", "Captures", "CaptureSpool"]),
        suite(
            "ServerTests",
            [
                "WatchwordServer", "CollectorAPI", "CollectorClient", "CaptureStore", "Captures", asn1, crypto, grdb,
                x509,
            ]),
        suite("ArchitectureTests", []),
        suite("EndToEndTests", []),
    ],
    swiftLanguageModes: [.v6]
)
