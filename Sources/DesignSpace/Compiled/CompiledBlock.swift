internal import ServingModel

/// A block ready to give points: constant values folded, the rest in order.
///
/// A class, as it never changes and every candidate starts here: a copy of all these arrays' references would
/// cost more than the candidate.
final class CompiledBlock: Sendable {
  let axes: [BlockAxis]
  /// Points with their inactive values; at most ``countLimit``.
  let count: UInt64
  private let block: BlockCode
  /// Slots with their constant values.
  private let template: [Double]
  private let stackDepth: Int

  /// Beyond this many, ordinals of a space could overflow.
  static let countLimit: UInt64 = 1 << 62

  init(_ code: BlockCode, tables: SpaceTables) {
    block = code
    axes = code.axes
    count = code.axes.reduce(UInt64(1)) { total, axis in
      let (product, overflow) = total.multipliedReportingOverflow(by: UInt64(axis.count))
      return overflow ? .max : min(product, Self.countLimit)
    }
    hasInactiveAxes = code.steps.contains { $0.kind == .conditional && $0.digit >= 0 }
    stackDepth = max(1, code.programs.map(\.count).max() ?? 1)
    (template, steps) = Self.folded(code, tables: tables, stackDepth: stackDepth)
    plan = WalkPlan(code, steps: steps)
  }

  private let steps: [Step]
  /// For ``PlaceWalk``.
  let plan: WalkPlan
  /// Whether some axis exists only under a condition.
  let hasInactiveAxes: Bool

  /// Computes once what no axis changes.
  private static func folded(
    _ code: BlockCode, tables: SpaceTables, stackDepth: Int
  ) -> (template: [Double], steps: [Step]) {
    var template = [Double](repeating: 0, count: max(1, code.slotCount))
    var isConstant = [Bool](repeating: false, count: max(1, code.slotCount))
    var steps: [Step] = []
    for step in code.steps {
      let program = code.programs[step.first]
      let reads = code.code[program.start..<(program.start + program.count)]
      let isFixed =
        step.kind == .single
        && reads.allSatisfy { instruction in
          if case .load(let slot) = instruction { return isConstant[slot] }
          return true
        }
      guard isFixed else {
        steps.append(step)
        continue
      }
      var stack = [Double](repeating: 0, count: stackDepth)
      let value = code.code.withUnsafeBufferPointer { code in
        tables.properties.withUnsafeBufferPointer { properties in
          template.withUnsafeMutableBufferPointer { slots in
            stack.withUnsafeMutableBufferPointer { stack -> Double in
              guard let code = code.baseAddress, let slots = slots.baseAddress,
                let stack = stack.baseAddress, let properties = properties.baseAddress
              else { return .nan }
              return Machine(code: code, slots: slots, stack: stack, tables: properties, rows: tables.rows)
                .run(program)
            }
          }
        }
      }
      template[step.slot] = value
      isConstant[step.slot] = true
    }
    return (template, steps)
  }

  /// What a place of the block turned out to be.
  enum Outcome {
    case candidate(Candidate)
    /// An axis that does not exist here has another value than its first.
    case inactive
  }

  /// The candidate at the digits of the axes.
  func candidate(_ digits: UnsafeMutablePointer<Int>, tables: SpaceTables) -> Outcome {
    evaluate(digits, tables: tables, forgiving: false) { machine in
      guard let machine else { return .inactive }
      return .candidate(candidate(machine, tables: tables))
    }
  }

  /// Sets the digits of axes that do not exist at this place to their first value.
  func canonicalise(_ digits: UnsafeMutablePointer<Int>, tables: SpaceTables) {
    guard hasInactiveAxes else { return }
    evaluate(digits, tables: tables, forgiving: true) { _ in }
  }

  private func evaluate<Result>(
    _ digits: UnsafeMutablePointer<Int>, tables: SpaceTables, forgiving: Bool, _ body: (Machine?) -> Result
  ) -> Result {
    withMachine(tables: tables) { machine in
      let isActive = steps.allSatisfy { run($0, machine, digits, forgiving: forgiving) }
      return body(isActive ? machine : nil)
    }
  }

