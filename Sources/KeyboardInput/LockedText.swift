// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux
import Captures
import Glibc

/// The last scalars of one segment of typed text, in memory that stays off the disk.
///
/// - The pages are locked, so that they are not swapped out, and left out of core dumps. A limit on locked memory does
///   not stop monitoring; ``isLocked`` tells.
/// - It holds at most ``capacity`` scalars. Older ones are overwritten; their number still counts.
/// - What is deleted is overwritten with zeros at once, and everything is on ``wipe()`` and when the value ends.
///
/// The storage is a ring: scalar number `i` of the segment lies in slot `i % capacity`.
struct LockedText: ~Copyable {
    static let capacity = 1024

    let isLocked: Bool
    private let slots: UnsafeMutableBufferPointer<UInt32>
    private let memory: UnsafeMutableRawPointer
    private let size: Int
    /// How many scalars the segment has, held or not.
    private(set) var count = 0
    /// The first scalar that is still held.
    ///
    /// Invariant: `count - capacity <= first <= count`.
    private var first = 0

    init() throws(KeyboardInputError) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let size = (Self.capacity * MemoryLayout<UInt32>.stride + page - 1) / page * page
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { throw .refused("memory for typed text", errno: errno) }
        self.memory = memory
        self.size = size
        slots = UnsafeMutableBufferPointer(
            start: memory.bindMemory(to: UInt32.self, capacity: Self.capacity), count: Self.capacity)
        let isKeptFromSwap = mlock(memory, size) == 0
        let isKeptFromDumps = watchword_leave_out_of_dumps(memory, size) == 0
        isLocked = isKeptFromSwap && isKeptFromDumps
    }

    deinit {
        watchword_wipe(memory, size)
        munmap(memory, size)
    }

    /// The scalars that can still be read.
    var held: Range<Int> { first..<count }

    /// A scalar that is held, by its number in the segment.
    subscript(number: Int) -> Unicode.Scalar? {
        held.contains(number) ? Unicode.Scalar(slots[number % Self.capacity]) : nil
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        slots[count % Self.capacity] = scalar.value
        count += 1
        first = max(first, count - Self.capacity)
    }

    /// Deletes the last scalar, also where it is no longer held; false where there is none.
    mutating func removeLast() -> Bool {
        guard count > 0 else { return false }
        count -= 1
        if count >= first {
            slots[count % Self.capacity] = 0
        } else {
            first = count
        }
        return true
    }

    /// The part of the text that is still held.
    ///
    /// The result is a copy outside the locked memory: keep it briefly.
    func text(in range: Range<Int>) -> TypedText {
        var text = String.UnicodeScalarView()
        for number in range.clamped(to: held) {
            if let scalar = self[number] { text.append(scalar) }
        }
        return TypedText(String(text))
    }

    /// Forgets everything: every byte is zero afterwards.
    mutating func wipe() {
        watchword_wipe(memory, size)
        count = 0
        first = 0
    }

    /// Whether every byte is zero.
    var isBlank: Bool {
        UnsafeRawBufferPointer(start: memory, count: size).allSatisfy { $0 == 0 }
    }
}
