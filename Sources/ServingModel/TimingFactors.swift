/// What measured servers correct in the timing model: host times, and how much longer than in the tables kernels take.
public struct TimingFactors: Codable, Sendable, Hashable {
  /// Scheduling, sampling and input preparation that do not overlap with the GPU, milliseconds per iteration.
  public var hostIterationMs: Double
  /// The same for each sequence in the batch.
  public var hostSequenceMs: Double
  /// Launching one layer's kernels one by one, milliseconds: the least time of an iteration without a CUDA graph.
  public var eagerLayerMs: Double
  /// Request parsing, tokenisation and queueing before the scheduler sees a prompt, milliseconds per request.
  public var arrivalMs: Double
  /// The same for each prompt token.
  public var arrivalTokenMs: Double
  /// Time of the front end (one process parses, tokenises and hands over) for each request, milliseconds.
  public var arrivalSpacingMs: Double
  /// Detokenisation and streaming of the first token, milliseconds.
  public var firstTokenMs: Double
  /// Time of decode kernels other than attention and communication, times that of the tables.
  public var decodeKernels = 1.0
  /// Time of attention over cached tokens, times that of the tables.
  public var decodeAttention = 1.0
  /// Time of all-reduces and expert exchanges of decode-only iterations, times that of the tables.
  public var decodeCommunication = 1.0
  /// Time of kernels other than attention and communication of iterations with prompt tokens, times the tables'.
  public var prefillKernels = 1.0
  /// Time of attention of prompt tokens, times that of the tables.
  public var prefillAttention = 1.0
  /// Time of all-reduces and expert exchanges of iterations with prompt tokens, times that of the tables.
  public var prefillCommunication = 1.0

  /// Round figures of the right order, equal for all models and systems: what is assumed without measurements.
  public init(uncalibrated engine: Engine) {
    switch engine {
    case .trtllm:
      // Overlap scheduler: the next step is prepared while the GPU works.
      self.init(iterationMs: 0.25, sequenceMs: 0.002, eagerLayerMs: 0.25)
    case .vllm: self.init(iterationMs: 0.6, sequenceMs: 0.006, eagerLayerMs: 0.3)
    case .sglang: self.init(iterationMs: 0.4, sequenceMs: 0.004, eagerLayerMs: 0.3)
    }
  }

  private init(iterationMs: Double, sequenceMs: Double, eagerLayerMs: Double) {
    hostIterationMs = iterationMs
    hostSequenceMs = sequenceMs
    self.eagerLayerMs = eagerLayerMs
    arrivalMs = 15
    arrivalTokenMs = 0.003
    arrivalSpacingMs = 1
    firstTokenMs = 5
  }

  /// One of the factors by name; all are above 0.
  public enum Name: String, CaseIterable, Codable, Sendable {
    case hostIterationMs, hostSequenceMs, eagerLayerMs, arrivalMs, arrivalTokenMs, arrivalSpacingMs,
      firstTokenMs
    case decodeKernels, decodeAttention, decodeCommunication
    case prefillKernels, prefillAttention, prefillCommunication

    fileprivate var keyPath: WritableKeyPath<TimingFactors, Double> {
      switch self {
      case .hostIterationMs: \.hostIterationMs
      case .hostSequenceMs: \.hostSequenceMs
      case .eagerLayerMs: \.eagerLayerMs
      case .arrivalMs: \.arrivalMs
      case .arrivalTokenMs: \.arrivalTokenMs
      case .arrivalSpacingMs: \.arrivalSpacingMs
      case .firstTokenMs: \.firstTokenMs
      case .decodeKernels: \.decodeKernels
      case .decodeAttention: \.decodeAttention
      case .decodeCommunication: \.decodeCommunication
      case .prefillKernels: \.prefillKernels
      case .prefillAttention: \.prefillAttention
      case .prefillCommunication: \.prefillCommunication
      }
    }

  }

  public subscript(name: Name) -> Double {
    get { self[keyPath: name.keyPath] }
    set { self[keyPath: name.keyPath] = newValue }
  }
}
