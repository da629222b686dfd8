public import Foundation
internal import ServingModel

extension CalibrationFile {
  /// What files of every format have.
  private struct Header: Decodable {
    var format: String
  }

  private struct Document: Decodable {
    var format: String
    var summary: CalibrationSummary
    var rest: Rest
    var factors: [FactorLine]
    var intervals: [IntervalLine]
    var columns: [String]
    var rows: [Fields]
  }

  /// One row. Asked for what its column should hold first: a wrong guess costs more than all the rest.
  private struct Fields: Decodable {
    var fields: [Field] = []

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      fields.reserveCapacity(columns.count)
      while !container.isAtEnd {
        if !Self.areTexts.contains(fields.count) {
          fields.append(try container.decode(Field.self))
        } else if try container.decodeNil() {
          fields.append(.none)
        } else if let text = try? container.decode(String.self) {
          fields.append(.text(text))
        } else {
          fields.append(try container.decode(Field.self))
        }
      }
    }

    private static let areTexts: Set<Int> = [0, 1, 2, 3, 4, 5, 6, 7, 8, 19]
  }

  /// A field of a row: text, a number or nothing.
  private enum Field: Decodable {
    case text(String)
    case number(Double)
    case none

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// Reads a file that ``text(_:)`` wrote.
  /// - Throws: ``Flaw`` that says what is wrong with it.
  public static func calibration(_ data: Data) throws(Flaw) -> Calibration {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: data)
    } catch {
      if let header = try? JSONDecoder().decode(Header.self, from: data) { try check(header.format) }
      throw Flaw(description: "not a calibration: " + ((error as? DecodingError).map(text) ?? "\(error)"))
    }
    try check(document.format)
    guard document.columns == columns else {
      throw Flaw(description: "the columns of its rows are not those of `\(format)`")
    }
    guard !document.rows.isEmpty else { throw Flaw(description: "it has no rows") }
    return try assembled(document)
  }

  private static func check(_ written: String) throws(Flaw) {
    guard written == format else {
      throw Flaw(description: "its format is `\(written)`, this program reads `\(format)`")
    }
  }

  private static func text(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "it has no `\(key.stringValue)`"
    case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
      (context.codingPath.isEmpty ? "" : context.codingPath.map(\.stringValue).joined(separator: ".") + ": ")
        + context.debugDescription
    @unknown default: "\(error)"
    }
  }

  private static func assembled(_ document: Document) throws(Flaw) -> Calibration {
    var rows: [CalibrationRow] = []
    var left: [Corrections] = []
    var columns: [[Double]] = Array(repeating: [], count: 6)
    for (index, row) in document.rows.enumerated() {
      let reader = RowFields(fields: row.fields, row: index + 1)
      let parsed = try reader.parsed()
      rows.append(parsed.row)
      left.append(parsed.left)
      for (column, value) in parsed.weights.enumerated() { columns[column].append(value) }
    }
    let factors = try factors(document)
    let points = PlacedPoints(rows)
    let spread = SpreadModel(
      centre: Dictionary(
        uniqueKeysWithValues: document.rest.spreadCentre.compactMap { name, value in
          CalibratedMetric(rawValue: name).map { ($0, value) }
        }),
      process: ResidualModel(points, weights: [.ttft: columns[4], .tpot: columns[5]]))
    return Calibration(
      summary: document.summary, rows: rows, cluster: document.rest.cluster, factorModel: factors, left: left,
      residual: ResidualModel(
        points, weights: [.ttft: columns[2], .tpot: columns[3]],
        trust: [.ttft: columns[0], .tpot: columns[1]]),
      spread: spread, intervalModel: try intervals(document))
  }

  private static func factors(_ document: Document) throws(Flaw) -> FactorModel {
    var model = FactorModel()
    for line in document.factors {
      var logarithms: [Double] = []
      for name in TimingFactors.Name.allCases {
        let factor = line.factors[name.rawValue] ?? 1
        guard factor > 0 else {
          throw Flaw(
            description:
              "factors of \(line.level.rawValue) `\(line.group)`: `\(name.rawValue)` is \(factor), not above 0"
          )
        }
        logarithms.append(log(factor))
      }
      model.logarithms[.init(level: line.level, key: line.group)] = logarithms
    }
    return model
  }

  private static func intervals(_ document: Document) throws(Flaw) -> IntervalModel {
    for (index, line) in document.intervals.enumerated() where !line.quantiles.areSorted {
      throw Flaw(description: "intervals, line \(index + 1): the quantiles are not in order")
    }
    let quantiles = document.intervals.map { line in
      (
        IntervalModel.Place(standing: line.standing, engine: line.engine, metric: line.figure),
        line.quantiles
      )
    }
    let widening = document.rest.widening.compactMap { name, value in
      Confidence(name: name).map { ($0, max(1, value)) }
    }
    return IntervalModel(
      quantiles: Dictionary(quantiles, uniquingKeysWith: { first, _ in first }),
      widening: Dictionary(widening, uniquingKeysWith: { first, _ in first }))
  }

  /// Reads the fields of one row in the order of ``columns``.
  private struct RowFields {
    let fields: [Field]
    let row: Int

    func parsed() throws(Flaw) -> (row: CalibrationRow, left: Corrections, weights: [Double]) {
      guard fields.count == columns.count else {
        throw Flaw(description: "row \(row) has \(fields.count) fields instead of \(columns.count)")
      }
      guard let engine = Engine(rawValue: try text(1)) else { throw flaw(1) }
      guard let confidence = Confidence(name: try text(19)) else { throw flaw(19) }
      let group = CalibrationGroup(
        engine: engine, system: try text(2), model: try text(3), precision: try text(4), mode: try text(5))
      let place = CalibrationPlace(
        group: group, engineVersion: try optionalText(6), cluster: try optionalText(7),
        configuration: try text(8),
        isl: try count(9), osl: try count(10), concurrency: try positive(11), gpus: try count(12),
        dp: try count(13), ep: try count(14))
      let simulated = SimulatedLatency(
        ttftMs: try positive(17), tpotMs: try positive(18), confidence: confidence)
      let row = CalibrationRow(
        id: try text(0), place: place, ttftMs: try positive(15), tpotMs: try positive(16),
        simulated: simulated)
      var weights: [Double] = []
      for column in 22..<28 { weights.append(try number(column)) }
      return (row, Corrections(tpot: try number(21), ttft: try number(20)), weights)
    }

    private func flaw(_ column: Int) -> Flaw {
      Flaw(
        description: "row \(row), column `\(columns[column])`: the value is not one that this program knows")
    }

    private func text(_ column: Int) throws(Flaw) -> String {
      guard case .text(let text) = fields[column] else { throw flaw(column) }
      return text
    }

    private func optionalText(_ column: Int) throws(Flaw) -> String? {
      if case .none = fields[column] { return nil }
      return try text(column)
    }

    private func number(_ column: Int) throws(Flaw) -> Double {
      guard case .number(let number) = fields[column], number.isFinite else { throw flaw(column) }
      return number
    }

    private func positive(_ column: Int) throws(Flaw) -> Double {
      let value = try number(column)
      guard value > 0 else { throw flaw(column) }
      return value
    }

    private func count(_ column: Int) throws(Flaw) -> Int {
      guard let count = Int(exactly: try number(column)), count > 0 else { throw flaw(column) }
      return count
    }
  }
}
