public import ServingModel

/// One engine loop: a pipeline lane (micro-batch) of one server.
///
/// A server with `pp` pipeline stages keeps `pp` lanes going; each has `ranks` attention-DP ranks that run
/// every iteration in step. All limits are per rank.
public struct LaneModel: Sendable {
  /// Time of an iteration of this lane.
  public var times: IterationTimes
  /// Attention data parallel ranks.
  public var ranks: Int
  /// Sequences per rank, decoding or being prefilled.
  public var maxBatchSize: Int
  /// Tokens of one iteration per rank.
  public var maxNumTokens: Int
  /// Blocks of the KV cache per rank that this lane may use.
  public var kvBlocks: Int
  /// Tokens in one block.
  public var blockTokens: Int
  /// Blocks that a sequence holds whatever its length: the state of its linear attention.
  public var stateBlocks: Int
  /// Share of a sequence's output that is reserved when it is admitted: 1 where the engine guarantees that no
  /// sequence is put out again (TensorRT-LLM); less where it admits by what is held now and preempts when it
  /// runs out (vLLM, SGLang), which is not simulated: sequences of all ages hold half their outputs on average.
  public var reservedOutputShare: Double
  /// Whether a prompt may be split over iterations.
  public var chunkedPrefill: Bool
  public var policy: SchedulingPolicy
  /// Iterations that prompts may wait until every rank has one, while all ranks decode (0: they never wait).
  ///
  /// An iteration lasts as long as its slowest rank, so a prompt on one rank holds up all; TensorRT-LLM's
  /// `attention_dp_config` with `enable_balance` starts prompts on all ranks together and waits for at most
  /// `timeout_iters` iterations.
  public var promptWaitIterations: Int
  /// Mean number of tokens that one decode iteration yields per sequence (1 without MTP).
  public var tokensPerIteration: Double
  /// Variance of that number (0 without MTP).
  public var tokensPerIterationVariance: Double

  public init(
    times: IterationTimes, ranks: Int = 1, maxBatchSize: Int, maxNumTokens: Int, kvBlocks: Int,
    blockTokens: Int, stateBlocks: Int = 0, reservedOutputShare: Double = 1, chunkedPrefill: Bool = true,
    policy: SchedulingPolicy = .mixed,
    promptWaitIterations: Int = 0,
    tokensPerIteration: Double = 1, tokensPerIterationVariance: Double = 0
  ) {
    self.times = times
    self.ranks = ranks
    self.maxBatchSize = maxBatchSize
    self.maxNumTokens = maxNumTokens
    self.kvBlocks = kvBlocks
    self.blockTokens = blockTokens
    self.stateBlocks = stateBlocks
    self.reservedOutputShare = reservedOutputShare
    self.chunkedPrefill = chunkedPrefill
    self.policy = policy
    self.promptWaitIterations = promptWaitIterations
    self.tokensPerIteration = tokensPerIteration
    self.tokensPerIterationVariance = tokensPerIterationVariance
  }

  /// Sequences that one rank can hold when it decodes.
  ///
  /// Where decodes share the token budget with prompts, a batch whose decodes alone would exceed the budget
  /// cannot form, so the budget bounds the slots too; that also leaves every admitted prompt some budget.
  package var decodeSlots: Int {
    let slots = min(maxBatchSize, times.maxBatchSize)
    return policy == .mixed ? min(slots, max(1, maxNumTokens / times.tokensPerDecode)) : slots
  }

  /// Blocks of the shared prefix, held once per rank for all requests.
  package func sharedBlocks(_ workload: Workload) -> Int {
    min(workload.sharedPrefix, workload.isl - 1) / blockTokens
  }

  /// Tokens that a sequence reserves when a lane that decodes admits it.
  @inline(__always) package func reservedTokens(prompt: Int, output: Int) -> Int {
    prompt + wholeUp(reservedOutputShare * Double(output))
  }

  /// Blocks that a sequence of `tokens` tokens needs beyond the shared ones, at least one, and those of its state.
  /// (A prompt drawn shorter than the shared prefix would need a part of a block more than this.)
  @inline(__always) package func blocks(tokens: Int, shared: Int) -> Int {
    max(1, (tokens + blockTokens - 1) / blockTokens - shared) + stateBlocks
  }
}
