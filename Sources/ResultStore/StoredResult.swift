public import Foundation
internal import GRDB
public import ServingModel

/// Everything that is stored of one measured point.
public struct StoredResult: Sendable, Hashable, Identifiable {
  public var id: Int64
  public var key: StableKey
  public var point: Point
  public var measurement: ServingModel.Measurement
  /// Short form of the deployment: `TEP8`, `6×DEP4+1×DEP8`.
  public var label: String
  public var benchmark: BenchmarkVersion
  /// The run that measured it.
  public var run: Int64
  public var measuredAt: Date
}

/// A point that could not be measured.
public struct StoredFailure: Sendable, Hashable {
  public var point: Point
  public var reason: String
  /// How many runs have tried.
  public var attempts: Int
}

/// How much a store holds.
public struct StoreCounts: Sendable, Hashable {
  public var runs: Int
  public var measurements: Int
  public var failures: Int
  public var deployments: Int
}

extension Point {
  init(_ row: Row, path: String) throws {
    let canonical: String = row["canonical"]
    guard let deployment = Deployment(canonicalText: canonical), let scenario = Scenario(row) else {
      throw StoreError(.corrupt("unreadable deployment: \(canonical)"), path: path)
    }
    self.init(
      deployment: deployment, workload: scenario.workload(concurrency: row["concurrency"]))
  }
}
