// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// A piece of a page: text, or an element with attributes and pieces inside.
///
/// Every string becomes escaped text, so there is no way to put markup into a page except through ``Element``. What
/// goes into an attribute is named by ``HTMLAttribute``, whose addresses are typed.
package enum HTML: Sendable {
    case text(String)
    case element(Element, [HTMLAttribute], [HTML])
    /// The pieces one after the other, with nothing around them.
    case group([HTML])

    /// The elements that our pages use; none of them can run or load anything.
    package enum Element: String, Sendable {
        case a, bdi, body, button, dd, div, dl, dt, fieldset, footer, form, h1, h2, head, header, html, img, input
        case label, legend, li, link, main, mark, meta, nav, ol, p, section, small, span, strong, textarea, time, title
        case ul

        var isVoid: Bool {
            switch self {
            case .img, .input, .link, .meta: true
            default: false
            }
        }
    }

    package static let nothing = HTML.group([])

    /// The element with these pieces inside.
    package static func element(_ element: Element, _ attributes: HTMLAttribute..., content: HTML...) -> HTML {
        .element(element, attributes, content)
    }

    /// Text that a machine claims or a person wrote, kept from turning the text around it.
    package static func claimed(_ text: String) -> HTML {
        .element(.bdi, [], [.text(text)])
    }

    /// A whole document in UTF-8.
    package func document() -> [UInt8] {
        var bytes = Array("<!DOCTYPE html>\n".utf8)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text):
            HTMLEscaping.append(text, to: &bytes, in: .text)
        case .group(let pieces):
            for piece in pieces {
                piece.write(to: &bytes)
            }
        case .element(let element, let attributes, let content):
            bytes.append(contentsOf: "<\(element.rawValue)".utf8)
            for attribute in attributes {
                attribute.write(to: &bytes)
            }
            bytes.append(contentsOf: ">".utf8)
            guard !element.isVoid else { return }
            // The parser drops a line end that comes first in a textarea, so one is given to it.
            if element == .textarea {
                bytes.append(contentsOf: "\n".utf8)
            }
            for piece in content {
                piece.write(to: &bytes)
            }
            bytes.append(contentsOf: "</\(element.rawValue)>".utf8)
        }
    }
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        self = .text(text)
    }
}
