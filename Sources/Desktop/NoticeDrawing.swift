// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CCairo

/// Where each line of a notice stands, and how it is drawn: the same for measuring and for painting.
///
/// Lengths in pixels. Dark text on white, a calm band for the title, one button.
struct NoticeDrawing {
    static let width = 680.0
    private static let margin = 32.0
    private static let band = 64.0
    private static let button = (width: 120.0, height: 40.0)

    private enum Style {
        case title
        case heading
        case body

        var size: Double {
            switch self {
            case .title: 20
            case .heading, .body: 16
            }
        }
        var isBold: Bool { self != .body }
        var lineHeight: Double { size * 1.45 }
    }

    private struct Line {
        var text: String
        var style: Style
        /// The baseline.
        var y: Double
    }

    let height: Double
    private let lines: [Line]

    init(_ text: NoticeText) throws(DesktopError) {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
        defer { cairo_surface_destroy(surface) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        guard let context, cairo_status(context) == CAIRO_STATUS_SUCCESS else { throw .cannotDraw("no drawing context") }

        var lines: [Line] = []
        var y = Self.band / 2 + 7
        for words in Self.wrap(text.title, .title, context) {
            lines.append(Line(text: words, style: .title, y: y))
            y += Style.title.lineHeight
        }
        y = max(Self.band, y) + Self.margin
        for paragraph in text.paragraphs {
            let parts = [(paragraph.heading, Style.heading), (paragraph.text, .body)]
            for case (let part?, let style) in parts {
                for words in Self.wrap(part, style, context) {
                    lines.append(Line(text: words, style: style, y: y))
                    y += style.lineHeight
                }
            }
            y += Style.body.lineHeight / 2
        }
        height = (y + Self.button.height + Self.margin / 2).rounded(.up)
        self.lines = lines
    }

    /// Whether a click at this place is on the button.
    func isOnButton(x: Double, y: Double) -> Bool {
        let corner = buttonCorner
        return (corner.x...corner.x + Self.button.width).contains(x) && (corner.y...corner.y + Self.button.height).contains(y)
    }

    func paint(on context: OpaquePointer) {
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_set_source_rgb(context, 0.11, 0.27, 0.42)
        cairo_rectangle(context, 0, 0, Self.width, Self.band)
        cairo_fill(context)
        for line in lines {
            Self.choose(line.style, context)
            let shade = line.style == .title ? 1 : 0.13
            cairo_set_source_rgb(context, shade, shade, shade)
            cairo_move_to(context, Self.margin, line.y)
            cairo_show_text(context, line.text)
        }
        let corner = buttonCorner
        cairo_set_source_rgb(context, 0.11, 0.27, 0.42)
        cairo_rectangle(context, corner.x, corner.y, Self.button.width, Self.button.height)
        cairo_fill(context)
        Self.choose(.heading, context)
        cairo_set_source_rgb(context, 1, 1, 1)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, "OK", &extents)
        cairo_move_to(
            context, corner.x + (Self.button.width - extents.width) / 2,
            corner.y + (Self.button.height + extents.height) / 2)
        cairo_show_text(context, "OK")
    }

    private var buttonCorner: (x: Double, y: Double) {
        (Self.width - Self.margin - Self.button.width, height - Self.margin * 0.75 - Self.button.height)
    }

    /// Breaks text into lines between words. A word that is longer than a line stands alone and is cut off.
    private static func wrap(_ text: String, _ style: Style, _ context: OpaquePointer) -> [String] {
        choose(style, context)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            let longer = (lines.last.map { $0 + " " } ?? "") + word
            var extents = cairo_text_extents_t()
            cairo_text_extents(context, longer, &extents)
            if lines.isEmpty || extents.x_advance > width - 2 * margin {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = longer
            }
        }
        return lines
    }

    private static func choose(_ style: Style, _ context: OpaquePointer) {
        cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
            style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, style.size)
    }
}
