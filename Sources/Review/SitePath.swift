// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import CaptureStore
package import Captures

/// An address of the console; pages link to nothing else.
package enum SitePath: Sendable, Equatable {
    case stylesheet
    case signIn
    case signOut
    case captures(from: CaptureReference?)
    case capture(CaptureID)
    case outcomes(CaptureID)
    case screenshot(CaptureID)
    case screenshotImage(CaptureID)
}

extension SitePath: CustomStringConvertible {
    package var description: String {
        switch self {
        case .stylesheet: "/style.css"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .captures(nil): "/"
        case .captures(let start?): "/?from=\(start)"
        case .capture(let id): "/captures/\(id)"
        case .outcomes(let id): "/captures/\(id)/outcomes"
        case .screenshot(let id): "/captures/\(id)/screenshot"
        case .screenshotImage(let id): "/captures/\(id)/screenshot/image"
        }
    }
}
