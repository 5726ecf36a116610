// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux
import Captures
import Glibc

/// What the machine says of itself and of the person whose session this is.
enum Machine {
    /// The kernel's host name, cut to 253 bytes.
    static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 254)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The account that this program runs as.
    static var account: SensitiveText {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
            return SensitiveText("uid \(getuid())")
        }
        return SensitiveText(String(cString: name))
    }

    /// Keeps the memory of this process from core dumps, and from other processes of the same account.
    ///
    /// False where the kernel refused either.
    static func guardMemory() -> Bool {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let limited = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
        return watchword_set_undumpable() == 0 && limited
    }
}
