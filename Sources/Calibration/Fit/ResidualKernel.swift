internal import Foundation

/// How much two points have in common: the covariance of their corrections, before anything was measured.
///
/// The sum over the levels that they share of a constant part and a part that fades with their distance. Standard
/// deviations of log ratios; round figures by judgement, halved or doubled they change the cross-validated errors by
/// less than half a point.
enum ResidualKernel {
  struct Deviations {
    var constant: Double
    var local: Double
  }

  static func deviations(_ level: ShrinkageLevel) -> Deviations {
    switch level {
    case .all: Deviations(constant: 0.08, local: 0.04)
    case .engine: Deviations(constant: 0.08, local: 0.04)
    case .engineMode: Deviations(constant: 0.04, local: 0.04)
    case .model: Deviations(constant: 0.04, local: 0)
    case .engineSystem: Deviations(constant: 0.04, local: 0.04)
    case .engineModel: Deviations(constant: 0.04, local: 0.04)
    case .engineSystemModel: Deviations(constant: 0.06, local: 0.06)
    case .group: Deviations(constant: 0.04, local: 0.04)
    case .engineVersion: Deviations(constant: 0.04, local: 0.04)
    case .engineModelVersion: Deviations(constant: 0.06, local: 0.04)
    case .groupVersion: Deviations(constant: 0.06, local: 0.04)
    // What is slow about one engine of a cluster is seldom slow about the others.
    case .cluster: Deviations(constant: 0.02, local: 0)
    case .clusterEngine: Deviations(constant: 0.08, local: 0.04)
    case .clusterModel: Deviations(constant: 0.02, local: 0.02)
    case .clusterGroup: Deviations(constant: 0.12, local: 0.08)
    }
  }

  /// Variances in the order of ``ShrinkageLevel``.
  static let constant = ShrinkageLevel.allCases.map { deviations($0).constant * deviations($0).constant }
  static let local = ShrinkageLevel.allCases.map { deviations($0).local * deviations($0).local }
}

/// A point as the kernel sees it: what it has at each level, as numbers, and its coordinates.
struct KernelPoint: Sendable {
  /// One for each ``ShrinkageLevel``; below 0 where the level does not take part.
  var keys: [Int32]
  var coordinates: SIMD8<Double>
}

/// Numbers for the names of groups, so that comparing them is cheap.
struct LevelNames: Sendable {
  private var numbers: [String: Int32] = [:]

  /// - Returns: keys of a place, names that were never seen included.
  mutating func keys(_ place: CalibrationPlace) -> [Int32] {
    ShrinkageLevel.allCases.enumerated().map { index, level in
      guard let name = Self.name(level, index, place) else { return -1 }
      let number = numbers[name] ?? Int32(numbers.count)
      numbers[name] = number
      return number
    }
  }

  /// Keys of a place; a name that was never seen equals nothing.
  func knownKeys(_ place: CalibrationPlace) -> [Int32] {
    ShrinkageLevel.allCases.enumerated().map { index, level in
      Self.name(level, index, place).flatMap { numbers[$0] } ?? -1
    }
  }

  private static func name(_ level: ShrinkageLevel, _ index: Int, _ place: CalibrationPlace) -> String? {
    level.key(place.group, version: place.engineVersion, cluster: place.cluster).map { "\(index) \($0)" }
  }
}

/// Points with which others are compared, laid out for speed: most share their groups with many others, and what a
/// group shares with a point is looked up once.
struct KernelPoints: Sendable {
  private(set) var points: [KernelPoint]
  private let coordinates: [SIMD8<Double>]
  /// The different keys of points, and which of them each point has.
  private let kinds: [[Int32]]
  private let kindOfPoint: [Int]

  init(_ points: [KernelPoint]) {
    self.points = points
    coordinates = points.map(\.coordinates)
    var numbers: [[Int32]: Int] = [:]
    var kinds: [[Int32]] = []
    kindOfPoint = points.map { point in
      if let number = numbers[point.keys] { return number }
      numbers[point.keys] = kinds.count
      kinds.append(point.keys)
      return kinds.count - 1
    }
    self.kinds = kinds
  }

  var count: Int { points.count }

  /// Covariances of a point with the first `count` of all.
  func covariances(_ point: KernelPoint, count: Int? = nil) -> [Double] {
    let count = count ?? points.count
    let shared = kinds.map { Self.shared(point.keys, $0) }
    let own = point.coordinates
    return [Double](unsafeUninitializedCapacity: count) { values, initialized in
      coordinates.withUnsafeBufferPointer { coordinates in
        kindOfPoint.withUnsafeBufferPointer { kindOfPoint in
          shared.withUnsafeBufferPointer { shared in
            for index in 0..<count {
              let (constant, local) = shared[kindOfPoint[index]]
              let apart = own - coordinates[index]
              values[index] = constant + local * exp(-0.5 * (apart * apart).sum())
            }
          }
        }
      }
      initialized = count
    }
  }

  /// Variances of the levels that points of such keys share with each of these, constant and fading with distance.
  func shared(_ keys: [Int32]) -> [(constant: Double, local: Double)] {
    let shared = kinds.map { Self.shared(keys, $0) }
    return kindOfPoint.map { shared[$0] }
  }

  /// Variances of the levels that two points share.
  private static func shared(_ left: [Int32], _ right: [Int32]) -> (constant: Double, local: Double) {
    var (constant, local) = (0.0, 0.0)
    for level in left.indices where left[level] >= 0 && left[level] == right[level] {
      constant += ResidualKernel.constant[level]
      local += ResidualKernel.local[level]
    }
    return (constant, local)
  }
}
