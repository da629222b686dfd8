extension Schema {
  /// Rows that a sweep adds one after the other get ids one after the other, and every index of the large
  /// tables starts with ids, not with hashes: inserts go to few pages however large the store is.
  static let tables = """
    CREATE TABLE benchmark_versions (
      id INTEGER PRIMARY KEY,
      method TEXT NOT NULL,
      version TEXT NOT NULL,
      UNIQUE (method, version)
    ) STRICT;

    -- One model on one system and engine under one traffic: what a frontier is asked for.
    CREATE TABLE scenarios (
      id INTEGER PRIMARY KEY,
      model TEXT NOT NULL,
      system TEXT NOT NULL,
      engine TEXT NOT NULL,
      isl INTEGER NOT NULL,
      osl INTEGER NOT NULL,
      range_ratio REAL NOT NULL,
      shared_prefix INTEGER NOT NULL,
      mtp_acceptance TEXT NOT NULL,
      UNIQUE (model, isl, osl, range_ratio, shared_prefix, mtp_acceptance, system, engine)
    ) STRICT;

    CREATE TABLE deployments (
      id INTEGER PRIMARY KEY,
      key INTEGER NOT NULL UNIQUE,
      canonical TEXT NOT NULL,
      system TEXT NOT NULL,
      model TEXT NOT NULL,
      engine TEXT NOT NULL,
      topology TEXT NOT NULL,
      label TEXT NOT NULL,
      quantization TEXT NOT NULL,
      gpus INTEGER NOT NULL,
      mtp INTEGER NOT NULL,
      max_batch_size INTEGER NOT NULL,
      max_num_tokens INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      space_name TEXT NOT NULL,
      space_hash TEXT NOT NULL,
      space_text TEXT NOT NULL,
      search TEXT NOT NULL,
      budget INTEGER,
      seed INTEGER NOT NULL,
      version_id INTEGER NOT NULL REFERENCES benchmark_versions (id),
      program_version TEXT NOT NULL,
      tables_version TEXT NOT NULL,
      command TEXT NOT NULL,
      model TEXT,
      isl INTEGER,
      osl INTEGER,
      status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'interrupted')),
      started_at REAL NOT NULL,
      finished_at REAL,
      total INTEGER,
      measured INTEGER NOT NULL DEFAULT 0,
      reused INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      rejected TEXT NOT NULL DEFAULT '{}'
    ) STRICT;
    CREATE INDEX runs_by_space ON runs (space_hash);

    -- One row per point and benchmark version. Axes and limits first: SQLite reads a row only as far as
    -- the last column asked for.
    CREATE TABLE measurements (
      id INTEGER PRIMARY KEY,
      scenario_id INTEGER NOT NULL REFERENCES scenarios (id),
      version_id INTEGER NOT NULL REFERENCES benchmark_versions (id),
      deployment_id INTEGER NOT NULL REFERENCES deployments (id),
      concurrency INTEGER NOT NULL,
      point_key INTEGER NOT NULL,
      run_id INTEGER NOT NULL REFERENCES runs (id),
      gpus INTEGER NOT NULL,
      confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 3),
      tps_user REAL NOT NULL,
      tps_gpu REAL NOT NULL,
      total_tps_gpu REAL NOT NULL,
      interactivity REAL NOT NULL,
      e2e_tps_user REAL NOT NULL,
      ttft_ms_p50 REAL NOT NULL,
      ttft_ms_p90 REAL NOT NULL,
      ttft_ms_p99 REAL NOT NULL,
      tpot_ms_p50 REAL NOT NULL,
      tpot_ms_p90 REAL NOT NULL,
      tpot_ms_p99 REAL NOT NULL,
      e2e_ms_p50 REAL NOT NULL,
      e2e_ms_p99 REAL NOT NULL,
      itl_ms_p50 REAL NOT NULL,
      itl_ms_p99 REAL NOT NULL,
      requests_per_second REAL NOT NULL,
      output_tps REAL NOT NULL,
      input_tps REAL NOT NULL,
      mean_concurrency REAL NOT NULL,
      requests INTEGER NOT NULL,
      measured_at REAL NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX measurements_by_place
      ON measurements (scenario_id, version_id, deployment_id, concurrency);

    -- 4 x 13 little-endian doubles: TTFT, TPOT, ITL, E2E x mean, standard deviation, minimum, maximum,
    -- p1, p5, p10, p25, p50, p75, p90, p95, p99; milliseconds.
    CREATE TABLE distributions (
      measurement_id INTEGER PRIMARY KEY REFERENCES measurements (id),
      figures BLOB NOT NULL CHECK (length(figures) = 416)
    ) STRICT;

    CREATE TABLE failures (
      id INTEGER PRIMARY KEY,
      scenario_id INTEGER NOT NULL REFERENCES scenarios (id),
      version_id INTEGER NOT NULL REFERENCES benchmark_versions (id),
      deployment_id INTEGER NOT NULL REFERENCES deployments (id),
      concurrency INTEGER NOT NULL,
      point_key INTEGER NOT NULL,
      reason TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      failed_at REAL NOT NULL,
      UNIQUE (scenario_id, version_id, deployment_id, concurrency)
    ) STRICT;

    CREATE TABLE run_points (
      run_id INTEGER NOT NULL REFERENCES runs (id),
      measurement_id INTEGER NOT NULL REFERENCES measurements (id),
      PRIMARY KEY (run_id, measurement_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run_failures (
      run_id INTEGER NOT NULL REFERENCES runs (id),
      failure_id INTEGER NOT NULL REFERENCES failures (id),
      PRIMARY KEY (run_id, failure_id)
    ) STRICT, WITHOUT ROWID;
    """

  /// The names of the CSV export, for people who query the file by hand.
  static let resultsView = """
    CREATE VIEW results AS
    SELECT printf('%016x', m.point_key) AS point, m.run_id AS run, s.model, s.system, s.engine,
      d.topology, d.label, d.quantization, m.gpus, m.concurrency, s.isl, s.osl, s.range_ratio,
      s.shared_prefix, s.mtp_acceptance, d.mtp, d.max_batch_size, d.max_num_tokens,
      v.method, v.version,
      m.tps_user, m.tps_gpu, m.total_tps_gpu, m.interactivity, m.e2e_tps_user,
      m.ttft_ms_p50, m.ttft_ms_p90, m.ttft_ms_p99, m.tpot_ms_p50, m.tpot_ms_p90, m.tpot_ms_p99,
      m.e2e_ms_p50, m.e2e_ms_p99, m.itl_ms_p50, m.itl_ms_p99,
      m.requests_per_second, m.output_tps, m.input_tps, m.mean_concurrency, m.requests,
      CASE m.confidence WHEN 0 THEN 'measured' WHEN 1 THEN 'interpolated' WHEN 2 THEN 'extrapolated'
        ELSE 'roofline' END AS confidence,
      datetime(m.measured_at, 'unixepoch') AS measured_at, m.id AS measurement_id, d.canonical
    FROM measurements m
    JOIN scenarios s ON s.id = m.scenario_id
    JOIN deployments d ON d.id = m.deployment_id
    JOIN benchmark_versions v ON v.id = m.version_id
    """
}
