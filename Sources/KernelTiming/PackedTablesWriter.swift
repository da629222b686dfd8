public import Foundation

/// Builds the packed tables from measured rows.
public struct PackedTablesWriter {
  private struct Cell: Hashable {
    var y: Int
    var x: Int
  }
  private var curves: [[[Int]: [Cell: Double]]]
  private var rows = 0

  public init() {
    curves = Array(repeating: [:], count: KernelTable.allCases.count)
  }

  /// Adds a row. Where two rows name the same shape (another kernel, another build of the library) the faster
  /// one is kept, as engines choose the fastest kernel that they have.
  public mutating func add(_ table: KernelTable, key: [Int], y: Int = 0, x: Int, milliseconds: Double) {
    precondition(key.count == table.keyColumns)
    guard milliseconds > 0, milliseconds.isFinite else { return }
    rows += 1
    let cell = Cell(y: y, x: x)
    let old = curves[table.rawValue][key, default: [:]][cell]
    curves[table.rawValue][key, default: [:]][cell] = min(old ?? .infinity, milliseconds)
  }

  /// The packed bytes.
  /// - Parameter checksum: of the source files.
  public func packed(checksum: UInt32) -> Data {
    var axes: [[Int]] = []
    var axisIndex: [[Int]: Int] = [:]
    func register(_ values: [Int]) -> Int {
      if let known = axisIndex[values] { return known }
      axes.append(values)
      axisIndex[values] = axes.count - 1
      return axes.count - 1
    }
    var values: [UInt16] = []
    var keyBytes: [Data] = []
    var curveRecords: [[(Int, Int, Int)]] = []
    for table in KernelTable.allCases {
      let sorted = curves[table.rawValue].sorted { $0.key.lexicographicallyPrecedes($1.key) }
      var keys = Data()
      var records: [(Int, Int, Int)] = []
      for (key, cells) in sorted {
        key.forEach { keys.append(int32: $0) }
        let ys = Set(cells.keys.map(\.y)).sorted()
        let xs = Set(cells.keys.map(\.x)).sorted()
        records.append((register(ys), register(xs), values.count))
        for y in ys {
          for x in xs { values.append(cells[Cell(y: y, x: x)].map(PackedTables.code) ?? 0) }
        }
      }
      keyBytes.append(keys)
      curveRecords.append(records)
    }
    return assemble(
      checksum: checksum, axes: axes, keys: keyBytes, curves: curveRecords, values: values)
  }

  private func assemble(
    checksum: UInt32, axes: [[Int]], keys: [Data], curves: [[(Int, Int, Int)]], values: [UInt16]
  ) -> Data {
    let tables = keys.count
    let directory = 4 * (PackedTables.headerWords + 3 * tables)
    var offset = directory + 8 * axes.count
    var axisOffsets: [Int] = []
    for axis in axes {
      axisOffsets.append(offset)
      offset += 4 * axis.count
    }
    var keyOffsets: [Int] = []
    var curveOffsets: [Int] = []
    for table in 0..<tables {
      keyOffsets.append(offset)
      offset += keys[table].count
      curveOffsets.append(offset)
      offset += 12 * curves[table].count
    }
    let valueOffset = offset
    var data = Data()
    let header = [
      Int(PackedTables.magic), Int(PackedTables.formatVersion), tables, axes.count, Int(checksum), rows, 0, 0,
    ]
    header.forEach { data.append(int32: $0) }
    for table in 0..<tables {
      [curves[table].count, keyOffsets[table], curveOffsets[table]].forEach { data.append(int32: $0) }
    }
    for (axis, start) in zip(axes, axisOffsets) {
      data.append(int32: start)
      data.append(int32: axis.count)
    }
    axes.joined().forEach { data.append(int32: $0) }
    for table in 0..<tables {
      data.append(keys[table])
      for (y, x, start) in curves[table] {
        [y, x, valueOffset + 2 * start].forEach { data.append(int32: $0) }
      }
    }
    for value in values { withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) } }
    return data
  }
}

extension Data {
  fileprivate mutating func append(int32 value: Int) {
    Swift.withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian) { append(contentsOf: $0) }
  }
}
