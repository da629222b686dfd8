// Scatter plots of predictions against measurements on logarithmic axes, one for each latency.
const report = JSON.parse(document.getElementById("data").textContent);
const rows = report.rows.map((row) => ({
  id: row[0], engine: row[1], about: row[2], load: row[3], confidence: row[4],
  tpot: { measured: row[5], predicted: row[6], low: row[9], high: row[10] },
  ttft: { measured: row[7], predicted: row[8], low: row[11], high: row[12] },
}));
const hidden = new Set();
const tip = document.getElementById("tip");
const margin = { left: 62, right: 14, top: 26, bottom: 44 };
const shapes = [
  (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (x, y, r) => `M${x} ${y - 1.25 * r}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z`,
  (x, y, r) => `M${x - 0.9 * r} ${y - 0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
];
const inks = ["var(--s1)", "var(--s0)", "var(--s2)", "var(--s3)"];
const ink = (engine) => inks[engine % inks.length];
const shape = (engine, x, y, r) => shapes[engine % shapes.length](+x.toFixed(1), +y.toFixed(1), r);

/** An SVG element with attributes and children. */
function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.flat());
  return node;
}

const line = (x1, y1, x2, y2, more = {}) => svg("line", { x1, y1, x2, y2, ...more });
const shown = (value) => isFinite(value) && value > 0;

/** Round values between two others, at most about `count`. */
function ticks(low, high, count) {
  for (const digits of [[1, 2, 5], [1, 3], [1]]) {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const digit of digits) found.push(digit * Math.pow(10, power));
    }
    const inside = found.filter((value) => value >= low * 0.999 && value <= high * 1.001);
    if (inside.length <= count || digits.length === 1) return inside;
  }
}

class Plot {
  constructor(key, title) {
    this.key = key;
    this.title = title;
    this.stage = document.getElementById(key);
    const values = rows.flatMap((row) => [row[key].measured, row[key].predicted]).filter(shown);
    const least = values.length ? Math.min(...values) : 1, most = values.length ? Math.max(...values) : 10;
    this.low = Math.log10(least) - 0.05;
    this.high = Math.max(Math.log10(most) + 0.05, this.low + 0.3);
    this.stage.addEventListener("pointermove", (event) => this.pointAt(event));
    this.stage.addEventListener("pointerleave", () => hover(-1));
  }

  x(value) { return margin.left + (Math.log10(value) - this.low) / (this.high - this.low) * this.width; }
  y(value) { return margin.top + (1 - (Math.log10(value) - this.low) / (this.high - this.low)) * this.height; }

  draw() {
    const box = this.stage.getBoundingClientRect();
    this.width = Math.max(80, box.width - margin.left - margin.right);
    this.height = Math.max(80, box.height - margin.top - margin.bottom);
    const right = margin.left + this.width, bottom = margin.top + this.height;
    const low = Math.pow(10, this.low), high = Math.pow(10, this.high);
    const grid = svg("g", { class: "grid" }), labels = svg("g");
    for (const tick of ticks(low, high, Math.max(3, Math.floor(this.width / 62)))) {
      const at = this.x(tick);
      grid.append(line(at, margin.top, at, bottom));
      labels.append(svg("text", { x: at, y: bottom + 17, "text-anchor": "middle" }, tickText(tick)));
    }
    for (const tick of ticks(low, high, Math.max(4, Math.round(this.height / 32)))) {
      const at = this.y(tick);
      grid.append(line(margin.left, at, right, at));
      labels.append(svg("text", { x: margin.left - 8, y: at + 4, "text-anchor": "end" }, tickText(tick)));
    }
    const clip = `clip-${this.key}`;
    // The predicted figure is a factor times the measured one: a straight line on these axes.
    const factor = (times, name) => line(
      this.x(low), this.y(low * times), this.x(high), this.y(high * times), { class: name });
    const marks = svg("g", { class: "marks" });
    for (const row of rows) {
      const value = row[this.key];
      if (hidden.has(row.engine) || !shown(value.measured) || !shown(value.predicted)) continue;
      marks.append(svg("path", {
        d: shape(row.engine, this.x(value.measured), this.y(value.predicted), 3), fill: ink(row.engine),
      }));
    }
    this.hot = svg("g", { class: "hot" });
    this.stage.replaceChildren(svg("svg", {
      role: "img", viewBox: `0 0 ${box.width} ${box.height}`,
      "aria-label": `${this.title}: predicted against measured, ${rows.length} rows`,
    },
    svg("clipPath", { id: clip }, svg("rect", { x: margin.left, y: margin.top, width: this.width, height: this.height })),
    grid, svg("path", { class: "frame", d: `M${margin.left} ${margin.top}V${bottom}H${right}` }), labels,
    svg("g", { "clip-path": `url(#${clip})` }, marks, factor(1, "equal"), factor(1.2, "band"), factor(0.8, "band")),
    this.hot,
    svg("text", { class: "title", x: 0, y: 13 }, "predicted, ms"),
    svg("text", { class: "title", x: right, y: bottom + 37, "text-anchor": "end" }, "measured, ms")));
  }

  /** Shows the row nearest to the pointer. */
  pointAt(event) {
    const box = this.stage.getBoundingClientRect();
    const px = event.clientX - box.left, py = event.clientY - box.top;
    let best = -1, distance = 14 * 14;
    rows.forEach((row, index) => {
      const value = row[this.key];
      if (hidden.has(row.engine) || !shown(value.measured) || !shown(value.predicted)) return;
      const d = (this.x(value.measured) - px) ** 2 + (this.y(value.predicted) - py) ** 2;
      if (d < distance) { distance = d; best = index; }
    });
    hover(best, this);
  }

  /** Rings a row, with its interval where it has one. */
  mark(row) {
    this.hot.replaceChildren();
    if (!row) return;
    const value = row[this.key];
    if (!shown(value.measured) || !shown(value.predicted)) return;
    const x = this.x(value.measured);
    if (shown(value.low) && shown(value.high)) {
      const y0 = Math.max(margin.top, this.y(value.high));
      const y1 = Math.min(margin.top + this.height, this.y(value.low));
      this.hot.append(line(x, y0, x, y1), line(x - 4, y0, x + 4, y0), line(x - 4, y1, x + 4, y1));
    }
    this.hot.append(svg("path", { d: shape(row.engine, x, this.y(value.predicted), 5.5), fill: ink(row.engine) }));
  }
}

