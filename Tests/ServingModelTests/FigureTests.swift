import ServingModel
import Testing

@Suite struct FigureTests {
  @Test(arguments: [
    (12345.6, "12,346"), (123.45, "123"), (12.345, "12.3"), (1.2345, "1.23"), (0.012345, "0.0123"),
    (0, "0"), (-0.0, "0"), (40, "40"), (999.96, "1,000"), (-1234.5, "-1,235"), (.nan, "-"), (.infinity, "-"),
    (9.999, "10"), (1e-30, "0"),
  ]) func readsWell(_ value: Double, _ text: String) {
    #expect(Figure.text(value) == text)
  }

  @Test func decimalsAreFixed() {
    #expect(Figure.text(1234.5, decimals: 2) == "1,234.50")
    #expect(Figure.text(0.049, decimals: 1) == "0.0")
    #expect(Figure.text(-1_234_567) == "-1,234,567")
  }
}
