// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CCairo

/// A picture that is drawn on in memory, 32 bits a pixel, blue first.
struct CairoCanvas: ~Copyable {
    struct Color {
        var red, green, blue: Double

        init(_ value: UInt32) {
            red = Double(value >> 16 & 0xFF) / 255
            green = Double(value >> 8 & 0xFF) / 255
            blue = Double(value & 0xFF) / 255
        }
    }

    struct Font: Hashable {
        var size: Double
        var isBold = false
    }

    let width: Int
    let height: Int
    private let surface: OpaquePointer
    private let context: OpaquePointer

    init(width: Int, height: Int) throws(DesktopError) {
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)) else {
            throw .cannotDraw("out of memory")
        }
        guard let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw .cannotDraw("out of memory")
        }
        // All that can fail comes before the first property: a value that has one is freed by its deinit.
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
            throw Self.failure(status)
        }
        self.width = width
        self.height = height
        self.surface = surface
        self.context = context
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Throws where anything that was drawn since the beginning failed.
    func check() throws(DesktopError) {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(status) }
    }

    /// How wide `text` will be; zero where the font cannot draw it.
    func width(of text: String, in font: Font) -> Double {
        select(font)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    func draw(_ text: String, x: Double, baseline: Double, font: Font, color: Color) {
        select(font)
        use(color)
        cairo_move_to(context, x, baseline)
        cairo_show_text(context, text)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, radius: Double = 0, color: Color) {
        outline(x: x, y: y, width: width, height: height, radius: radius)
        use(color)
        cairo_fill(context)
    }

    func stroke(
        x: Double, y: Double, width: Double, height: Double, radius: Double, color: Color, thickness: Double
    ) {
        outline(x: x, y: y, width: width, height: height, radius: radius)
        use(color)
        cairo_set_line_width(context, thickness)
        cairo_stroke(context)
    }

    /// The pixels, rows from top to bottom; valid during the call.
    func withPixels<Result>(_ body: (UnsafeRawPointer, _ stride: Int) throws(DesktopError) -> Result)
        throws(DesktopError) -> Result
    {
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { throw .cannotDraw("no picture") }
        return try body(UnsafeRawPointer(data), Int(cairo_image_surface_get_stride(surface)))
    }

    private static func failure(_ status: cairo_status_t) -> DesktopError {
        .cannotDraw(cairo_status_to_string(status).map { String(cString: $0) } ?? "cairo error")
    }

    private func select(_ font: Font) {
        let weight = font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
        cairo_set_font_size(context, font.size)
    }

    private func use(_ color: Color) {
        cairo_set_source_rgb(context, color.red, color.green, color.blue)
    }

    private func outline(x: Double, y: Double, width: Double, height: Double, radius: Double) {
        let right = x + width - radius
        let bottom = y + height - radius
        cairo_new_sub_path(context)
        cairo_arc(context, right, y + radius, radius, -.pi / 2, 0)
        cairo_arc(context, right, bottom, radius, 0, .pi / 2)
        cairo_arc(context, x + radius, bottom, radius, .pi / 2, .pi)
        cairo_arc(context, x + radius, y + radius, radius, .pi, .pi * 1.5)
        cairo_close_path(context)
    }
}
