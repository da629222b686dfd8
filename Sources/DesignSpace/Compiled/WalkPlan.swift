/// How far down the digits of a block each of its steps and rules looks, so that a walk over neighbouring
/// places computes again only what has changed.
///
/// The depth of a thing is the last axis that it depends on, -1 where it is the same everywhere. Places that
/// share their digits down to that axis share its value.
struct WalkPlan: Sendable {
  /// What runs at a place, shallow things first.
  struct Level<Item: Sendable>: Sendable {
    private(set) var items: [(depth: Int, item: Item)]
    /// By axis: the first item of this depth or a deeper one.
    private let starts: [Int]
    /// Depth of the deepest item, -1 without any.
    let deepest: Int

    init(_ unordered: [(depth: Int, item: Item)], axes: Int) {
      // The sort is stable: a step still comes after the steps that it reads, which are no deeper.
      let items = unordered.sorted { $0.depth < $1.depth }
      self.items = items
      starts = (-1...axes).map { axis in
        items.firstIndex { $0.depth >= axis } ?? items.count
      }
      deepest = items.last?.depth ?? -1
    }

    /// The items that look at this axis or at one after it.
    func indices(from axis: Int) -> Range<Int> { starts[axis + 1]..<items.count }
  }

  let steps: Level<Step>
  let bounds: Level<SlotRange>
  /// Numbers of programs.
  let checks: Level<Int>
  /// Depth of all that the servers are made of.
  let deployment: Int
  /// Depth of all that the rules of deployments read.
  let rules: Int
  /// Depth of the steps that may find that an axis does not exist.
  let inactivity: Int
  /// By axis: places that share the digits down to it; first of all for -1.
  private let strides: [UInt64]

  init(_ block: BlockCode, steps: [Step]) {
    let axes = block.axes.count
    var depths = [Int](repeating: -1, count: max(1, block.slotCount))
    func depth(_ program: Int) -> Int {
      let program = block.programs[program]
      return block.code[program.start..<(program.start + program.count)].reduce(-1) { deepest, instruction in
        if case .load(let slot) = instruction { return max(deepest, depths[slot]) }
        return deepest
      }
    }
    func depth(_ step: Step) -> Int {
      let values = step.digit < 0 ? 1 : block.axes[step.digit].count
      var deepest = (step.first..<(step.first + values)).reduce(step.digit) { max($0, depth($1)) }
      if step.when >= 0 { deepest = max(deepest, depth(step.when), depth(step.otherwise)) }
      return deepest
    }
    var found: [(depth: Int, item: Step)] = []
    for step in steps {
      let deepest = depth(step)
      depths[step.slot] = max(depths[step.slot], deepest)
      found.append((deepest, step))
    }
    let layout = block.layout
    self.steps = Level(found, axes: axes)
    inactivity =
      found.filter { $0.item.kind == .conditional && $0.item.digit >= 0 }.map(\.depth).max() ?? -1
    let certain = Self.certain(block, steps: steps)
    bounds = Level(
      layout.bounds.filter { !certain.contains($0.slot) }.map { (depths[$0.slot], SlotRange($0)) },
      axes: axes)
    checks = Level(block.checks.map { (depth($0.program), $0.program) }, axes: axes)
    let slots =
      layout.pools.flatMap(\.slots) + [layout.system, layout.model, layout.engine, layout.quantization]
    deployment = slots.map { depths[$0] }.max() ?? -1
    rules = max(deployment, depths[layout.isl], depths[layout.osl])
    strides = (-1..<axes).map { axis in
      block.axes.dropFirst(axis + 1).reduce(UInt64(1)) { $0 &* UInt64($1.count) }
    }
  }

  /// Places that share their digits down to an axis.
  func stride(_ depth: Int) -> UInt64 { strides[depth + 1] }

  /// Slots whose values are numbers in the file that all keep their bounds: nothing to look at.
  private static func certain(_ block: BlockCode, steps: [Step]) -> Set<Int> {
    var writers: [Int: Int] = [:]
    for step in steps { writers[step.slot, default: 0] += 1 }
    let bounds = Dictionary(block.layout.bounds.map { ($0.slot, $0) }) { first, _ in first }
    let sound = steps.filter { step in
      guard step.kind == .axis, step.digit >= 0, writers[step.slot] == 1, let bound = bounds[step.slot]
      else { return false }
      return (step.first..<(step.first + block.axes[step.digit].count)).allSatisfy { index in
        let program = block.programs[index]
        guard program.count == 1, case .push(let value) = block.code[program.start] else { return false }
        return SlotRange(bound).holds(value)
      }
    }
    return Set(sound.map(\.slot))
  }
}

extension PoolLayout {
  var slots: [Int] { [servers, tp, dp, pp, ep, moeTP, batch, tokens, fraction, chunked, mtp, eplb] }
}

/// What a bound asks of a slot, without the words for who breaks it.
struct SlotRange: Sendable {
  var slot: Int
  var low: Double
  var high: Double
  var isWhole: Bool

  init(_ bound: SlotLayout.Bound) {
    slot = bound.slot
    low = bound.low
    high = bound.high
    isWhole = bound.isWhole
  }

  func holds(_ value: Double) -> Bool {
    value >= low && value <= high && (!isWhole || value == value.rounded(.down))
  }
}
