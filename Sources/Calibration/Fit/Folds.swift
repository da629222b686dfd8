internal import ServingModel

/// Parts of the rows that are held out in turn, so that rows of one key are never on both sides.
enum Folds {
  /// What is never split.
  enum Unit: String, Codable, CaseIterable, Sendable {
    /// A whole parallel configuration of a group, repeats and concurrencies included.
    case configuration
    /// A whole (engine, system, model, precision, mode).
    case group
    /// A whole model, on all engines and systems.
    case model

    func key(_ place: CalibrationPlace) -> String {
      switch self {
      case .configuration: "\(place.group.text) \(place.configuration)"
      case .group: place.group.text
      case .model: place.group.model
      }
    }

    /// What stands behind predictions of rows that are held out so.
    var standing: IntervalModel.Standing {
      switch self {
      case .configuration: .known
      case .group: .group
      case .model: .model
      }
    }

    var count: Int { self == .configuration ? 5 : 6 }
  }

  /// The fold of each place: keys in an order that depends on their text alone, dealt out in turn.
  static func split(_ places: [CalibrationPlace], by unit: Unit) -> [Int] {
    let keys = places.map(unit.key)
    let order = Set(keys).sorted { (mixed($0), $0) < (mixed($1), $1) }
    let folds = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % unit.count) })
    return keys.map { folds[$0] ?? 0 }
  }

  /// FNV-1a, and a finaliser so that names that differ in a digit are far apart.
  private static func mixed(_ text: String) -> UInt64 {
    var hash = StableHash.fnv1a(text.utf8)
    hash ^= hash >> 33
    hash &*= 0xff51_afd7_ed55_8ccd
    return hash ^ (hash >> 33)
  }
}
