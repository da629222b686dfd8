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
  products: [
    .library(name: "SimulatorBenchmark", targets: ["SimulatorBenchmark"]),
    .library(name: "Calibration", targets: ["Calibration"]),
  ],
  targets: [
    // MARK: Floor 0
    .target(
      name: "EmbeddedData", exclude: ["kernels.bin", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),
    // MARK: Floor 1
    .target(name: "KernelTiming", dependencies: ["ServingModel", "EmbeddedData"], swiftSettings: strict),
    .target(name: "ServingSimulator", dependencies: ["ServingModel"], swiftSettings: strict),
    .target(name: "Calibration", dependencies: ["ServingModel"], swiftSettings: strict),
    .executableTarget(
      name: "pack-kernels", dependencies: ["KernelTiming", "ServingModel"], path: "Sources/PackKernels",
      swiftSettings: strict),
    // MARK: Floor 2
    .target(
      name: "SimulatorBenchmark", dependencies: ["KernelTiming", "ServingModel", "ServingSimulator"],
      swiftSettings: strict),
    // MARK: Tests
    .testTarget(
      name: "KernelTimingTests", dependencies: ["KernelTiming", "ServingModel"], swiftSettings: strict),
    .testTarget(name: "CalibrationTests", dependencies: ["Calibration", "ServingModel"], swiftSettings: strict),
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),
  ]
)
