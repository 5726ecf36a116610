// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CaptureSpool
import Glibc

// Appends records to the spool that argument 1 names until it is killed, and prints each sequence once append returned.

guard CommandLine.arguments.count == 2 else {
    print("usage: SpoolWriter DIRECTORY")
    exit(64)
}
let spool = try Spool(directory: CommandLine.arguments[1], limit: SpoolLimit(bytes: 1 << 30))
var payload = [UInt8](repeating: 0, count: 3000)
while true {
    for index in payload.indices { payload[index] = UInt8.random(in: 0...255) }
    let line = Array("\(try await spool.append(payload))\n".utf8)
    guard write(STDOUT_FILENO, line, line.count) == line.count else { exit(74) }
}
