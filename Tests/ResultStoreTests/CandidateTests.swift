import ServingModel
import Testing

@testable import ResultStore

@Suite struct CandidateTests {
  let directory: TemporaryDirectory
  let store: ResultStore
  var question = FrontierQuestion(
    model: "deepseek-ai/DeepSeek-R1", isl: 8150, osl: 1024, rangeRatio: 0.8, sharedPrefix: 100,
    mtpAcceptance: [0.9, 0.1 + 0.2])

  init() throws {
    directory = try TemporaryDirectory()
    store = try ResultStore(path: directory.path("explore.sqlite"))
  }

  @Test func axesOfEveryPointOfTheQuestion() throws {
    let run = try store.addRun([Sample.point(1), Sample.point(2, system: "gb200")])
    let set = try store.frontierCandidates(question)
    #expect(set.version == Sample.benchmark.version)
    #expect(set.scenarios.map(\.system) == ["gb200", "h100_sxm"])
    #expect(set.points.count == 2)
    for point in set.points {
      let result = try #require(try store.details([point.id]).first)
      let found = result.measurement
      #expect(result.key == point.key && point.run == run.id)
      #expect(set.scenario(of: point) == Scenario(result.point))
      #expect(point.concurrency == result.point.workload.concurrency && point.gpus == found.gpus)
      #expect(point.tpsUser == found.tpsUser && point.tpsGPU == found.tpsGPU)
      #expect(point.totalTpsGPU == found.totalTpsGPU && point.interactivity == found.interactivity)
      #expect(point.e2eTpsUser == found.e2eTpsUser && point.confidence == found.confidence)
      #expect(point.ttftMsP50 == found.ttftMs.p50 && point.ttftMsP90 == found.ttftMs.p90)
      #expect(point.ttftMsP99 == found.ttftMs.p99 && point.tpotMsP50 == found.tpotMs.p50)
      #expect(point.tpotMsP90 == found.tpotMs.p90 && point.tpotMsP99 == found.tpotMs.p99)
    }
  }

  @Test func otherQuestionsHaveOtherPoints() throws {
    let run = try store.addRun([Sample.point(1), Sample.point(2, system: "gb200")], space: "a")
    try store.addRun([Sample.point(3)], space: "b")
    func count(_ change: (inout FrontierQuestion) -> Void) throws -> Int {
      var asked = question
      change(&asked)
      return try store.frontierCandidates(asked).points.count
    }
    #expect(try count { _ in } == 3)
    #expect(try count { $0.systems = ["gb200"] } == 1)
    #expect(try count { $0.engines = [.sglang] } == 3)
    #expect(try count { $0.engines = [.vllm] } == 0)
    #expect(try count { $0.run = run.id } == 2)
    #expect(try count { $0.isl = 1 } == 0)
    #expect(try count { $0.osl = 1 } == 0)
    #expect(try count { $0.rangeRatio = 1 } == 0)
    #expect(try count { $0.sharedPrefix = 0 } == 0)
    #expect(try count { $0.mtpAcceptance = [] } == 0)
    #expect(try count { $0.method = "server" } == 0)
    #expect(try count { $0.model = "other" } == 0)
  }

  @Test func versionsAreNeverMixed() throws {
    try store.addRun([Sample.point(1), Sample.point(2)])
    let newer = BenchmarkVersion(method: "simulator", version: "2")
    try store.addRun([Sample.point(1)], benchmark: newer)
    let latest = try store.frontierCandidates(question)
    #expect(latest.version == "2" && latest.points.count == 1)
    var older = question
    older.version = Sample.benchmark.version
    #expect(try store.frontierCandidates(older).points.count == 2)
  }

  @Test func limitsAndAxes() throws {
    try store.addRun((1..<40).map { Sample.point($0) })
    let all = try store.frontierCandidates(question).points
    let middle = all.map(\.tpsUser).sorted()[20]
    let limits: [StoredLimit] = [.atLeast(.tpsUser, middle), .atMost(.ttftMsP99, all[30].ttftMsP99)]
    let kept = all.filter { $0.tpsUser >= middle && $0.ttftMsP99 <= all[30].ttftMsP99 }
    #expect(!kept.isEmpty && kept.count < all.count)
    #expect(try store.frontierCandidates(question, limits: limits).points == kept)
    var axes: [StoredAxes] = []
    try store.forEachAxes(question, x: .interactivity, y: .totalTpsGPU, limits: limits) { axes.append($0) }
    #expect(
      axes
        == kept.map {
          StoredAxes(id: $0.id, scenario: $0.scenario, x: $0.interactivity, y: $0.totalTpsGPU)
        })
  }

  @Test(arguments: StoredFigure.allCases)
  func everyFigureIsAColumn(figure: StoredFigure) throws {
    try store.addRun([Sample.point(1)])
    var count = 0
    try store.forEachAxes(question, x: figure, y: figure, limits: [.atLeast(figure, 0)]) { _ in count += 1 }
    #expect(count == 1)
  }
}
