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
    print("\(packed.count) bytes")
  }
}