const tickText = (value) => (value >= 1 ? Math.round(value).toLocaleString("en-US") : String(+value.toPrecision(2)));

function facts(name, value) {
  const error = 100 * (value.predicted / value.measured - 1);
  const found = [
    [`${name} measured`, duration(value.measured)],
    [`${name} predicted`, `${duration(value.predicted)} (${error < 0 ? "−" : "+"}${Math.abs(error).toFixed(1)} %)`],
  ];
  if (shown(value.low)) found.push([`${name} 90 % interval`, `${duration(value.low)} to ${duration(value.high)}`]);
  return found;
}

/** Shows a row in both plots and its figures beside the pointer's plot. */
function hover(index, plot) {
  const row = rows[index];
  for (const each of plots) each.mark(row);
  tip.hidden = !row;
  if (!row) return;
  const figures = [...facts("TPOT", row.tpot), ...facts("TTFT", row.ttft), ["kernels", row.confidence]];
  tip.replaceChildren(
    element("strong", {}, row.id || "row without a name"),
    element("div", { class: "sub" }, `${report.engines[row.engine]}, ${row.about}`, element("br"), row.load),
    element("table", {}, element("tbody", {}, figures.map(([name, value]) =>
      element("tr", {}, element("td", {}, name), element("td", {}, value))))));
  const main = tip.parentElement.getBoundingClientRect(), box = plot.stage.getBoundingClientRect();
  const x = box.left - main.left + plot.x(row[plot.key].measured);
  const y = box.top - main.top + plot.y(row[plot.key].predicted);
  const left = x + 16 + tip.offsetWidth <= main.width ? x + 16 : x - 16 - tip.offsetWidth;
  tip.style.left = Math.max(0, left) + "px";
  tip.style.top = Math.max(0, Math.min(y - tip.offsetHeight / 2, main.height - tip.offsetHeight)) + "px";
}

function drawFilters() {
  const chips = report.engines.map((name, engine) => {
    const count = rows.filter((row) => row.engine === engine).length;
    const chip = element("button", {
      type: "button", class: "chip", "aria-pressed": String(!hidden.has(engine)), "data-engine": name,
      title: "Click to hide or show",
      onclick: () => {
        if (!hidden.delete(engine)) hidden.add(engine);
        chip.setAttribute("aria-pressed", String(!hidden.has(engine)));
        drawAll();
      },
    }, name, element("small", {}, count.toLocaleString("en-US")));
    chip.prepend(svg("svg", { viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true" },
      svg("path", { d: shape(engine, 0, 0, 1), style: `fill:${ink(engine)}` })));
    return chip;
  });
  const key = (name, text) => element("span", { class: "key" },
    svg("svg", { viewBox: "0 0 26 10", "aria-hidden": "true" }, line(0, 5, 26, 5, { class: name })), text);
  document.getElementById("filters").replaceChildren(...chips, key("equal", "predicted = measured"), key("band", "±20 %"));
}

function drawAll() {
  hover(-1);
  for (const plot of plots) plot.draw();
  document.body.dataset.ready = "1";
}

const plots = [];
plots.push(new Plot("tpot", "Time per output token"), new Plot("ttft", "Time to first token"));
for (const plot of plots) plot.hot = svg("g");
drawFilters();
let scheduled = 0;
new ResizeObserver(() => {
  cancelAnimationFrame(scheduled);
  scheduled = requestAnimationFrame(drawAll);
}).observe(document.querySelector("main"));
