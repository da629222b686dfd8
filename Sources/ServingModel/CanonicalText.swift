/// Takes a canonical text piece by piece: as a string, or as its hash alone.
protocol CanonicalSink {
  mutating func write(_ name: StaticString)
  mutating func write(_ text: String)
  /// In decimal digits.
  mutating func write(_ number: Int)
}

struct CanonicalText: CanonicalSink {
  private(set) var text = ""

  mutating func write(_ name: StaticString) { text += name.description }
  mutating func write(_ more: String) { text += more }
  mutating func write(_ number: Int) { text += String(number) }
}

// The texts are part of the store's format: stored keys are their hashes.

extension Deployment {
  func write(to sink: inout some CanonicalSink) {
    sink.write("schema=1;system=")
    sink.write(system)
    sink.write(";model=")
    sink.write(model)
    sink.write(";engine=")
    sink.write(engine.rawValue)
    quantization.write(to: &sink)
    switch topology {
    case .aggregated(let pool):
      sink.write(";agg=")
      pool.write(to: &sink)
    case .disaggregated(let prefill, let decode):
      sink.write(";prefill=")
      prefill.write(to: &sink)
      sink.write(";decode=")
      decode.write(to: &sink)
    }
  }
}

extension Quantization {
  fileprivate func write(to sink: inout some CanonicalSink) {
    sink.write(";gemm=")
    sink.write(gemm.rawValue)
    sink.write(";moe=")
    sink.write(moe.rawValue)
    sink.write(";attention=")
    sink.write(attention.rawValue)
    sink.write(";kv=")
    sink.write(kvCache.rawValue)
  }
}

extension ServerPool {
  fileprivate func write(to sink: inout some CanonicalSink) {
    let parallel = configuration.parallelism
    sink.write(servers)
    sink.write(";tp=")
    sink.write(parallel.tp)
    sink.write(";dp=")
    sink.write(parallel.dp)
    sink.write(";pp=")
    sink.write(parallel.pp)
    sink.write(";moe_tp=")
    sink.write(parallel.moeTP)
    sink.write(";ep=")
    sink.write(parallel.ep)
    configuration.writeLimits(to: &sink)
  }
}

extension ServerConfiguration {
  fileprivate func writeLimits(to sink: inout some CanonicalSink) {
    sink.write(";max_batch_size=")
    sink.write(maxBatchSize)
    sink.write(";max_num_tokens=")
    sink.write(maxNumTokens)
    sink.write(";kv_fraction=")
    sink.write(kvMemoryFraction.description)
    sink.write(";chunked=")
    sink.write(chunkedPrefill ? 1 : 0)
    sink.write(";mtp=")
    sink.write(mtp)
    sink.write(";eplb=")
    sink.write(eplbSlots)
  }
}

extension Workload {
  func write(to sink: inout some CanonicalSink) {
    sink.write("isl=")
    sink.write(isl)
    sink.write(";osl=")
    sink.write(osl)
    sink.write(";range_ratio=")
    sink.write(rangeRatio.description)
    sink.write(";concurrency=")
    sink.write(concurrency)
    sink.write(";shared_prefix=")
    sink.write(sharedPrefix)
    sink.write(";mtp_acceptance=")
    for (index, rate) in mtpAcceptance.enumerated() {
      if index > 0 { sink.write(",") }
      sink.write(rate.description)
    }
  }
}
