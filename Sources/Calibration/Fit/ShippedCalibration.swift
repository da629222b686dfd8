internal import EmbeddedData
public import Foundation

extension Calibration {
  /// The calibration that is part of the program; none while one is being made.
  public static let shipped: Calibration? = {
    try? CalibrationFile.calibration(shippedFile)
  }()

  /// Its file.
  public static let shippedFile: Data = {
    let file = explore_shipped_calibration()
    return Data(bytes: file.bytes, count: file.count)
  }()
}
