internal import EmbeddedData

/// The kernel tables as they lie in the binary: read in place, nothing to load.
///
/// Layout (little-endian): header of eight 32-bit words (magic, version, tables, axes, checksum of the sources,
/// rows, 0, 0); a directory of tables (curves, offset of keys, offset of curves); a directory of axes (offset,
/// count); axis values (Int32); per table sorted keys (Int32) and curves (y axis, x axis, offset of values);
/// values (UInt16, 0 for missing, else 1 + 2600 (log2(ms) + 14), which is exact to 0.014 %).
public struct PackedTables: @unchecked Sendable {
  static let magic: UInt32 = 0x3154_4b58  // "XKT1"
  static let formatVersion: UInt32 = 1
  static let headerWords = 8
  static let stepsPerOctave = 2600.0
  static let octaveOffset = 14.0

  /// Lives as long as the program.
  private let base: UnsafeRawPointer
  private let byteCount: Int

  /// The tables that ship with the program.
  public static let embedded: PackedTables = {
    let data = explore_kernel_tables()
    return PackedTables(base: UnsafeRawPointer(data.bytes), byteCount: data.count)
  }()

  init(base: UnsafeRawPointer, byteCount: Int) {
    self.base = base
    self.byteCount = byteCount
    precondition(byteCount > 32 && word(0) == Self.magic && word(1) == Self.formatVersion)
  }

  /// Names the data: format version and checksum of the sources. Kept with every result.
  public var version: String {
    let digits = String(word(4), radix: 16)
    return "kernels-\(word(1))-" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Measured rows behind the tables.
  public var rows: Int { Int(word(5)) }

  private func word(_ index: Int) -> UInt32 {
    base.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
  }

  private func integer(_ byteOffset: Int) -> Int {
    Int(base.loadUnaligned(fromByteOffset: byteOffset, as: Int32.self))
  }

  private func axis(_ index: Int) -> [Double] {
    let directory = 4 * (Self.headerWords + 3 * Int(word(2))) + 8 * index
    let offset = integer(directory)
    return (0..<integer(directory + 4)).map { Double(integer(offset + 4 * $0)) }
  }

  /// Number of curves of a table.
  public func curveCount(_ table: KernelTable) -> Int {
    Int(word(Self.headerWords + 3 * table.rawValue))
  }

  /// The key of a curve.
  public func key(_ table: KernelTable, _ index: Int) -> [Int] {
    let offset = Int(word(Self.headerWords + 3 * table.rawValue + 1))
    let columns = table.keyColumns
    return (0..<columns).map { integer(offset + 4 * (index * columns + $0)) }
  }

  /// Indices of the curves whose keys begin with `prefix`, in order of their keys.
  /// - Complexity: O(log n).
  public func curves(_ table: KernelTable, startingWith prefix: [Int]) -> Range<Int> {
    let first = partition(table) { self.compare(table, $0, prefix) < 0 }
    let last = partition(table) { self.compare(table, $0, prefix) <= 0 }
    return first..<last
  }

  /// The curve with exactly this key.
  public func grid(_ table: KernelTable, _ key: [Int]) -> KernelGrid? {
    precondition(key.count == table.keyColumns)
    let found = curves(table, startingWith: key)
    return found.isEmpty ? nil : grid(table, at: found.lowerBound)
  }

  /// Decodes a curve.
  public func grid(_ table: KernelTable, at index: Int) -> KernelGrid {
    let offset = Int(word(Self.headerWords + 3 * table.rawValue + 2)) + 12 * index
    let ys = axis(integer(offset))
    let xs = axis(integer(offset + 4))
    let values = integer(offset + 8)
    return KernelGrid(ys: ys, xs: xs) { position in
      let code = base.loadUnaligned(fromByteOffset: values + 2 * position, as: UInt16.self)
      return code == 0 ? nil : Self.milliseconds(code)
    }
  }

  private func compare(_ table: KernelTable, _ index: Int, _ prefix: [Int]) -> Int {
    let offset =
      Int(word(Self.headerWords + 3 * table.rawValue + 1)) + 4 * index * table.keyColumns
    for (column, wanted) in prefix.enumerated() {
      let value = integer(offset + 4 * column)
      if value != wanted { return value < wanted ? -1 : 1 }
    }
    return 0
  }

  private func partition(_ table: KernelTable, _ isBefore: (Int) -> Bool) -> Int {
    var low = 0
    var high = curveCount(table)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
