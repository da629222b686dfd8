import ServingModel
import Testing

struct PredictionIntervalTests {
  private let interval = PredictionInterval(p05: 8, p10: 9, p50: 10, p90: 14, p95: 20)

  @Test func normalScoresAreThePublishedOnes() {
    #expect(abs(NormalScore.score(0.5)) < 1e-12)
    #expect(abs(NormalScore.score(0.975) - 1.959963984540054) < 1e-9)
    #expect(abs(NormalScore.score(0.05) + 1.6448536269514722) < 1e-9)
  }

  @Test func keptQuantilesComeBack() {
    for (share, figure) in [(0.05, 8.0), (0.1, 9), (0.5, 10), (0.9, 14), (0.95, 20)] {
      #expect(abs(interval.quantile(share) - figure) < 1e-9)
    }
  }

  @Test func quantilesRiseWithTheShare() {
    let figures = stride(from: 0.01, through: 0.99, by: 0.01).map { interval.quantile($0) }
    #expect(zip(figures, figures.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func aPointIntervalStaysAPoint() {
    let certain = PredictionInterval(p05: 3, p10: 3, p50: 3, p90: 3, p95: 3)
    #expect(certain.quantile(0.01) == 3)
    #expect(certain.quantile(0.99) == 3)
  }
}
