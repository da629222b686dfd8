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
    .executable(name: "explore", targets: ["explore"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: Floor 0
    .target(
      name: "EmbeddedData",
      exclude: ["chart", "kernels.bin", "calibration.json", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),

    // MARK: Floor 1
    .target(name: "Calibration", dependencies: ["EmbeddedData", "ServingModel"], swiftSettings: strict),
    .target(
      name: "DesignSpace",
      dependencies: ["EmbeddedData", "ServingModel", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(name: "KernelTiming", dependencies: ["EmbeddedData", "ServingModel"], swiftSettings: strict),
    .target(name: "ParetoFrontier", dependencies: ["ServingModel"], swiftSettings: strict),
    .target(name: "Search", dependencies: ["ServingModel"], swiftSettings: strict),
    .target(name: "ServingSimulator", dependencies: ["ServingModel"], swiftSettings: strict),

    // MARK: Floor 2
    .target(
      name: "ResultStore",
      dependencies: [
        "ServingModel", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(
      name: "SimulatorBenchmark",
      dependencies: ["Calibration", "KernelTiming", "ServingModel", "ServingSimulator"],
      swiftSettings: strict),

    // MARK: Floor 3
    .target(
      name: "Reporting", dependencies: ["Calibration", "EmbeddedData", "ParetoFrontier", "ServingModel"],
      swiftSettings: strict),
    .target(
      name: "SweepEngine",
      dependencies: ["DesignSpace", "ParetoFrontier", "ResultStore", "Search", "ServingModel"],
      swiftSettings: strict),

    // MARK: Floor 4
    .executableTarget(
      name: "explore",
      dependencies: [
        "Calibration", "DesignSpace", "ParetoFrontier", "Reporting", "ResultStore", "Search", "ServingModel",
        "ServingSimulator", "SimulatorBenchmark", "SweepEngine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "pack-kernels", dependencies: ["KernelTiming", "ServingModel"], path: "Sources/PackKernels",
      swiftSettings: strict),

    // MARK: Tests
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(
      name: "CalibrationTests", dependencies: ["SeededNumbers", "Calibration", "ServingModel"],
      swiftSettings: strict),
    .testTarget(
      name: "DesignSpaceTests", dependencies: ["SeededNumbers", "DesignSpace", "ServingModel"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentationTests", dependencies: ["DesignSpace", "ServingModel"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Benchmarks", "explore", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "KernelTimingTests", dependencies: ["SeededNumbers", "KernelTiming", "ServingModel"],
      swiftSettings: strict),
    .testTarget(
      name: "ParetoFrontierTests",
      dependencies: ["SeededNumbers", "FrontierPoints", "ParetoFrontier", "ServingModel"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Calibration", "ParetoFrontier", "Reporting", "ServingModel"],
      resources: [.copy("Golden")], swiftSettings: strict),
    .testTarget(
      name: "ResultStoreTests",
      dependencies: [
        "SeededNumbers",
        "ParetoFrontier", "ResultStore", "ServingModel", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(name: "SearchTests", dependencies: ["Search"], swiftSettings: strict),
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),
    .testTarget(
      name: "ServingSimulatorTests",
      dependencies: ["ReferenceSimulator", "ServingModel", "ServingSimulator"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulatorBenchmarkTests",
      dependencies: ["Calibration", "DesignSpace", "ServingModel", "SimulatorBenchmark"],
      swiftSettings: strict),
    .testTarget(
      name: "SweepEngineTests",
      dependencies: [
        "SeededNumbers",
        "DesignSpace", "ResultStore", "Search", "ServingModel", "SweepCrashProbe", "SweepEngine",
        "SweepFakes",
      ],
      swiftSettings: strict),
    .target(
      name: "FrontierPoints", dependencies: ["SeededNumbers"], path: "Tests/FrontierPoints",
      swiftSettings: strict),
    .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
    .target(
      name: "ReferenceSimulator", dependencies: ["ServingModel", "ServingSimulator"],
      path: "Tests/ReferenceSimulator", swiftSettings: strict),
    .executableTarget(
      name: "SweepCrashProbe", dependencies: ["ResultStore", "ServingModel", "SweepEngine", "SweepFakes"],
      path: "Tests/SweepCrashProbe", swiftSettings: strict),
    .target(
      name: "SweepFakes", dependencies: ["ServingModel"], path: "Tests/SweepFakes", swiftSettings: strict),

    // MARK: Benchmarks
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "DesignSpace", "FrontierPoints", "KernelTiming", "ParetoFrontier", "ReferenceSimulator", "Reporting",
        "ResultStore", "ServingModel", "ServingSimulator", "SimulatorBenchmark", "SweepEngine", "SweepFakes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      path: "Benchmarks/Suite", swiftSettings: strict),
  ]
)
