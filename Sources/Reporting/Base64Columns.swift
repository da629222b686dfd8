internal import Foundation

/// Numbers as base64 of their little-endian bytes: what a page decodes fastest.
enum Base64Columns {
  static func floats(_ values: some Sequence<Double>) -> JSONText {
    text(values.map { Float($0).bitPattern.littleEndian })
  }

  static func words(_ values: some Sequence<Int>) -> JSONText {
    text(values.map { UInt32(clamping: $0).littleEndian })
  }

  static func bytes(_ values: some Sequence<UInt8>) -> JSONText { text(Array(values)) }

  private static func text<Element: BitwiseCopyable>(_ values: [Element]) -> JSONText {
    .string(values.withUnsafeBytes { Data($0).base64EncodedString() })
  }
}