  /// Gives `body` a machine whose slots hold the constant values.
  func withMachine<Result>(tables: SpaceTables, _ body: (Machine) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: template.count + stackDepth) { memory in
      block.code.withUnsafeBufferPointer { code in
        tables.properties.withUnsafeBufferPointer { properties in
          template.withUnsafeBufferPointer { values in
            guard let code = code.baseAddress, let slots = memory.baseAddress,
              let properties = properties.baseAddress
            else { preconditionFailure("a space has slots, code and properties") }
            for index in values.indices { slots[index] = values[index] }
            return body(
              Machine(
                code: code, slots: slots, stack: slots + template.count, tables: properties,
                rows: tables.rows))
          }
        }
      }
    }
  }

  /// Gives a step's slot its value.
  /// - Returns: whether its axis exists here or has its first value, which a forgiving run gives it.
  func run(
    _ step: Step, _ machine: Machine, _ digits: UnsafeMutablePointer<Int>, forgiving: Bool
  ) -> Bool {
    switch step.kind {
    case .single: machine.slots[step.slot] = machine.run(block.programs[step.first])
    case .axis: machine.slots[step.slot] = machine.run(block.programs[step.first + digits[step.digit]])
    case .conditional:
      let digit = step.digit < 0 ? 0 : digits[step.digit]
      if machine.run(block.programs[step.when]) != 0 {
        machine.slots[step.slot] = machine.run(block.programs[step.first + digit])
      } else {
        if digit != 0 {
          if !forgiving { return false }
          digits[step.digit] = 0
        }
        machine.slots[step.slot] = machine.run(block.programs[step.otherwise])
      }
    }
    return true
  }

  /// What a program of the block gives.
  func value(_ program: Int, _ machine: Machine) -> Double { machine.run(block.programs[program]) }

  // MARK: From slots to a point

  private func candidate(_ machine: Machine, tables: SpaceTables) -> Candidate {
    let slots = machine.slots
    for bound in block.layout.bounds {
      let value = slots[bound.slot]
      if !SlotRange(bound).holds(value) {
        return .rejected(
          Rejection(.limits, "\(bound.key) is \(ValueReader.text(value)), expected \(bound.words)"))
      }
    }
    for check in block.checks where machine.run(block.programs[check.program]) == 0 {
      return .rejected(check.rejection)
    }
    let point = Point(
      deployment: deployment(slots, tables: tables), workload: workload(slots, tables: tables))
    if let rejection = rules(slots, tables: tables).firstRejection(of: point) { return .rejected(rejection) }
    return .point(point)
  }

  func rules(_ slots: UnsafeMutablePointer<Double>, tables: SpaceTables) -> DeploymentRules {
    tables.rules(system: Int(slots[block.layout.system]), model: Int(slots[block.layout.model]))
  }

  func deployment(_ slots: UnsafeMutablePointer<Double>, tables: SpaceTables) -> Deployment {
    let layout = block.layout
    let system = Int(slots[layout.system])
    let model = Int(slots[layout.model])
    let pools = layout.pools
    let topology: Topology =
      block.isDisaggregated
      ? .disaggregated(prefill: pool(pools[0], slots), decode: pool(pools[1], slots))
      : .aggregated(pool(pools[0], slots))
    return Deployment(
      system: tables.systems[system].name, model: tables.models[model].name,
      engine: tables.engines[Int(slots[layout.engine])],
      quantization: tables.formats(
        choice: Int(slots[layout.quantization]), system: system, model: model),
      topology: topology)
  }

  func workload(_ slots: UnsafeMutablePointer<Double>, tables: SpaceTables) -> Workload {
    let layout = block.layout
    return Workload(
      isl: Int(slots[layout.isl]), osl: Int(slots[layout.osl]), rangeRatio: slots[layout.rangeRatio],
      concurrency: Int(slots[layout.concurrency]), sharedPrefix: Int(slots[layout.sharedPrefix]),
      mtpAcceptance: tables.profiles[Int(slots[layout.acceptance])])
  }

  private func pool(_ layout: PoolLayout, _ slots: UnsafeMutablePointer<Double>) -> ServerPool {
    let parallelism = Parallelism(
      tp: Int(slots[layout.tp]), dp: Int(slots[layout.dp]), pp: Int(slots[layout.pp]),
      moeTP: Int(slots[layout.moeTP]), ep: Int(slots[layout.ep]))
    return ServerPool(
      servers: Int(slots[layout.servers]),
      configuration: ServerConfiguration(
        parallelism: parallelism, maxBatchSize: Int(slots[layout.batch]),
        maxNumTokens: Int(slots[layout.tokens]), kvMemoryFraction: slots[layout.fraction],
        chunkedPrefill: slots[layout.chunked] != 0, mtp: Int(slots[layout.mtp]),
        eplbSlots: Int(slots[layout.eplb])))
  }
}
