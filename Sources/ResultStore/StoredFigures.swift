internal import GRDB
internal import ServingModel

/// Reads the figures of measurements.
enum StoredFigures {
  /// What ``read(_:from:)`` reads, of `measurements m` and `distributions x`.
  static let columns =
    "m.gpus, m.confidence, m.tps_user, m.e2e_tps_user, m.output_tps, m.input_tps, x.figures, "
    + IntervalColumns.names

  /// For blocks; to be followed by a condition over `m`.
  static let sql = """
    SELECT m.id, m.point_key, m.scenario_id, m.deployment_id, \(columns)
    FROM measurements m JOIN distributions x ON x.measurement_id = m.id
    """

  /// What axes and limits need of a measurement, from consecutive columns of a result; nil where its percentiles
  /// cannot be read.
  static func read(_ row: BoundStatement, from column: Int32) -> ServingModel.Measurement? {
    var found = ServingModel.Measurement()
    found.gpus = row.int(column)
    found.confidence = Confidence(rawValue: UInt8(truncatingIfNeeded: row.int64(column + 1))) ?? .roofline
    found.tpsUser = row.double(column + 2)
    found.e2eTpsUser = row.double(column + 3)
    found.outputTokensPerSecond = row.double(column + 4)
    found.inputTokensPerSecond = row.double(column + 5)
    guard DistributionBlob.read(row.bytes(column + 6), into: &found) else { return nil }
    found.intervals = IntervalColumns.read(row, from: column + 7)
    return found
  }

  /// Adds the point in the statement's present row, of ``sql``.
  static func append(_ row: BoundStatement, to block: inout PointColumns) throws {
    guard let found = read(row, from: 4) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unreadable percentiles")
    }
    block.append(
      found, id: row.int64(0), key: StableKey(rawValue: row.int64(1)), scenario: row.int64(2),
      deployment: row.int64(3))
  }
}
