import Foundation
import Logging

/// What happens inside, for people who look for a fault: on standard error, from the level that
/// `EXPLORE_LOG` names (trace, debug, info, notice, warning, error, critical; default warning).
enum Log {
  static let logger: Logger = {
    var logger = Logger(label: "explore", factory: { StreamLogHandler.standardError(label: $0) })
    let wanted = ProcessInfo.processInfo.environment["EXPLORE_LOG"] ?? ""
    logger.logLevel = Logger.Level(rawValue: wanted.lowercased()) ?? .warning
    return logger
  }()
}
