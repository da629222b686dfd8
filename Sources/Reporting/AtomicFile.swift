public import Foundation

/// Writes a file whole or not at all.
public enum AtomicFile {
  /// Writes beside the target and renames over it, so that readers see the old file or the new one.
  /// - Throws: ``ExportError``
  public static func write(_ text: String, to path: String) throws(ExportError) {
    try write(Data(text.utf8), to: path)
  }

  /// Finds out whether a file could be written, and writes nothing: for a question before long work.
  /// - Throws: ``ExportError``
  public static func check(_ path: String) throws(ExportError) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw ExportError(.isDirectory, path: path) }
      // Pipes and devices are written as they are.
      if status.st_mode & S_IFMT != S_IFREG { return }
    }
    let temporary = target + ".\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else { throw ExportError(code: errno, path: path) }
    close(descriptor)
    unlink(temporary)
  }

  /// As above, for bytes.
  public static func write(_ data: Data, to path: String) throws(ExportError) {
    do {
      try write(to: path) { file in try file.write([UInt8](data)) }
    } catch {
      throw error as? ExportError ?? ExportError(.other, path: path, detail: "\(error)")
    }
  }

  /// As above, for what comes piece by piece.
  /// - Throws: ``ExportError``, or what `body` throws; then the file is not there, or as it was.
  public static func write(to path: String, _ body: (inout FileOutput) throws -> Void) throws {
    // Writing through a symbolic link must replace what it points to, not the link.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw ExportError(.isDirectory, path: path)
      // Pipes and devices, such as /dev/stdout, cannot be renamed over: they are written into as they are.
      default:
        let descriptor = open(path, O_WRONLY)
        guard descriptor >= 0 else { throw ExportError(code: errno, path: path) }
        defer { close(descriptor) }
        return try FileOutput.writing(to: descriptor, path: path, body)
      }
    }
    let temporary = target + ".\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw ExportError(code: errno, path: path) }
    do {
      try FileOutput.writing(to: descriptor, path: path, body)
      guard fsync(descriptor) == 0 else { throw ExportError(code: errno, path: path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw ExportError(code: code, path: path)
    }
  }

  /// Writes all bytes to an open file, however many calls that takes.
  /// - Throws: ``ExportError``
  public static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(ExportError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress! + written, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw ExportError(code: errno, path: path) }
      written += count
    }
  }
}

/// An open file that is written in large pieces.
public struct FileOutput {
  private let descriptor: Int32
  private let path: String
  private var waiting: [UInt8] = []
  private static let piece = 1 << 16

  fileprivate static func writing(
    to descriptor: Int32, path: String, _ body: (inout FileOutput) throws -> Void
  ) throws {
    var output = FileOutput(descriptor: descriptor, path: path)
    try body(&output)
    try output.flush()
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// - Throws: ``ExportError``
  public mutating func write(_ text: String) throws(ExportError) { try write(text.utf8) }

  /// - Throws: ``ExportError``
  public mutating func write(_ bytes: some Sequence<UInt8>) throws(ExportError) {
    waiting.append(contentsOf: bytes)
    if waiting.count >= Self.piece { try flush() }
  }

  private mutating func flush() throws(ExportError) {
    try AtomicFile.writeAll(waiting, to: descriptor, path: path)
    waiting.removeAll(keepingCapacity: true)
  }
}
