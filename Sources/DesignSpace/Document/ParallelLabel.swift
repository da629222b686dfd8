public import ServingModel

extension Parallelism {
  /// Reads the short forms that ``label(isMoE:)`` writes: `TP8`, `TEP8`, `DEP8`, `DTP8`, `DP8`, `TP4EP2`,
  /// `TP2DP4`, `TP2DP4EP8`, `DP8EP4`, each with `PP2` appended where there are stages. None for any other
  /// text, and none where the expert parallel size does not divide the stage.
  public init?(label: String) {
    var rest = Substring(label.uppercased())
    var parts: [(name: String, size: Int)] = []
    while !rest.isEmpty {
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(name.count)
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard !name.isEmpty, let size = Int(digits), KeyTable.count.contains(size) else { return nil }
      parts.append((String(name), size))
    }
    var stages = 1
    if parts.count > 1, let last = parts.last, last.name == "PP" {
      stages = last.size
      parts.removeLast()
    }
    guard let first = parts.first else { return nil }
    var shape: (tp: Int, dp: Int, ep: Int)
    switch (parts.map(\.name), first.size) {
    case (["TP"], let size): shape = (size, 1, 1)
    case (["TEP"], let size): shape = (size, 1, size)
    case (["DEP"], let size): shape = (1, size, size)
    case (["DTP"], let size), (["DP"], let size): shape = (1, size, 1)
    case (["TP", "EP"], let size): shape = (size, 1, parts[1].size)
    case (["DP", "EP"], let size): shape = (1, size, parts[1].size)
    case (["TP", "DP"], let size): shape = (size, parts[1].size, 1)
    case (["TP", "DP", "EP"], let size): shape = (size, parts[1].size, parts[2].size)
    default: return nil
    }
    guard (shape.tp * shape.dp).isMultiple(of: shape.ep) else { return nil }
    self.init(tp: shape.tp, dp: shape.dp, pp: stages, ep: shape.ep)
  }
}
