internal import GRDB
internal import ServingModel

/// Reads the rows of measurements for blocks.
enum StoredFigures {
  /// To be followed by a condition over `m`.
  static let sql = """
    SELECT m.id, m.point_key, m.scenario_id, m.deployment_id, m.gpus, m.confidence, m.tps_user, m.e2e_tps_user,
      m.output_tps, m.input_tps, x.figures, \(IntervalColumns.names)
    FROM measurements m JOIN distributions x ON x.measurement_id = m.id
    """

  /// Adds the point in the statement's present row.
  static func append(_ row: BoundStatement, to block: inout PointColumns) throws {
    var found = ServingModel.Measurement()
    found.gpus = row.int(4)
    found.confidence = Confidence(rawValue: UInt8(truncatingIfNeeded: row.int64(5))) ?? .roofline
    found.tpsUser = row.double(6)
    found.e2eTpsUser = row.double(7)
    found.outputTokensPerSecond = row.double(8)
    found.inputTokensPerSecond = row.double(9)
    guard DistributionBlob.read(row.bytes(10), into: &found) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unreadable percentiles")
    }
    found.intervals = IntervalColumns.read(row, from: 11)
    block.append(
      found, id: row.int64(0), key: StableKey(rawValue: row.int64(1)), scenario: row.int64(2),
      deployment: row.int64(3))
  }
}
