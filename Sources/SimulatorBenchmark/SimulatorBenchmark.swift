internal import Calibration
internal import KernelTiming
public import ServingModel
public import ServingSimulator

/// Measures points by simulation over measured kernels: no GPU needed.
public struct SimulatorBenchmark: Benchmark {
  /// Version of the simulator's and the timing model's rules; raised when results change.
  static let rules = 2

  private let models: ModelLibrary
  private let compiler: ServerCompiler
  private let servers: CompiledServers
  private let arenas = ArenaPool()
  private let limits: SimulationLimits
  private let seed: UInt64
  private let choice: CalibrationChoice

  /// - Parameters:
  ///   - models: the models that points may name.
  ///   - limits: how much of a run is simulated.
  ///   - calibration: what corrects it.
  ///   - seed: of random lengths; the same for all points, so that neighbours are comparable.
  public init(
    models: ModelLibrary = ModelLibrary(), limits: SimulationLimits = .init(),
    calibration: CalibrationChoice = .shipped, seed: UInt64 = 0
  ) {
    self.models = models
    choice = calibration
    self.limits = limits
    self.seed = seed
    compiler = ServerCompiler()
    servers = CompiledServers(compiler: compiler)
  }

  public var method: String { "simulator" }
  public var version: String { "\(uncalibratedVersion)+calibration-\(choice.name)" }
  /// Version of the simulator without what corrects it.
  public var uncalibratedVersion: String { "rules-\(Self.rules)+\(compiler.version)" }
  /// Names the kernel tables alone.
  public var tablesVersion: String { compiler.version }

  public func measure(_ point: Point) async throws -> Measurement { try simulate(point) }

  /// Measures without a task, for callers that have threads of their own.
  /// - Parameter engineVersion: as sources name it; empty where a source has not recorded it, none if unknown.
  public func simulate(_ point: Point, engineVersion: String? = nil) throws(PointFailure) -> Measurement {
    guard let calibration = choice.calibration else {
      return try simulate(point, factors: TimingFactors(uncalibrated: point.deployment.engine))
    }
    var measurement = try simulate(point, factors: calibration.factors(point.deployment))
    measurement.correct(
      to: calibration.corrected(
        SimulatedLatency(measurement), at: point, engineVersion: engineVersion))
    return measurement
  }

  /// Measures under given constants, uncorrected.
  public func simulate(_ point: Point, factors: TimingFactors) throws(PointFailure) -> Measurement {
    let scenario = try scenario(point, factors: factors)
    return try arenas.with { arena throws(PointFailure) in
      do throws(SimulationError) {
        return try arena.measure(scenario)
      } catch {
        throw PointFailure("\(error)")
      }
    }
  }

  /// Means in closed form: what ``simulate(_:engineVersion:)`` would find, about, a hundred times faster.
  public func estimate(_ point: Point) throws(PointFailure) -> SteadyStateMeans {
    guard let calibration = choice.calibration else {
      return try estimate(point, factors: TimingFactors(uncalibrated: point.deployment.engine))
    }
    var means = try estimate(point, factors: calibration.factors(point.deployment))
    // How well the tables know the point bears on intervals alone, and an estimate has none.
    let latency = SimulatedLatency(ttftMs: means.ttftMs, tpotMs: means.tpotMs, confidence: .interpolated)
    let corrected = calibration.correctedMeans(latency, at: point)
    means.correct(ttftMs: corrected.ttftMs, tpotMs: corrected.tpotMs)
    return means
  }

  /// Uncorrected means in closed form under given constants: what the simulation would settle at, about.
  public func estimate(_ point: Point, factors: TimingFactors) throws(PointFailure) -> SteadyStateMeans {
    let scenario = try scenario(point, factors: factors)
    do throws(SimulationError) {
      return try scenario.steadyStateMeans()
    } catch {
      throw PointFailure("\(error)")
    }
  }

  /// Requests of equal length that start together stay together under TensorRT-LLM and SGLang. vLLM's front end is a
  /// process of its own and hands answers out one by one, so that they drift apart: lengths a twentieth around
  /// their mean have that effect.
  private static func spread(_ workload: Workload, _ engine: Engine) -> Workload {
    guard engine == .vllm, workload.rangeRatio == 1 else { return workload }
    var spread = workload
    spread.rangeRatio = 0.9
    spread.isl = Int((Double(workload.isl) / 0.95).rounded())
    spread.osl = Int((Double(workload.osl) / 0.95).rounded())
    return spread
  }

  private func scenario(_ point: Point, factors: TimingFactors) throws(PointFailure) -> ServingScenario {
    let deployment = point.deployment
    let model: ModelArchitecture
    let system: GPUSystem
    do throws(CatalogueError) {
      model = try models.model(deployment.model)
      system = try Catalogue.system(deployment.system)
    } catch {
      throw PointFailure("\(error)")
    }
    let lanes = LaneBuilder(
      point: point, model: model, system: system, compiler: compiler, servers: servers, factors: factors
    ).lanes()
    let delays = compiler.requestDelays(factors, isl: point.workload.isl)
    return ServingScenario(
      lanes: lanes, workload: Self.spread(point.workload, deployment.engine), gpus: deployment.gpus,
      arrivalDelayMs: delays.arrivalMs,
      arrivalSpacingMs: delays.spacingMs,
      firstTokenDelayMs: delays.firstTokenMs, seed: seed, limits: limits)
  }
}
