internal import Foundation
internal import ServingModel

/// A calibration as a file that a person can read: JSON, one line for each group of factors, quantile and row.
public struct CalibrationFile: Sendable {
  static let format = "explore-calibration-1"

  /// Why a file is no calibration.
  public struct Flaw: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// Columns of the rows.
  static let columns = [
    "id", "engine", "system", "model", "precision", "mode", "engine_version", "cluster", "configuration",
    "isl",
    "osl", "concurrency", "gpus", "dp", "ep", "ttft_ms", "tpot_ms", "simulated_ttft_ms", "simulated_tpot_ms",
    "confidence", "left_ttft", "left_tpot", "trust_ttft", "trust_tpot", "weight_ttft", "weight_tpot",
    "spread_weight_ttft", "spread_weight_tpot",
  ]

  struct FactorLine: Codable {
    var level: ShrinkageLevel
    var group: String
    var rows: Int
    /// Times those of the level above.
    var factors: [String: Double]
  }

  struct IntervalLine: Codable {
    var standing: IntervalModel.Standing
    var engine: Engine?
    var figure: CalibratedMetric
    var quantiles: IntervalModel.Quantiles
  }

  struct Rest: Codable {
    var cluster: String?
    var spreadCentre: [String: Double]
    var widening: [String: Double]
  }

  /// - Returns: the text of a file.
  public static func text(_ calibration: Calibration) throws -> String {
    var parts: [String] = []
    parts.append("\"format\": \"\(format)\"")
    parts.append("\"summary\": " + (try json(calibration.summary, pretty: true)))
    parts.append("\"rest\": " + (try json(rest(calibration))))
    parts.append("\"factors\": " + list(try factors(calibration).map { try json($0) }))
    parts.append("\"intervals\": " + list(try intervals(calibration).map { try json($0) }))
    parts.append("\"columns\": " + (try json(columns)))
    parts.append("\"rows\": " + list(rows(calibration)))
    return "{\n" + parts.joined(separator: ",\n") + "\n}\n"
  }

  private static func list(_ lines: [String]) -> String {
    "[\n" + lines.map { "  " + $0 }.joined(separator: ",\n") + "\n]"
  }

  private static func json(_ value: some Encodable, pretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted] : [.sortedKeys]
    encoder.outputFormatting.insert(.withoutEscapingSlashes)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func rest(_ calibration: Calibration) -> Rest {
    Rest(
      cluster: calibration.cluster,
      spreadCentre: Dictionary(
        uniqueKeysWithValues: calibration.spread.centre.map { ($0.rawValue, rounded($1)) }),
      widening: Dictionary(
        uniqueKeysWithValues: calibration.intervalModel.widening.map { ($0.name, rounded($1)) }))
  }

  private static func factors(_ calibration: Calibration) -> [FactorLine] {
    var counts: [FactorModel.Place: Int] = [:]
    for row in calibration.rows {
      for place in FactorModel.places(row.place.group) { counts[place, default: 0] += 1 }
    }
    let lines = calibration.factorModel.logarithms.map { place, logarithms in
      FactorLine(
        level: place.level, group: place.key, rows: counts[place] ?? 0,
        factors: Dictionary(
          uniqueKeysWithValues: zip(TimingFactors.Name.allCases, logarithms).map {
            ($0.rawValue, rounded(exp($1)))
          }))
    }
    let order = ShrinkageLevel.allCases
    return lines.sorted {
      let (left, right) = (order.firstIndex(of: $0.level) ?? 0, order.firstIndex(of: $1.level) ?? 0)
      return (left, $0.group) < (right, $1.group)
    }
  }

  private static func intervals(_ calibration: Calibration) -> [IntervalLine] {
    calibration.intervalModel.quantiles.map { place, quantiles in
      IntervalLine(
        standing: place.standing, engine: place.engine, figure: place.metric, quantiles: quantiles)
    }.sorted {
      ($0.figure.rawValue, $0.engine?.rawValue ?? "", $0.standing)
        < ($1.figure.rawValue, $1.engine?.rawValue ?? "", $1.standing)
    }
  }

  private static func rows(_ calibration: Calibration) -> [String] {
    calibration.rows.indices.map { index in
      let row = calibration.rows[index]
      let place = row.place
      let texts = [
        row.id, place.group.engine.rawValue, place.group.system, place.group.model, place.group.precision,
        place.group.mode,
      ].map(quoted)
      let names = [place.engineVersion, place.cluster].map { $0.map(quoted) ?? "null" }
      let counts = [place.isl, place.osl].map(String.init)
      let sizes = [place.gpus, place.dp, place.ep].map(String.init)
      var figures = [row.ttftMs, row.tpotMs, row.simulated.ttftMs, row.simulated.tpotMs].map(number)
      figures.append(quoted(row.simulated.confidence.name))
      figures += [calibration.left[index].ttft, calibration.left[index].tpot].map(number)
      for values in [
        calibration.residual.trust, calibration.residual.weights, calibration.spread.process.weights,
      ] {
        figures += [CalibratedMetric.ttft, .tpot].map { number(values[$0]?[index] ?? 1) }
      }
      let fields =
        texts + names + [quoted(place.configuration)] + counts + [number(place.concurrency)] + sizes + figures
      return "[" + fields.joined(separator: ", ") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    (try? json(text)) ?? "\"\""
  }

  /// Six digits: a rounding far below what repeats differ by.
  private static func rounded(_ value: Double) -> Double { Double(number(value)) ?? value }

  private static func number(_ value: Double) -> String {
    let text = String(format: "%.6g", value)
    return text
  }
}
