// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The scalars that occur in a set of phrases, numbered without gaps, beside the few symbols every automaton knows.
struct Alphabet: Sendable {
    /// A word scalar that is in no phrase.
    static let unknown: UInt32 = 0
    static let separator: UInt32 = 1
    static let hardBreak: UInt32 = 2
    static let skipped: UInt32 = 3
    private static let firstLetter: UInt32 = 4

    /// A symbol, and whether the scalar had to be normalised to become it.
    struct Reading: Sendable {
        var symbol: UInt32
        var isFolded: Bool
    }

    /// Sorted; a letter's symbol is its index after the fixed ones.
    private let letters: [UInt32]
    /// Readings of the ASCII range, where nearly all typing happens.
    private var ascii: [Reading] = []

    init(_ forms: [[Unicode.Scalar]]) {
        letters = Set(forms.joined().lazy.filter { $0 != " " }.map(\.value)).sorted()
        ascii = (0..<0x80).map { lookUp(Unicode.Scalar(UInt8($0))) }
    }

    func reading(of scalar: Unicode.Scalar) -> Reading {
        scalar.value < 0x80 ? ascii[Int(scalar.value)] : lookUp(scalar)
    }

    /// The symbol of a scalar in normal form.
    func symbol(ofNormal scalar: Unicode.Scalar) -> UInt32 {
        scalar == " " ? Self.separator : symbol(ofLetter: scalar)
    }

    private func lookUp(_ scalar: Unicode.Scalar) -> Reading {
        switch Normalizer.symbol(of: scalar) {
        case .word(let word): Reading(symbol: symbol(ofLetter: word), isFolded: word != scalar)
        case .separator: Reading(symbol: Self.separator, isFolded: scalar != " ")
        case .hardBreak: Reading(symbol: Self.hardBreak, isFolded: false)
        case .skipped: Reading(symbol: Self.skipped, isFolded: true)
        }
    }

    private func symbol(ofLetter scalar: Unicode.Scalar) -> UInt32 {
        var low = 0
        var high = letters.count
        while low < high {
            let middle = (low + high) / 2
            if letters[middle] < scalar.value { low = middle + 1 } else { high = middle }
        }
        guard low < letters.count, letters[low] == scalar.value else { return Self.unknown }
        return Self.firstLetter + UInt32(low)
    }
}
