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
      name: "EmbeddedData", exclude: ["chart", "kernels.bin", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),

    // MARK: Floor 1
    .target(name: "ParetoFrontier", dependencies: ["ServingModel"], swiftSettings: strict),
    .testTarget(
      name: "ParetoFrontierTests", dependencies: ["ParetoFrontier", "ServingModel"], swiftSettings: strict),

    // MARK: Floor 3
    .target(
      name: "Reporting", dependencies: ["EmbeddedData", "ParetoFrontier", "ServingModel"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["ParetoFrontier", "Reporting", "ServingModel"],
      exclude: ["Golden"], swiftSettings: strict),

    // MARK: Benchmarks
    .executableTarget(
      name: "FrontierBenchmarks", dependencies: ["ParetoFrontier"], path: "Benchmarks/FrontierBenchmarks",
      swiftSettings: strict),
  ]
)
