import Foundation
import KernelTiming
import ServingModel

/// Packs measured kernel tables (gzipped CSV) into the file that is built into the program.
///
///     swift run -c release pack-kernels FOLDER Sources/EmbeddedData
@main
struct PackKernels {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: pack-kernels FOLDER_OF_CSV_GZ EMBEDDED_DATA_FOLDER\n".utf8))
      exit(2)
    }
    let source = URL(fileURLWithPath: arguments[1])
    let target = URL(fileURLWithPath: arguments[2])
    var writer = PackedTablesWriter()
    var checksum: UInt64 = 0
    for table in SourceTable.all {
      let url = source.appending(path: table.file + ".csv.gz")
      let bytes = try Data(contentsOf: url)
      checksum = bytes.reduce(checksum) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
      try CSVTable(gzipped: url).forEachRow { try table.add($0, &writer) }
    }
    let packed = writer.packed(checksum: UInt32(truncatingIfNeeded: checksum ^ (checksum >> 32)))
    try packed.write(to: target.appending(path: "kernels.bin"), options: .atomic)
    try stamp(packed, assembly: target.appending(path: "data.S"))
    print("\(packed.count) bytes")
  }

  /// Writes the checksum into the assembly file: the build does not look into included files by itself.
  static func stamp(_ packed: Data, assembly: URL) throws {
    let marker = "so that the build sees a change: "
    let text = try String(contentsOf: assembly, encoding: .utf8)
    guard let start = text.range(of: marker)?.upperBound, let end = text[start...].firstIndex(of: " ") else {
      throw PackError("\(assembly.path): no checksum comment")
    }
    let digits = packed.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    try text.replacingCharacters(in: start..<end, with: String(digits, radix: 16))
      .write(to: assembly, atomically: true, encoding: .utf8)
  }
}
