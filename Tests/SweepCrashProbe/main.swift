// Sweeps made-up points slowly, for a test that kills it: `SweepCrashProbe STORE COUNT MICROSECONDS WORKERS`.
import ResultStore
import SweepEngine
import SweepFakes

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.dropFirst().compactMap { Int($0) }
guard let path = arguments.first, numbers.count == 3 else {
  fatalError("usage: SweepCrashProbe STORE COUNT MICROSECONDS WORKERS")
}
let store = try ResultStore(path: path)
var options = SweepOptions()
options.workers = numbers[2]
let sweep = Sweep(
  benchmark: FakeBenchmark(delay: .microseconds(numbers[1])), store: store,
  identity: RunIdentity(spaceName: "fake", spaceText: "count: \(numbers[0])", seed: 7), options: options)
let interruption = Interruption()
let signals = SignalWatch(interruption)
let result = try await sweep.run(FakeSource(count: numbers[0]), interruption: interruption)
withExtendedLifetime(signals) {}
print(result.outcome, result.run.counters.done)
