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
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")
  ],
  targets: [
    // MARK: Floor 0
    .target(
      name: "EmbeddedData", exclude: ["kernels.bin", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),
    // MARK: Floor 2
    .target(
      name: "ResultStore",
      dependencies: [
        "ServingModel", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .testTarget(
      name: "ResultStoreTests",
      dependencies: ["ResultStore", "ServingModel", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    // MARK: Floor 3
    .target(name: "SweepEngine", dependencies: ["ResultStore", "ServingModel"], swiftSettings: strict),
    .target(
      name: "SweepFakes", dependencies: ["ServingModel"], path: "Tests/SweepFakes", swiftSettings: strict),
    .executableTarget(
      name: "SweepCrashProbe", dependencies: ["ResultStore", "ServingModel", "SweepEngine", "SweepFakes"],
      path: "Tests/SweepCrashProbe", swiftSettings: strict),
    .testTarget(
      name: "SweepEngineTests",
      dependencies: ["ResultStore", "ServingModel", "SweepCrashProbe", "SweepEngine", "SweepFakes"],
      swiftSettings: strict),
    // MARK: Benchmarks
    .executableTarget(
      name: "StoreBenchmarks",
      dependencies: [
        "ResultStore", "ServingModel", "SweepEngine", "SweepFakes",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      path: "Benchmarks/StoreBenchmarks", swiftSettings: strict),
  ]
)
