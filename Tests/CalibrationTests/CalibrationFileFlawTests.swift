import Foundation
import Testing

@testable import Calibration

@Suite struct CalibrationFileFlawTests {
  private static let text = (try? CalibrationFile.text(SyntheticCalibration.shipped)) ?? ""
  /// The first row, which ends the list before it.
  private static let firstRow: Substring = {
    let rows = text.range(of: "\"rows\": [\n")!.upperBound
    return text[rows...].prefix { $0 != "\n" }
  }()

  /// The file with the field of the first row's column replaced.
  private static func spoilt(_ column: String, _ value: String) -> String {
    var fields = firstRow.dropFirst(3).dropLast(2).components(separatedBy: ", ")
    fields[CalibrationFile.columns.firstIndex(of: column)!] = value
    return text.replacing(firstRow, with: "  [" + fields.joined(separator: ", ") + "],", maxReplacements: 1)
  }

  private func complaint(_ text: String) -> String? {
    do {
      _ = try CalibrationFile.calibration(Data(text.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ("ttft_ms", "-5"), ("tpot_ms", "0"), ("ttft_ms", "\"NaN\""), ("tpot_ms", "\"inf\""),
    ("simulated_ttft_ms", "-1"), ("simulated_tpot_ms", "null"), ("engine", "\"llamacpp\""), ("engine", "7"),
    ("system", "null"), ("model", "1"), ("confidence", "\"certain\""), ("isl", "0"), ("osl", "1.5"),
    ("gpus", "-2"), ("dp", "1e40"), ("ep", "\"8\""), ("concurrency", "0"), ("weight_tpot", "null"),
    ("trust_ttft", "\"x\""), ("left_ttft", "\"nan\""), ("id", "3"), ("configuration", "null"),
    ("spread_weight_tpot", "true"), ("engine_version", "1.2"), ("cluster", "7"),
  ])
  func aWrongFieldIsNamedByRowAndColumn(column: String, value: String) throws {
    let flaw = try #require(complaint(Self.spoilt(column, value)), "\(column) \(value)")
    // What JSON itself does not know, such as a truth value, is named by its place.
    let named = flaw.contains("row 1") && flaw.contains("`\(column)`")
    #expect(named || flaw.contains("rows.Index 0"), "\(flaw)")
  }

  @Test(arguments: ["NaN", "Infinity", "1e999", "--1", "0x10"])
  func whatIsNoJSONNumberIsRefused(value: String) throws {
    let flaw = try #require(complaint(Self.spoilt("ttft_ms", value)))
    #expect(!flaw.isEmpty, "\(flaw)")
  }

  @Test(arguments: ["", "no JSON", "[]", "{}", "{\"format\": \"explore-calibration-1\"}", "\u{0}", "{", "7"])
  func whatIsNoCalibrationSaysSo(text: String) throws {
    let flaw = try #require(complaint(text))
    #expect(flaw.hasPrefix("not a calibration: "), "\(flaw)")
  }

  @Test(arguments: ["format", "summary", "rest", "factors", "intervals", "columns", "rows"])
  func aMissingPartIsNamed(part: String) throws {
    let flaw = try #require(complaint(Self.text.replacing("\n\"\(part)\": ", with: "\n\"other\": ")))
    #expect(flaw == "not a calibration: it has no `\(part)`")
  }

  @Test func anotherFormatIsNamed() throws {
    let other = try #require(
      complaint(Self.text.replacing("explore-calibration-1", with: "explore-calibration-9")))
    #expect(other.contains("`explore-calibration-9`") && other.contains("`explore-calibration-1`"))
  }

  @Test func aFileOfAnotherFormatSaysItsFormatWhateverElseItLacks() throws {
    let other = try #require(complaint("{\"format\": \"explore-calibration-9\", \"rows\": 7}"))
    #expect(other.contains("`explore-calibration-9`"), "\(other)")
  }

  @Test func otherColumnsAreRefused() throws {
    let flaw = try #require(
      complaint(Self.text.replacing("\"weight_ttft\",\"weight_tpot\"", with: "\"weight_tpot\"")))
    #expect(flaw.contains("columns"), "\(flaw)")
  }

  @Test(arguments: ["  [],", "  [1, 2],"]) func aRowOfAnotherLengthIsNamed(row: String) throws {
    let flaw = try #require(complaint(Self.text.replacing(Self.firstRow, with: row, maxReplacements: 1)))
    #expect(flaw.contains("row 1 has") && flaw.contains("\(CalibrationFile.columns.count)"), "\(flaw)")
  }

  @Test func aFileWithoutRowsIsRefused() throws {
    let rows = try #require(Self.text.range(of: "\"rows\": [\n")).upperBound
    let flaw = try #require(complaint(Self.text[..<rows] + "]\n}\n"))
    #expect(flaw.contains("row"), "\(flaw)")
  }

  @Test(arguments: [
    ("\"level\":\"engine\"", "\"level\":\"galaxy\"", "factors"),
    ("\"decodeKernels\":1.25", "\"decodeKernels\":-1.25", "decodeKernels"),
    ("\"p05\":-", "\"p05\":9", "intervals, line 1"),
    ("\"standing\":\"known\"", "\"standing\":\"guessed\"", "intervals"),
    ("\"figure\":\"tpot\"", "\"figure\":\"speed\"", "intervals"),
  ])
  func aWrongLineIsNamedByItsList(good: String, bad: String, name: String) throws {
    #expect(Self.text.contains(good))
    let flaw = try #require(complaint(Self.text.replacing(good, with: bad, maxReplacements: 1)), "\(bad)")
    #expect(flaw.contains(name), "\(flaw)")
  }

  @Test func aFileThatIsCutOffAnywhereIsRefused() {
    let bytes = Array(Self.text.utf8)
    for length in stride(from: 0, to: bytes.count - 3, by: max(1, bytes.count / 40)) {
      #expect(throws: CalibrationFile.Flaw.self, "\(length) of \(bytes.count)") {
        try CalibrationFile.calibration(Data(bytes[..<length]))
      }
    }
  }
}
