internal import ServingModel

/// Measured rows as the kernel sees them, with the names of their groups: what places are compared with.
struct PlacedPoints: Sendable {
  private let names: LevelNames
  private let points: KernelPoints

  init(_ rows: [CalibrationRow]) {
    var names = LevelNames()
    points = KernelPoints(
      rows.map { KernelPoint(keys: names.keys($0.place), coordinates: $0.place.coordinates($0.simulated)) })
    self.names = names
  }

  /// Covariances of a place with each row.
  func covariances(_ place: CalibrationPlace, _ simulated: SimulatedLatency) -> [Double] {
    points.covariances(
      KernelPoint(keys: names.knownKeys(place), coordinates: place.coordinates(simulated)))
  }

  /// Variances that every point of a place's groups shares with each row: constant, and fading with distance.
  func shared(_ place: CalibrationPlace) -> [(constant: Double, local: Double)] {
    points.shared(names.knownKeys(place))
  }

  var coordinates: [SIMD8<Double>] { points.points.map(\.coordinates) }

  /// All covariances of the rows among each other: the lower triangle of the matrix, row by row.
  func triangle() -> [[Double]] {
    parallelMap(Array(0..<points.count)) { points.covariances(points.points[$0], count: $0 + 1) }
  }
}
