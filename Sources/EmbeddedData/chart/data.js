// The report's data: columns of numbers for all points, full details for those near a frontier.
const report = JSON.parse(document.getElementById("data").textContent);

/** Bytes of a base64 text as a typed array (little-endian, as written). */
function decode(text, Type) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return new Type(bytes.buffer);
}

const points = {
  count: report.count,
  x: decode(report.columns.x, Float32Array),
  y: decode(report.columns.y, Float32Array),
  ttft50: decode(report.columns.ttft50, Float32Array),
  ttft99: decode(report.columns.ttft99, Float32Array),
  tpot50: decode(report.columns.tpot50, Float32Array),
  tpot99: decode(report.columns.tpot99, Float32Array),
  concurrency: decode(report.columns.concurrency, Uint32Array),
  deployment: decode(report.columns.deployment, Uint32Array),
  confidence: decode(report.columns.confidence, Uint8Array),
  keeps: decode(report.columns.keeps, Uint8Array),
};
const detailValues = decode(report.details.values, Float32Array);
const detailOf = new Map(report.details.points.map((point, place) => [point, place]));

const intervalValues = report.intervals ? decode(report.intervals.values, Float32Array) : null;
const intervalLevels = report.intervals ? decode(report.intervals.level, Uint8Array) : null;

/** Both ends of a point's 90 % interval of x, y, ttft or tpot; undefined where it has none or is not near a frontier. */
function interval(point, name) {
  const place = report.intervals ? detailOf.get(point) : undefined;
  if (place === undefined) return undefined;
  const at = (place * report.intervals.names.length + report.intervals.names.indexOf(name)) * 2;
  const ends = [intervalValues[at], intervalValues[at + 1]];
  return ends.every(isFinite) ? ends : undefined;
}

/** How well a point is calibrated, as a word; undefined without intervals. */
function calibration(point) {
  const place = report.intervals ? detailOf.get(point) : undefined;
  return place === undefined ? undefined : report.intervals.levels[intervalLevels[place]];
}

const deployments = report.deployments.map((d) => ({
  system: d[0], engine: d[1], topology: d[2], label: d[3], formats: d[4], gpus: d[5], mtp: d[6], chunk: d[7],
  prefill: d[8], decode: d[9], workload: d[10],
}));
const deploymentOf = (point) => deployments[points.deployment[point]];

/** One figure of a point with full details, by column name; undefined for others. */
function figure(point, name) {
  const place = detailOf.get(point);
  if (place === undefined) return undefined;
  const column = report.details.names.indexOf(name);
  return detailValues[place * report.details.names.length + column];
}

/** What can be filtered on: a name, its values in order, and a point's value. */
const facets = [
  { name: "GPU type", value: (d) => d.system, label: (v) => report.systems[v].name },
  { name: "Topology", value: (d) => d.topology, label: (v) => (v === "agg" ? "aggregated" : "disaggregated") },
  { name: "Engine", value: (d) => d.engine, label: (v) => report.engines[v] || v },
  { name: "MTP", value: (d) => d.mtp, label: (v) => (v === 0 ? "off" : String(v)) },
];
for (const facet of facets) {
  const counts = new Map();
  for (let i = 0; i < points.count; i++) {
    const value = facet.value(deploymentOf(i));
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  facet.counts = counts;
  facet.values = [...counts.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  facet.hidden = new Set();
}

const state = {
  visible: new Uint8Array(points.count).fill(1),
  /** One list of points for each GPU type, by rising x; and the joint one. */
  frontiers: [], joint: [], onJoint: new Set(),
  hover: -1, pinned: -1, cloud: true, intervals: Boolean(report.intervals),
};

/** The non-dominated points of a list, both axes to be large; the first of duplicates. By rising x. */
function frontierOf(list) {
  const sorted = list.slice().sort((a, b) => points.x[b] - points.x[a] || points.y[b] - points.y[a] || a - b);
  const kept = [];
  let best = -Infinity;
  for (const point of sorted) {
    if (points.y[point] > best) {
      best = points.y[point];
      kept.push(point);
    }
  }
  return kept.reverse();
}

/** Applies the filters and draws the frontiers over what is left. */
function applyFilters() {
  const filtered = facets.some((facet) => facet.hidden.size > 0);
  const shown = deployments.map((d) => facets.every((facet) => !facet.hidden.has(facet.value(d))));
  for (let i = 0; i < points.count; i++) state.visible[i] = shown[points.deployment[i]] ? 1 : 0;
  if (!filtered) {
    state.frontiers = report.systems.map((system) => system.frontier);
    state.joint = report.joint;
  } else {
    const lists = report.systems.map(() => []);
    for (let i = 0; i < points.count; i++) {
      if (state.visible[i] && points.keeps[i] && isFinite(points.x[i]) && isFinite(points.y[i])) {
        lists[deploymentOf(i).system].push(i);
      }
    }
    state.frontiers = lists.map(frontierOf);
    state.joint = frontierOf(state.frontiers.flat());
  }
  state.onJoint = new Set(state.joint);
}
