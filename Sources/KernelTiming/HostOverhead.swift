internal import ServingModel

/// Time that the host adds to an iteration, milliseconds. Assumed, neither measured nor fitted: round figures of the
/// right order, which calibration is to replace.
struct HostOverhead: Sendable {
  /// Scheduling, sampling and input preparation that do not overlap with the GPU, per iteration.
  var iterationMs: Double
  /// The same for each further sequence in the batch.
  var perSequenceMs: Double
  /// Launching one layer's kernels one by one: the least time of an iteration without a CUDA graph.
  var eagerLayerMs: Double
  /// Request parsing, tokenisation and queueing before the scheduler sees a prompt, per request.
  var arrivalMs: Double
  /// The same for each prompt token.
  var arrivalPerTokenMs: Double
  /// Time of the front end (one process parses, tokenises and hands over) for each request.
  var arrivalSpacingMs: Double
  /// Detokenisation and streaming of the first token.
  var firstTokenMs: Double

  init(_ engine: Engine) {
    switch engine {
    case .trtllm:
      // Overlap scheduler: the next step is prepared while the GPU works.
      self.init(
        iterationMs: 0.25, perSequenceMs: 0.002, eagerLayerMs: 0.25, arrivalMs: 15, arrivalPerTokenMs: 0.003,
        arrivalSpacingMs: 1, firstTokenMs: 5)
    case .vllm:
      self.init(
        iterationMs: 0.6, perSequenceMs: 0.006, eagerLayerMs: 0.3, arrivalMs: 15, arrivalPerTokenMs: 0.003,
        arrivalSpacingMs: 1, firstTokenMs: 5)
    case .sglang:
      self.init(
        iterationMs: 0.4, perSequenceMs: 0.004, eagerLayerMs: 0.3, arrivalMs: 15, arrivalPerTokenMs: 0.003,
        arrivalSpacingMs: 1, firstTokenMs: 5)
    }
  }

  private init(
    iterationMs: Double, perSequenceMs: Double, eagerLayerMs: Double, arrivalMs: Double,
    arrivalPerTokenMs: Double, arrivalSpacingMs: Double, firstTokenMs: Double
  ) {
    self.iterationMs = iterationMs
    self.perSequenceMs = perSequenceMs
    self.eagerLayerMs = eagerLayerMs
    self.arrivalMs = arrivalMs
    self.arrivalPerTokenMs = arrivalPerTokenMs
    self.arrivalSpacingMs = arrivalSpacingMs
    self.firstTokenMs = firstTokenMs
  }
}
