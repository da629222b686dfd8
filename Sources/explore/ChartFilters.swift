import ParetoFrontier
import ResultStore
import ServingModel

/// The frontiers of each GPU type that one filter of the page leaves: one topology, one engine, one depth of MTP.
struct ChartFilters {
  private var topologies: FrontierScan
  private var engines: FrontierScan
  private var depths: FrontierScan
  private let systems: [Int64: Int]
  private let servers: [Int64: Int]
  private var topologyOf: [Int64: Int] = [:]
  private var depthOf: [Int64: Int] = [:]
  private let systemCount: Int

  init(_ asked: AskedPoints, axes: FrontierAxes, limits: FrontierLimits) throws {
    topologies = FrontierScan(axes: axes, limits: limits)
    engines = topologies
    depths = topologies
    systems = asked.slots(\.system)
    servers = asked.slots { "\($0.system)\n\($0.engine.rawValue)" }
    systemCount = asked.systems.count
    var names: [String: Int] = [:]
    try asked.store.forEachDeployment { deployment, topology, mtp in
      topologyOf[deployment] = names[topology] ?? names.count
      names[topology] = topologyOf[deployment]
      depthOf[deployment] = mtp
    }
  }

  mutating func add(_ block: PointColumns, values: AxisColumns) {
    var system = GroupLookup(systems)
    var server = GroupLookup(servers)
    var topology = GroupLookup(topologyOf)
    var depth = GroupLookup(depthOf)
    var groups = (topology: [Int](), engine: [Int](), depth: [Int]())
    for index in 0..<block.count {
      let own = system(block.scenarios[index])
      let deployment = block.deployments[index]
      groups.engine.append(server(block.scenarios[index]))
      groups.topology.append(own < 0 ? -1 : topology(deployment) * systemCount + own)
      groups.depth.append(own < 0 ? -1 : depth(deployment) * systemCount + own)
    }
    topologies.add(block, values: values, groups: groups.topology)
    engines.add(block, values: values, groups: groups.engine)
    depths.add(block, values: values, groups: groups.depth)
  }

  /// Rows of all frontiers.
  var ids: Set<Int64> { Set([topologies.ids, engines.ids, depths.ids].joined().joined()) }
}
