import ServingModel
import Testing

@testable import KernelTiming

@Suite struct KernelGridTests {
  /// Times of 2 x + 1 at a few x, for y of 1 and 4 (four times as long).
  private let grid = KernelGrid(ys: [1, 4], xs: [1, 2, 8, 64]) { position in
    let x = [1.0, 2, 8, 64][position % 4]
    return (position < 4 ? 1 : 4) * (2 * x + 1)
  }
  private func shape(_ y: Double, _ x: Double) -> Double { y * x }

  @Test func measuredShapesComeBackAsTheyAre() {
    let time = grid.time(y: 4, x: 8, shape: shape)
    #expect(time.milliseconds == 68 && time.confidence == .measured)
  }

  @Test func betweenShapesTheRatioToTheRooflineIsInterpolated() {
    // Ratios 17/8 at 8 and 129/64 at 64; half way the mean ratio times 36.
    let time = grid.time(y: 1, x: 36, shape: shape)
    #expect(abs(time.milliseconds - (17.0 / 8 + 129.0 / 64) / 2 * 36) < 1e-9)
    #expect(time.confidence == .interpolated)
    let between = grid.time(y: 2, x: 8, shape: shape)
    #expect(between.confidence == .interpolated && abs(between.milliseconds - 34) < 1e-9)
  }

  @Test func beyondTheTableTheLastRatioIsHeld() {
    let time = grid.time(y: 1, x: 640, shape: shape)
    #expect(time.confidence == .extrapolated && abs(time.milliseconds - 1290) < 1e-9)
    #expect(grid.time(y: 8, x: 8, shape: shape) == KernelTime(136, .extrapolated))
    #expect(grid.time(y: 1, x: 0.5, shape: shape) == KernelTime(3, .extrapolated))
  }

  @Test func missingShapesAreSkipped() {
    let holes = KernelGrid(ys: [0], xs: [1, 2, 4]) { $0 == 1 ? nil : Double($0 + 1) }
    #expect(holes.time(2) { $0 }.confidence == .interpolated)
    #expect(holes.time(4) { $0 } == KernelTime(3, .measured))
  }
}
