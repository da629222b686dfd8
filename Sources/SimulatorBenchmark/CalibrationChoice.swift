public import Calibration
public import Foundation
internal import ServingModel

/// What corrects a simulator.
public struct CalibrationChoice: Sendable {
  /// Read when it is first needed: an answer from the store needs its name alone.
  private let load: @Sendable () -> Calibration?
  /// Names it in the version of results.
  let name: String

  /// The calibration that is part of the program.
  public static let shipped = CalibrationChoice(name: digest(Calibration.shippedFile)) { Calibration.shipped }
  /// Constants as they are assumed, kernels as in the tables, no intervals.
  public static let none = CalibrationChoice(name: "none") { nil }

  private init(name: String, load: @escaping @Sendable () -> Calibration?) {
    self.name = name
    self.load = load
  }

  /// A calibration from a file.
  /// - Parameter file: its bytes, which name it in the version of results.
  public init(_ calibration: Calibration, file: Data) {
    self.init(name: Self.digest(file)) { calibration }
  }

  var calibration: Calibration? { load() }

  /// Reads it on another thread, so that it is there when the first point asks for it.
  public func prefetch() {
    Task.detached { _ = load() }
  }

  /// FNV-1a over the bytes, eight digits.
  private static func digest(_ data: Data) -> String {
    let hash = StableHash.fnv1a(data)
    let text = String(UInt32(truncatingIfNeeded: hash ^ (hash >> 32)), radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
