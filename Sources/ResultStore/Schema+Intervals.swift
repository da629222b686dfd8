extension Schema {
  /// Intervals of what a real measurement would show, and the means that they are of: milliseconds, NULL where there
  /// are none. Last in the row, so that reading axes and limits costs no more than without them.
  static let intervalColumns = """
    ALTER TABLE measurements ADD COLUMN ttft_ms_mean REAL;
    ALTER TABLE measurements ADD COLUMN tpot_ms_mean REAL;
    ALTER TABLE measurements ADD COLUMN e2e_ms_mean REAL;
    ALTER TABLE measurements ADD COLUMN calibration INTEGER CHECK (calibration BETWEEN 0 AND 2);
    ALTER TABLE measurements ADD COLUMN ttft_p05 REAL;
    ALTER TABLE measurements ADD COLUMN ttft_p10 REAL;
    ALTER TABLE measurements ADD COLUMN ttft_p50 REAL;
    ALTER TABLE measurements ADD COLUMN ttft_p90 REAL;
    ALTER TABLE measurements ADD COLUMN ttft_p95 REAL;
    ALTER TABLE measurements ADD COLUMN tpot_p05 REAL;
    ALTER TABLE measurements ADD COLUMN tpot_p10 REAL;
    ALTER TABLE measurements ADD COLUMN tpot_p50 REAL;
    ALTER TABLE measurements ADD COLUMN tpot_p90 REAL;
    ALTER TABLE measurements ADD COLUMN tpot_p95 REAL;

    DROP VIEW results;

    -- Rates at the ends of the interval: between tokens with 1 / TPOT, of a GPU with 1 / latency, where latency is
    -- TTFT and what follows it, both at the same quantile.
    CREATE VIEW results AS
    SELECT printf('%016x', m.point_key) AS point, m.run_id AS run, s.model, s.system, s.engine,
      d.topology, d.label, d.quantization, m.gpus, m.concurrency, s.isl, s.osl, s.range_ratio,
      s.shared_prefix, s.mtp_acceptance, d.mtp, d.max_batch_size, d.max_num_tokens,
      v.method, v.version,
      m.tps_user, m.tps_gpu, m.total_tps_gpu, m.interactivity, m.e2e_tps_user,
      m.ttft_ms_p50, m.ttft_ms_p90, m.ttft_ms_p99, m.tpot_ms_p50, m.tpot_ms_p90, m.tpot_ms_p99,
      m.e2e_ms_p50, m.e2e_ms_p99, m.itl_ms_p50, m.itl_ms_p99,
      m.requests_per_second, m.output_tps, m.input_tps, m.mean_concurrency, m.requests,
      m.tps_user * m.tpot_ms_mean / m.tpot_p95 AS tps_user_p05,
      m.tps_user * m.tpot_ms_mean / m.tpot_p05 AS tps_user_p95,
      m.tps_gpu * m.e2e_ms_mean / (m.ttft_p95
        + coalesce((m.e2e_ms_mean - m.ttft_ms_mean) * m.tpot_p95 / m.tpot_ms_mean, 0)) AS tps_gpu_p05,
      m.tps_gpu * m.e2e_ms_mean / (m.ttft_p05
        + coalesce((m.e2e_ms_mean - m.ttft_ms_mean) * m.tpot_p05 / m.tpot_ms_mean, 0)) AS tps_gpu_p95,
      m.ttft_p05, m.ttft_p95, m.tpot_p05, m.tpot_p95,
      CASE m.calibration WHEN 0 THEN 'calibrated' WHEN 1 THEN 'transferred' WHEN 2 THEN 'uncalibrated'
        END AS calibration,
      CASE m.confidence WHEN 0 THEN 'measured' WHEN 1 THEN 'interpolated' WHEN 2 THEN 'extrapolated'
        ELSE 'roofline' END AS confidence,
      datetime(m.measured_at, 'unixepoch') AS measured_at, m.id AS measurement_id, d.canonical
    FROM measurements m
    JOIN scenarios s ON s.id = m.scenario_id
    JOIN deployments d ON d.id = m.deployment_id
    JOIN benchmark_versions v ON v.id = m.version_id
    """
}
