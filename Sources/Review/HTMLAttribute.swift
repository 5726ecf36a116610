// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// An attribute of an element.
///
/// Names come from this list alone, addresses from ``SitePath`` alone, and every value is escaped.
package struct HTMLAttribute: Sendable {
    private let name: StaticString
    /// Nil for an attribute that has no value, such as `required`.
    private let value: String?

    package static let required = HTMLAttribute(name: "required", value: nil)
    package static let autofocus = HTMLAttribute(name: "autofocus", value: nil)

    package static func `class`(_ value: StaticString) -> Self { Self(name: "class", value: "\(value)") }
    package static func id(_ value: StaticString) -> Self { Self(name: "id", value: "\(value)") }
    package static func `for`(_ value: StaticString) -> Self { Self(name: "for", value: "\(value)") }
    package static func name(_ value: StaticString) -> Self { Self(name: "name", value: "\(value)") }
    package static func type(_ value: StaticString) -> Self { Self(name: "type", value: "\(value)") }
    package static func rel(_ value: StaticString) -> Self { Self(name: "rel", value: "\(value)") }
    package static func lang(_ value: StaticString) -> Self { Self(name: "lang", value: "\(value)") }
    package static func role(_ value: StaticString) -> Self { Self(name: "role", value: "\(value)") }
    package static func charset(_ value: StaticString) -> Self { Self(name: "charset", value: "\(value)") }
    package static func content(_ value: StaticString) -> Self { Self(name: "content", value: "\(value)") }
    package static func method(_ value: StaticString) -> Self { Self(name: "method", value: "\(value)") }
    package static func autocomplete(_ value: StaticString) -> Self { Self(name: "autocomplete", value: "\(value)") }
    package static func describedBy(_ value: StaticString) -> Self {
        Self(name: "aria-describedby", value: "\(value)")
    }
    package static func labelledBy(_ value: StaticString) -> Self { Self(name: "aria-labelledby", value: "\(value)") }
    package static func label(_ value: StaticString) -> Self { Self(name: "aria-label", value: "\(value)") }
    /// A link to a place in the same page.
    package static func anchor(_ value: StaticString) -> Self { Self(name: "href", value: "#\(value)") }

    package static func href(_ path: SitePath) -> Self { Self(name: "href", value: path.description) }
    package static func action(_ path: SitePath) -> Self { Self(name: "action", value: path.description) }
    package static func src(_ path: SitePath) -> Self { Self(name: "src", value: path.description) }

    package static func value(_ value: String) -> Self { Self(name: "value", value: value) }
    package static func alt(_ value: String) -> Self { Self(name: "alt", value: value) }
    package static func datetime(_ value: String) -> Self { Self(name: "datetime", value: value) }
    package static func width(_ value: Int) -> Self { Self(name: "width", value: "\(value)") }
    package static func height(_ value: Int) -> Self { Self(name: "height", value: "\(value)") }
    package static func rows(_ value: Int) -> Self { Self(name: "rows", value: "\(value)") }
    package static func maxLength(_ value: Int) -> Self { Self(name: "maxlength", value: "\(value)") }

    func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: " \(name)".utf8)
        guard let value else { return }
        bytes.append(contentsOf: "=\"".utf8)
        HTMLEscaping.append(value, to: &bytes, in: .attribute)
        bytes.append(contentsOf: "\"".utf8)
    }
}
