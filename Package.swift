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
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")
  ],
  targets: [
    // MARK: Floor 0
    .target(
      name: "EmbeddedData", exclude: ["kernels.bin", "models.json", "systems.json"],
      cSettings: [.headerSearchPath(".")]),
    .target(name: "ServingModel", dependencies: ["EmbeddedData"], swiftSettings: strict),
    .testTarget(name: "ServingModelTests", dependencies: ["ServingModel"], swiftSettings: strict),

    // MARK: Floor 1
    .target(
      name: "DesignSpace",
      dependencies: ["ServingModel", "EmbeddedData", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .testTarget(
      name: "DesignSpaceTests", dependencies: ["DesignSpace", "ServingModel"], swiftSettings: strict),
    .target(name: "Search", dependencies: ["ServingModel"], swiftSettings: strict),
    .testTarget(name: "SearchTests", dependencies: ["Search"], swiftSettings: strict),

    // MARK: Floor 3
    .target(
      name: "SweepEngine", dependencies: ["DesignSpace", "Search", "ServingModel"], swiftSettings: strict),
    .testTarget(
      name: "SweepEngineTests", dependencies: ["SweepEngine", "DesignSpace", "Search", "ServingModel"],
      swiftSettings: strict),
  ]
)
