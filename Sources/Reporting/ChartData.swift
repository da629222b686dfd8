internal import ParetoFrontier
internal import ServingModel

/// What the page of `--html` holds: a table of deployments, columns over the rows of a report, details near the
/// frontiers.
struct ChartData {
  private let report: FrontierReport
  /// Rows with full details, rising.
  private let detailed: [Int]
  private var deployments: [ReportRow] = []
  private var deploymentOf: [Int] = []

  /// Most rows with all percentiles, so that a page stays small whatever the number of filters.
  private static let detailLimit = 3000

  init(_ report: FrontierReport) {
    self.report = report
    detailed = Self.nearFrontiers(report)
    indexDeployments()
  }

  /// Rows on the frontier of a GPU type, or on the one that a single filter leaves.
  private static func nearFrontiers(_ report: FrontierReport) -> [Int] {
    var near = Set(report.frontier)
    for own in report.frontiers { near.formUnion(own.indices) }
    let axes = report.question.axes
    let keys: [(ReportRow) -> String] = [
      { $0.system + "\n" + $0.deployment.topology.name },
      { $0.system + "\n" + $0.deployment.engine.rawValue },
      { $0.system + "\n\($0.deployment.mtp)" },
    ]
    let keeps = report.rows.map { report.question.limits.keepsAll($0.measurement, axis: axes.user) }
    let user = report.rows.indices.map { keeps[$0] ? report.user($0) : .nan }
    let gpu = report.rows.indices.map { keeps[$0] ? report.gpu($0) : .nan }
    for key in keys where near.count < detailLimit {
      var slots: [String: Int] = [:]
      let groups = report.rows.map { row in
        let name = key(row)
        if let slot = slots[name] { return slot }
        slots[name] = slots.count
        return slots.count - 1
      }
      let found = ParetoFront.grouped(x: user, y: gpu, groups: groups, groupCount: slots.count)
      near.formUnion(found.byGroup.joined())
    }
    return near.sorted()
  }

  /// Deployments with their workload but for its concurrency, each once.
  private mutating func indexDeployments() {
    var places: [Point: Int] = [:]
    for row in report.rows {
      var point = row.point
      point.workload.concurrency = 0
      if let place = places[point] {
        deploymentOf.append(place)
      } else {
        places[point] = deployments.count
        deploymentOf.append(deployments.count)
        deployments.append(row)
      }
    }
  }

  var json: JSONText {
    let question = report.question
    return .object([
      .init("title", .string(question.title)),
      .init("question", .string(ChartCaptions.question(report))),
      .init("totals", ChartCaptions.pairs(ChartCaptions.totals(report))),
      .init("about", ChartCaptions.pairs(ChartCaptions.about(report, drawn: report.rows.count))),
      .init("axes", JSONExport.axes(question.axes)),
      .init("minTpsUser", question.limits.minTpsUser.map { .real($0) } ?? .null),
      .init("assurance", question.limits.assurance.map { .string($0.text) } ?? .null),
      .init("systems", systems),
      .init("engines", engines),
      .init("confidences", .array(Confidence.allCases.map { .string($0.name) })),
      .init("joint", places(report.frontier)),
      .init("count", .integer(report.rows.count)),
      .init("columns", columns),
      .init("deployments", .array(deployments.map(deployment))),
      .init("details", details),
      .init("intervals", report.hasIntervals ? intervals : .null),
      .init("launch", launch),
    ])
  }

  private func places(_ rows: [Int]) -> JSONText { .array(rows.map { .integer($0) }) }

  private var systems: JSONText {
    let slots = SystemPalette.slots(report.frontiers.map(\.system))
    return .array(
      report.frontiers.map { own in
        .object([
          .init("name", .string(own.system)), .init("slot", .integer(slots[own.system] ?? 0)),
          .init("frontier", places(own.indices)),
        ])
      })
  }

  private var engines: JSONText {
    .object(Engine.allCases.map { .init($0.rawValue, .string($0.displayName)) })
  }

