package import ServingModel

/// What one run of the event loop leaves beside its completions and gaps.
struct RunSummary {
  var clients: Int
  /// Clients went on beyond the window on both sides.
  var isSteady: Bool
  var warmUp: Int
  var measured: Int
  var windowStartMs: Double
  var windowEndMs: Double
  /// Iterations of each lane.
  var iterations: [Int]
  var confidence: Confidence
}

/// All that one run did, for comparison with the step-by-step simulator.
package struct SimulationTrace: Sendable {
  /// In order of completion, warm-up included.
  package var completions: [CompletedRequest]
  /// Iterations of each lane, prefill lanes first.
  package var iterations: [Int]
  package var windowStartMs: Double
  package var windowEndMs: Double
  /// Gaps between chunks inside the window.
  package var gapCount: Double
  package var gaps: Distribution

  package init(
    completions: [CompletedRequest], iterations: [Int], windowStartMs: Double, windowEndMs: Double,
    gapCount: Double, gaps: Distribution
  ) {
    self.completions = completions
    self.iterations = iterations
    self.windowStartMs = windowStartMs
    self.windowEndMs = windowEndMs
    self.gapCount = gapCount
    self.gaps = gaps
  }
}
