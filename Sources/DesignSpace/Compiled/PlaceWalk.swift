internal import ServingModel

/// Goes over places of one block, mostly neighbours, and keeps what they share: values, the verdict of a
/// rule, the deployment.
///
/// Finds at each place what `CompiledBlock.candidate` finds there, but tells a rejection by its rule alone.
struct PlaceWalk {
  enum Verdict {
    case point(Point)
    case rejected(Rejection.Rule)
    /// An axis that does not exist here has another value than its first.
    case inactive
  }

  private let block: CompiledBlock
  private let plan: WalkPlan
  private let tables: SpaceTables
  private let machine: Machine
  private let digits: UnsafeMutablePointer<Int>
  /// Place at which the digits stand, counted from the block's first.
  private var offset: UInt64?
  /// By kind of work: the first axis that has changed since it was last done. Work that an earlier verdict
  /// saves waits here.
  private var pendingSteps = -1
  private var pendingBounds = -1
  private var pendingChecks = -1
  /// The axis down to which places are known to lack an axis, or to break a bound or a constraint.
  private var inactive: Int?
  private var brokenBound: Int?
  private var brokenCheck: Int?
  /// What the rules of deployments say, nil for nothing, and whether they were asked for these digits.
  private var ruling: Rejection.Rule?
  private var isRulingKnown = false
  /// The servers of these digits, where they were put together.
  private var deployment: Deployment?

  init(
    _ block: CompiledBlock, tables: SpaceTables, machine: Machine, digits: UnsafeMutablePointer<Int>
  ) {
    self.block = block
    plan = block.plan
    self.tables = tables
    self.machine = machine
    self.digits = digits
  }

  /// The verdict on the place, and on how many places from this one on it is the same.
  mutating func look(at offset: UInt64) -> (verdict: Verdict, places: UInt64) {
    move(to: offset)
    if let depth = run() { return (.inactive, rest(depth)) }
    if let depth = bound() {
      return (.rejected(.limits), rest(max(depth, plan.inactivity)))
    }
    if let depth = check() {
      return (.rejected(.constraint), rest(max(depth, plan.inactivity, plan.bounds.deepest)))
    }
    // A ruling of an earlier place holds as long as no digit has changed that the rules look at.
    if !isRulingKnown { rule() }
    if let ruling {
      let depth = max(plan.rules, plan.inactivity, plan.bounds.deepest, plan.checks.deepest)
      return (.rejected(ruling), rest(depth))
    }
    return (.point(point()), 1)
  }

  /// Places from the present one to the end of those that share its digits down to `depth`.
  private func rest(_ depth: Int) -> UInt64 {
    let stride = plan.stride(depth)
    return stride - (offset ?? 0) % stride
  }

  // MARK: Digits

  private mutating func move(to new: UInt64) {
    let axes = block.axes
    var first = axes.count
    if let offset, new == offset + 1 {
      first = step(axes)
    } else {
      var rest = new
      for index in axes.indices.reversed() {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: UInt64(axes[index].count))
        if digits[index] != Int(remainder) { first = index }
        digits[index] = Int(remainder)
        rest = quotient
      }
    }
    if offset == nil { first = -1 }
    offset = new
    forget(from: first)
  }

  /// Counts one up.
  private func step(_ axes: [BlockAxis]) -> Int {
    var index = axes.count - 1
    while index >= 0 {
      digits[index] += 1
      if digits[index] < axes[index].count { return index }
      digits[index] = 0
      index -= 1
    }
    return -1
  }

  private mutating func forget(from axis: Int) {
    pendingSteps = min(pendingSteps, axis)
    pendingBounds = min(pendingBounds, axis)
    pendingChecks = min(pendingChecks, axis)
    if let depth = inactive, axis <= depth { inactive = nil }
    if let depth = brokenBound, axis <= depth { brokenBound = nil }
    if let depth = brokenCheck, axis <= depth { brokenCheck = nil }
    if axis <= plan.rules { isRulingKnown = false }
    if axis <= plan.deployment { deployment = nil }
  }

  // MARK: Values and rules
  //
  // Each goes through its items from the shallowest that may have changed and ends at the first that decides.
  // The items behind that one are no shallower, so the move that undoes the verdict makes them pending too.

  /// - Returns: the depth of a step that found an axis which does not exist here.
  private mutating func run() -> Int? {
    if let inactive { return inactive }
    let indices = plan.steps.indices(from: pendingSteps)
    pendingSteps = block.axes.count
    for index in indices {
      let (depth, step) = plan.steps.items[index]
      if !block.run(step, machine, digits, forgiving: false) {
        inactive = depth
        return depth
      }
    }
    return nil
  }

  private mutating func bound() -> Int? {
    if let brokenBound { return brokenBound }
    let indices = plan.bounds.indices(from: pendingBounds)
    pendingBounds = block.axes.count
    for index in indices {
      let (depth, range) = plan.bounds.items[index]
      if !range.holds(machine.slots[range.slot]) {
        brokenBound = depth
        return depth
      }
    }
    return nil
  }

  private mutating func check() -> Int? {
    if let brokenCheck { return brokenCheck }
    let indices = plan.checks.indices(from: pendingChecks)
    pendingChecks = block.axes.count
    for index in indices {
      let (depth, program) = plan.checks.items[index]
      if block.value(program, machine) == 0 {
        brokenCheck = depth
        return depth
      }
    }
    return nil
  }

  private mutating func rule() {
    ruling = block.rules(machine.slots, tables: tables).firstRejection(of: point())?.rule
    isRulingKnown = true
  }

  private mutating func point() -> Point {
    let servers = deployment ?? block.deployment(machine.slots, tables: tables)
    deployment = servers
    return Point(deployment: servers, workload: block.workload(machine.slots, tables: tables))
  }
}
