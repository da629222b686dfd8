internal import ServingModel

/// One column of a block as it is stored: numbers without gaps, little-endian, in the order of the points. A column
/// that is the same in all points is stored as one number.
enum BlockColumn: Sendable, Hashable {
  /// Row of the measurement, less the point's place in its block: points that were inserted together have one number.
  case id
  case key
  case scenario
  case deployment
  case figure(PointFigure)

  static let all = [.id, .key, .scenario, .deployment] + PointFigure.allCases.map(Self.figure)

  /// Numbers of columns from 0; those of figures leave room for more columns before them.
  var number: Int64 {
    switch self {
    case .id: 0
    case .key: 1
    case .scenario: 2
    case .deployment: 3
    case .figure(let figure): 8 + Int64(figure.rawValue)
    }
  }

  /// The row of `run_columns`.
  func row(block: Int64) -> Int64 { block << 6 | number }
}

extension PointColumns {
  /// The numbers of a column as they are stored, in a buffer that is used again.
  func encode(_ column: BlockColumn, into bytes: inout [UInt8]) {
    switch column {
    case .id: Self.encode(count, &bytes) { ids[$0] - Int64($0) }
    case .key: Self.encode(count, &bytes) { keys[$0] }
    case .scenario: Self.encode(count, &bytes) { UInt32(truncatingIfNeeded: scenarios[$0]) }
    case .deployment: Self.encode(count, &bytes) { UInt32(truncatingIfNeeded: deployments[$0]) }
    case .figure(let figure):
      let values = self[figure]
      if figure.isWhole {
        Self.encode(count, &bytes) { Int32(clamping: Int(values[$0])) }
      } else {
        Self.encode(count, &bytes) { values[$0].bitPattern }
      }
    }
  }

  private static func encode<Number: FixedWidthInteger>(
    _ count: Int, _ bytes: inout [UInt8], _ number: (Int) -> Number
  ) {
    bytes.removeAll(keepingCapacity: true)
    let first = number(0)
    let stored = (1..<count).allSatisfy { number($0) == first } ? 1 : count
    for index in 0..<stored {
      withUnsafeBytes(of: number(index).littleEndian) { bytes.append(contentsOf: $0) }
    }
  }

  /// Takes the stored numbers of a column in the place of the present ones; says no where they are not as many as they
  /// should be.
  mutating func decode(_ column: BlockColumn, from bytes: UnsafeRawBufferPointer) -> Bool {
    switch column {
    case .id:
      guard Self.decode(count, bytes, into: &ids, { (bits: Int64) in bits }) else { return false }
      for index in ids.indices { ids[index] += Int64(index) }
      return true
    case .key: return Self.decode(count, bytes, into: &keys) { (bits: Int64) in bits }
    case .scenario: return Self.decode(count, bytes, into: &scenarios) { (bits: UInt32) in Int64(bits) }
    case .deployment: return Self.decode(count, bytes, into: &deployments) { (bits: UInt32) in Int64(bits) }
    case .figure(let figure):
      return figure.isWhole
        ? Self.decode(count, bytes, into: &self[figure]) { (bits: Int32) in Double(bits) }
        : Self.decode(count, bytes, into: &self[figure]) { (bits: UInt64) in Double(bitPattern: bits) }
    }
  }

  @inline(__always)
  private static func decode<Number: FixedWidthInteger, Value>(
    _ count: Int, _ bytes: UnsafeRawBufferPointer, into values: inout [Value], _ value: (Number) -> Value
  ) -> Bool {
    let width = MemoryLayout<Number>.size
    func number(_ index: Int) -> Value {
      value(Number(littleEndian: bytes.loadUnaligned(fromByteOffset: index * width, as: Number.self)))
    }
    values.removeAll(keepingCapacity: true)
    switch bytes.count {
    case count * width:
      values.reserveCapacity(count)
      for index in 0..<count { values.append(number(index)) }
    case width: values.append(contentsOf: repeatElement(number(0), count: count))
    default: return false
    }
    return true
  }
}