  private var columns: JSONText {
    let rows = report.rows
    let axes = report.question.axes
    func floats(_ value: (Measurement) -> Double) -> JSONText {
      Base64Columns.floats(rows.map { value($0.measurement) })
    }
    return .object([
      .init("x", floats(axes.user.value)),
      .init("y", floats(axes.gpu.value)),
      .init("ttft50", floats { $0.ttftMs.p50 }),
      .init("ttft99", floats { $0.ttftMs.p99 }),
      .init("tpot50", floats { $0.tpotMs.p50 }),
      .init("tpot99", floats { $0.tpotMs.p99 }),
      .init("concurrency", Base64Columns.words(rows.map(\.workload.concurrency))),
      .init("deployment", Base64Columns.words(deploymentOf)),
      .init("confidence", Base64Columns.bytes(rows.map(\.measurement.confidence.rawValue))),
      .init(
        "keeps",
        Base64Columns.bytes(
          rows.map { report.question.limits.keepsAll($0.measurement, axis: axes.user) ? 1 : 0 })),
    ])
  }

  private func deployment(_ row: ReportRow) -> JSONText {
    let slots = Dictionary(
      uniqueKeysWithValues: report.frontiers.enumerated().map { ($1.system, $0) })
    let deployment = row.deployment
    return .array([
      .integer(slots[deployment.system] ?? 0), .string(deployment.engine.rawValue),
      .string(deployment.topology.name), .string(row.label), .string(deployment.quantization.label),
      .integer(deployment.gpus), .integer(deployment.mtp), .integer(row.chunk),
      deployment.topology.prefillIfSeparate.map(pool) ?? .null, pool(deployment.topology.decodePool),
      .string(ChartCaptions.workload(row.workload)),
    ])
  }

  private func pool(_ pool: ServerPool) -> JSONText {
    let server = pool.configuration
    let parallel = server.parallelism
    return .array([
      .integer(pool.servers), .integer(parallel.tp), .integer(parallel.dp), .integer(parallel.pp),
      .integer(parallel.moeTP), .integer(parallel.ep), .integer(server.maxBatchSize),
      .integer(server.maxNumTokens), .real(server.kvMemoryFraction), .bool(server.chunkedPrefill),
      .integer(server.mtp), .integer(server.eplbSlots),
    ])
  }

  private var details: JSONText {
    let columns = ReportColumn.figures
    let rows = detailed.map { report.rows[$0] }
    let values = rows.flatMap { row in columns.map { $0.value(row).number } }
    return .object([
      .init("points", .array(detailed.map { .integer($0) })),
      .init("keys", .array(rows.map { .string($0.key.description) })),
      .init("names", .array(columns.map { .string($0.name) })),
      .init("values", Base64Columns.floats(values)),
    ])
  }

  /// 90 % intervals of the points with details: eight figures each, and how well they are calibrated.
  private var intervals: JSONText {
    let axes = report.question.axes
    let measurements = detailed.map { report.rows[$0].measurement }
    let values = measurements.flatMap { found in
      let ends = [
        axes.user.interval(of: found), axes.gpu.interval(of: found),
        found.intervals.map { Interval90(low: $0.ttftMs.p05, high: $0.ttftMs.p95) },
        found.intervals.map { Interval90(low: $0.tpotMs.p05, high: $0.tpotMs.p95) },
      ]
      return ends.flatMap { [$0?.low ?? .nan, $0?.high ?? .nan] }
    }
    return .object([
      .init("names", .array(["x", "y", "ttft", "tpot"].map { .string($0) })),
      .init("values", Base64Columns.floats(values)),
      .init("levels", .array(CalibrationLevel.allCases.map { .string($0.name) })),
      .init("level", Base64Columns.bytes(measurements.map { $0.intervals?.level.rawValue ?? .max })),
    ])
  }

  /// Launch lines by deployment, for those with details.
  private var launch: JSONText {
    let wanted = Set(detailed.map { deploymentOf[$0] }).sorted()
    return .object(
      wanted.map { place in
        .init(String(place), .array(deployments[place].launchLines.map { .string($0) }))
      })
  }
}
