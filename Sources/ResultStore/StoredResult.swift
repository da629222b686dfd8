public import Foundation
internal import GRDB
public import ServingModel

/// Everything that is stored of one measured point.
public struct StoredResult: Sendable, Hashable, Identifiable {
  public var id: Int64
  public var point: Point
  public var measurement: ServingModel.Measurement
  /// Short form of the deployment: `TEP8`, `6×DEP4+1×DEP8`.
  public var label: String
  public var benchmark: BenchmarkVersion
  /// The run that measured it.
  public var run: Int64
  public var measuredAt: Date

  public var key: StableKey { point.stableKey }
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

extension StoredResult {
  init(_ row: Row, path: String) throws {
    // Both joined tables have a column `id`.
    id = row["measurement"]
    point = try Point(row, path: path)
    var found = ServingModel.Measurement()
    found.requestsPerSecond = row["requests_per_second"]
    found.outputTokensPerSecond = row["output_tps"]
    found.inputTokensPerSecond = row["input_tps"]
    found.tpsUser = row["tps_user"]
    found.e2eTpsUser = row["e2e_tps_user"]
    found.meanConcurrency = row["mean_concurrency"]
    found.requests = row["requests"]
    found.gpus = row["gpus"]
    found.confidence = Confidence(rawValue: row["confidence"]) ?? .roofline
    let figures: Data = row["figures"]
    guard figures.withUnsafeBytes({ DistributionBlob.read($0, into: &found) }) else {
      throw StoreError(.corrupt("unreadable percentiles"), path: path)
    }
    measurement = found
    label = row["label"]
    benchmark = BenchmarkVersion(method: row["method"], version: row["version"])
    run = row["run_id"]
    measuredAt = Date(timeIntervalSince1970: row["measured_at"])
  }
}
