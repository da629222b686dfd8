// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6, warnings are errors, imports stay internal unless they must not.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "explore",
  targets: [
    // MARK: Floor 0
    .target(
      name: "EmbeddedData", exclude: ["kernels.bin", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),
    // MARK: Floor 1
    .target(name: "ServingSimulator", dependencies: ["ServingModel"], swiftSettings: strict),
    // MARK: Tests and benchmarks
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),
    .target(
      name: "ReferenceSimulator", dependencies: ["ServingModel", "ServingSimulator"],
      path: "Tests/ReferenceSimulator", swiftSettings: strict),
    .testTarget(
      name: "ServingSimulatorTests", dependencies: ["ReferenceSimulator", "ServingModel", "ServingSimulator"],
      swiftSettings: strict),
    .executableTarget(
      name: "SimulatorBenchmarks", dependencies: ["ReferenceSimulator", "ServingModel", "ServingSimulator"],
      path: "Benchmarks/SimulatorBenchmarks", swiftSettings: strict),
  ]
)
