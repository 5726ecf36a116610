// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Names one capture from the machine where it was made to its deletion.
///
/// Random, so it says nothing about the person.
///
/// The collector stores a capture once for each id, which makes sending it again harmless.
package struct CaptureID: Sendable, Hashable {
    package let value: UUID

    package init(_ value: UUID = UUID()) {
        self.value = value
    }

    /// Nil where the text is not a UUID.
    package init?(_ text: String) {
        guard let value = UUID(uuidString: text) else { return nil }
        self.value = value
    }
}

extension CaptureID: CustomStringConvertible {
    /// Lower case, with hyphens.
    package var description: String { value.uuidString.lowercased() }
}
