import Foundation

/// One row of the table.
struct Figure: Codable {
  /// Name of its case.
  var name = ""
  var what: String
  var value: Double
  var unit: String
  /// What it is held against, measured in the same run.
  var baseline: String?
  /// Times as good as the baseline, or what ``what`` says.
  var ratio: Double?
  var target: String?
  var isMet: Bool?
  /// Most memory of the process that did it.
  var peakMB: Double?

  /// What a figure is to reach.
  enum Goal {
    case atLeast(Double)
    case atMost(Double)
    case ratioAtLeast(Double)
    case ratioAtMost(Double)
  }

  init(
    _ what: String, _ value: Double, _ unit: String, baseline: String? = nil, ratio: Double? = nil,
    goal: Goal? = nil
  ) {
    self.what = what
    self.value = value
    self.unit = unit
    self.baseline = baseline
    self.ratio = ratio
    switch goal {
    case .atLeast(let bound): set(">= \(FigureTable.number(bound)) \(unit)", value >= bound)
    case .atMost(let bound): set("<= \(FigureTable.number(bound)) \(unit)", value <= bound)
    case .ratioAtLeast(let bound): set("ratio >= \(FigureTable.number(bound))", (ratio ?? 0) >= bound)
    case .ratioAtMost(let bound): set("ratio <= \(FigureTable.number(bound))", (ratio ?? .infinity) <= bound)
    case nil: break
    }
  }

  private mutating func set(_ text: String, _ isReached: Bool) {
    target = text
    isMet = isReached
  }

  static func json(_ figures: [Figure]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(figures), as: UTF8.self)
  }

  static func parse(_ json: Data) throws -> [Figure] { try JSONDecoder().decode([Figure].self, from: json) }
}
