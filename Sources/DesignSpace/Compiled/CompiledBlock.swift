internal import ServingModel

/// A block ready to give points: constant values folded, the rest in order.
struct CompiledBlock: Sendable {
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
  }

  private let steps: [Step]
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
    withUnsafeTemporaryAllocation(of: Double.self, capacity: template.count + stackDepth) { memory in
      block.code.withUnsafeBufferPointer { code in
        tables.properties.withUnsafeBufferPointer { properties in
          guard let code = code.baseAddress, let slots = memory.baseAddress,
            let properties = properties.baseAddress
          else { return body(nil) }
          template.withUnsafeBufferPointer { values in
            for index in values.indices { slots[index] = values[index] }
          }
          let machine = Machine(
            code: code, slots: slots, stack: slots + template.count, tables: properties, rows: tables.rows)
          let isActive = run(machine, digits, forgiving: forgiving)
          return body(isActive ? machine : nil)
        }
      }
    }
  }

  private func run(_ machine: Machine, _ digits: UnsafeMutablePointer<Int>, forgiving: Bool) -> Bool {
    for step in steps {
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
    }
    return true
  }

  // MARK: From slots to a point

  private func candidate(_ machine: Machine, tables: SpaceTables) -> Candidate {
    let slots = machine.slots
    for bound in block.layout.bounds {
      let value = slots[bound.slot]
      let isSound =
        value >= bound.low && value <= bound.high && (!bound.isWhole || value == value.rounded(.down))
      if !isSound {
        return .rejected(
          Rejection(.limits, "\(bound.key) is \(ValueReader.text(value)), expected \(bound.words)"))
      }
    }
    for check in block.checks where machine.run(block.programs[check.program]) == 0 {
      return .rejected(check.rejection)
    }
    let point = point(slots, tables: tables)
    let layout = block.layout
    let rules = tables.rules(system: Int(slots[layout.system]), model: Int(slots[layout.model]))
    if let rejection = rules.firstRejection(of: point) { return .rejected(rejection) }
    return .point(point)
  }

  private func point(_ slots: UnsafeMutablePointer<Double>, tables: SpaceTables) -> Point {
    let layout = block.layout
    let system = Int(slots[layout.system])
    let model = Int(slots[layout.model])
    let pools = layout.pools
    let topology: Topology =
      block.isDisaggregated
      ? .disaggregated(prefill: pool(pools[0], slots), decode: pool(pools[1], slots))
      : .aggregated(pool(pools[0], slots))
    let deployment = Deployment(
      system: tables.systems[system].name, model: tables.models[model].name,
      engine: tables.engines[Int(slots[layout.engine])],
      quantization: tables.formats(
        choice: Int(slots[layout.quantization]), system: system, model: model),
      topology: topology)
    let workload = Workload(
      isl: Int(slots[layout.isl]), osl: Int(slots[layout.osl]), rangeRatio: slots[layout.rangeRatio],
      concurrency: Int(slots[layout.concurrency]), sharedPrefix: Int(slots[layout.sharedPrefix]),
      mtpAcceptance: tables.profiles[Int(slots[layout.acceptance])])
    return Point(deployment: deployment, workload: workload)
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
