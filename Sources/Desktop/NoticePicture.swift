// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The notice as it looks: a calm band with the title, the paragraphs, and the OK button.
struct NoticePicture: ~Copyable {
    struct Button {
        var x, y, width, height: Double

        func contains(x: Double, y: Double) -> Bool {
            x >= self.x && x < self.x + width && y >= self.y && y < self.y + height
        }
    }

    let canvas: CairoCanvas
    let button: Button

    private static let margin = 32.0
    private static let band = CairoCanvas.Color(0x1B4B5A)
    private static let paper = CairoCanvas.Color(0xFBFAF6)
    private static let ink = CairoCanvas.Color(0x20292E)
    private static let quiet = CairoCanvas.Color(0x4F5B61)
    private static let rule = CairoCanvas.Color(0xDCD9D0)
    private static let white = CairoCanvas.Color(0xFFFFFF)

    /// Draws `text` for a screen of this size: as large as it fits, 16 px letters at best.
    init(_ text: NoticeText, screenWidth: Int, screenHeight: Int) throws(DesktopError) {
        let ruler = try CairoCanvas(width: 1, height: 1)
        // The window manager's frame and a panel need some of the screen.
        let room = (width: screenWidth - 24, height: screenHeight - 72)
        for (size, width) in [(16.0, 690), (15.0, 690), (14.0, 690), (14.0, 860), (13.0, 860), (12.0, 980)] {
            let lines = Self.lines(of: text, width: Double(min(width, room.width)), size: size, ruler: ruler)
            let height = lines.height
            guard height <= Double(room.height), min(width, room.width) >= 320, lines.isWithin else { continue }
            try self.init(lines, width: min(width, room.width), height: Int(height.rounded(.up)))
            return
        }
        throw .noticeDoesNotFit(width: screenWidth, height: screenHeight)
    }

    private init(_ layout: Layout, width: Int, height: Int) throws(DesktopError) {
        let canvas = try CairoCanvas(width: width, height: height)
        let (wide, high) = (Double(width), Double(height))
        canvas.fill(x: 0, y: 0, width: wide, height: high, color: Self.paper)
        canvas.fill(x: 0, y: 0, width: wide, height: layout.bandHeight, color: Self.band)
        var drawnWidth = 0.0
        for line in layout.lines {
            let color = line.isTitle ? Self.white : line.font.isBold ? Self.band : Self.ink
            canvas.draw(line.text, x: Self.margin, baseline: line.baseline, font: line.font, color: color)
            drawnWidth += canvas.width(of: line.text, in: line.font)
        }
        // A font without any letters draws nothing and reports no error.
        guard drawnWidth > 0 else { throw .cannotDraw("the font has no letters") }

        let footer = high - Layout.footerHeight
        canvas.fill(x: Self.margin, y: footer, width: wide - 2 * Self.margin, height: 1, color: Self.rule)
        let hint = CairoCanvas.Font(size: 13)
        canvas.draw(
            "This message stays here until you choose OK.", x: Self.margin, baseline: footer + 43, font: hint,
            color: Self.quiet)
        let button = Button(x: wide - Self.margin - 108, y: footer + 18, width: 108, height: 40)
        canvas.fill(x: button.x, y: button.y, width: button.width, height: button.height, radius: 8, color: Self.band)
        // The ring says that Enter will press it.
        canvas.stroke(
            x: button.x - 3, y: button.y - 3, width: button.width + 6, height: button.height + 6, radius: 11,
            color: CairoCanvas.Color(0x7FB3BF), thickness: 2)
        let label = CairoCanvas.Font(size: 16, isBold: true)
        let labelWidth = canvas.width(of: "OK", in: label)
        canvas.draw(
            "OK", x: button.x + (button.width - labelWidth) / 2, baseline: button.y + 26, font: label, color: Self.white
        )
        try canvas.check()
        self.canvas = canvas
        self.button = button
    }

    private struct Line {
        var text: String
        var font: CairoCanvas.Font
        var baseline: Double
        var isTitle = false
    }

    private struct Layout {
        static let footerHeight = 76.0
        var lines: [Line] = []
        var bandHeight = 0.0
        var height = 0.0
        /// False where a single word is wider than the notice.
        var isWithin = true
    }

    private static func lines(
        of text: NoticeText, width: Double, size: Double, ruler: borrowing CairoCanvas
    ) -> Layout {
        var layout = Layout()
        let column = width - 2 * margin
        let step = (size * 1.5).rounded()
        var y = 0.0
        func add(_ text: String, _ font: CairoCanvas.Font, step: Double, isTitle: Bool = false) {
            for line in wrap(text, column, font, ruler) {
                y += step
                layout.isWithin = layout.isWithin && ruler.width(of: line, in: font) <= column
                layout.lines.append(Line(text: line, font: font, baseline: y, isTitle: isTitle))
            }
        }
        y = 8
        add(text.title, CairoCanvas.Font(size: size + 6, isBold: true), step: size + 16, isTitle: true)
        y += 22
        layout.bandHeight = y
        y += 8
        for paragraph in text.paragraphs {
            if let heading = paragraph.heading {
                add(heading, CairoCanvas.Font(size: size, isBold: true), step: step)
            }
            add(paragraph.text, CairoCanvas.Font(size: size), step: step)
            y += (size * 0.75).rounded()
        }
        layout.height = y + 10 + Layout.footerHeight
        return layout
    }

    private static func wrap(
        _ text: String, _ column: Double, _ font: CairoCanvas.Font, _ ruler: borrowing CairoCanvas
    ) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, ruler.width(of: last + " " + word, in: font) <= column {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
