import DesignSpace
import Foundation
import Reporting
import ServingModel

/// Counts the points of a space, all of them or, in a huge one, a spread sample.
struct SpaceCensus {
  /// A space of at most so many places is counted, a matter of a second or two; of a larger one, a sample.
  private static let limit: UInt64 = 2_000_000
  /// Enough for shares to within a few tenths of a percent.
  private static let sample: UInt64 = 200_000

  let places: UInt64
  let looked: UInt64
  private(set) var valid = 0
  private(set) var repeated = 0
  private(set) var rejected: [Rejection.Rule: Int] = [:]
  private(set) var examples: [Rejection.Rule: String] = [:]

  init(_ space: Space) {
    places = space.count
    looked = places <= Self.limit ? places : Self.sample
    let stride = max(1, places / max(1, looked))
    for index in 0..<looked {
      // A step of a fixed size would meet only every so many values of an axis that divides it.
      let jitter = stride > 1 ? (index &* 0x9e37_79b9_7f4a_7c15) % stride : 0
      switch space.candidate(at: index * stride + jitter) {
      case .point: valid += 1
      case .rejected(let rejection) where rejection.rule == .duplicate: repeated += 1
      case .rejected(let rejection):
        rejected[rejection.rule, default: 0] += 1
        if examples[rejection.rule] == nil { examples[rejection.rule] = rejection.explanation }
      }
    }
  }

  func print(examples withExamples: Bool, json: Bool) throws {
    let reasons = rejected.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    if json {
      let members = reasons.map { JSONText.Member($0.key.rawValue, .integer(Int($0.value))) }
      let object = JSONText.object([
        .init("places", .integer(Int(places))), .init("looked_at", .integer(Int(looked))),
        .init("valid", .integer(Int(valid))), .init("rejected", .object(members)),
      ])
      TerminalOutput.write(object.text(expanded: 2) + "\n")
      return
    }
    if looked < places {
      TerminalOutput.write("places    \(places), of which \(looked) were looked at; counts are of those\n")
    } else {
      TerminalOutput.write("places    \(places - UInt64(repeated))\n")
    }
    TerminalOutput.write("valid     \(valid)\nrejected  \(reasons.map(\.value).reduce(0, +))\n")
    for (rule, count) in reasons {
      TerminalOutput.write("  \(RunText.pad("\(count)", 9, right: true))  \(rule.rawValue)\n")
      if withExamples, let example = examples[rule] {
        TerminalOutput.write("             such as: \(example)\n")
      }
    }
  }
}
