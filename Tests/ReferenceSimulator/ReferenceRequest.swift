import ServingModel
import ServingSimulator

/// A request of the step-by-step simulator.
final class ReferenceRequest {
  let number: Int
  let shape: RequestShape
  let sentMs: Double
  let arrivalTick: Double
  var firstTokenMs = 0.0
  /// When its client got the latest chunk.
  var lastChunkMs = 0.0
  /// Prompt tokens in the KV cache.
  var promptDone: Int
  var decodeIterationsDone = 0
  var blocks = 0
  var isAdmitted = false
  weak var lane: ReferenceLane?
  var rank = 0

  init(number: Int, shape: RequestShape, sentMs: Double, arrivalTick: Double) {
    self.number = number
    self.shape = shape
    self.sentMs = sentMs
    self.arrivalTick = arrivalTick
    promptDone = shape.cached
  }

  var isPromptDone: Bool { promptDone == shape.prompt }
  var isDone: Bool { decodeIterationsDone == shape.iterations }

  func cachedTokens(tokensPerIteration: Double) -> Double {
    Double(shape.prompt) + Double(decodeIterationsDone) * tokensPerIteration
  }
}
