// The chart: a cloud of points written straight into pixels, curves and marks of the frontiers on top.
const canvas = document.getElementById("chart");
const overlay = document.getElementById("overlay");
const context = canvas.getContext("2d", { willReadFrequently: true });
const above = overlay.getContext("2d");
const margin = { left: 64, right: 18, top: 30, bottom: 46 };
const view = { width: 0, height: 0, ratio: 1 };
const axes = { x: { log: false }, y: { log: false } };
let inks = {};

function readInks() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  inks = { systems: [] };
  for (const name of ["paper", "ink", "soft", "faint", "line", "grid", "focus", "halo"]) inks[name] = get("--" + name);
  for (const system of report.systems) inks.systems.push(get("--s" + (system.slot % 6)));
}

/** Red, green and blue of a `#rrggbb` colour. */
const channels = (ink) => [1, 3, 5].map((at) => parseInt(ink.slice(at, at + 2), 16));

/** Sets both axes to hold all points, from zero where linear. */
function fitAxes() {
  for (const [name, values] of [["x", points.x], ["y", points.y]]) {
    const axis = axes[name];
    let least = Infinity, most = 0;
    for (let i = 0; i < points.count; i++) {
      const value = values[i];
      if (!state.visible[i] || !isFinite(value) || value <= 0) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    // Whiskers may run out of the plot: a few long ones would press all points into a corner.
    const room = 1.25 * most;
    for (const point of state.intervals ? state.frontiers.flat() : []) {
      const own = interval(point, name);
      if (own) most = Math.max(most, Math.min(own[1], room));
    }
    if (most === 0) { least = 1; most = 10; }
    if (axis.log) {
      // The cloud's lowest points would take most of a logarithmic axis: three decades are enough.
      axis.low = Math.log10(Math.max(least, most / 2000)) - 0.03;
      axis.high = axis.low + (Math.log10(most) - axis.low) * 1.05;
    } else {
      axis.low = 0;
      axis.high = most * 1.05;
    }
  }
}

const plotWidth = () => view.width - margin.left - margin.right;
const plotHeight = () => view.height - margin.top - margin.bottom;
const toScale = (axis, value) => (axis.log ? Math.log10(value) : value);
const fromScale = (axis, value) => (axis.log ? Math.pow(10, value) : value);
const toX = (value) =>
  margin.left + ((toScale(axes.x, value) - axes.x.low) / (axes.x.high - axes.x.low)) * plotWidth();
const toY = (value) =>
  margin.top + (1 - (toScale(axes.y, value) - axes.y.low) / (axes.y.high - axes.y.low)) * plotHeight();

/** Round values within an axis' range, about `count` of them. */
function ticks(axis, count) {
  const low = fromScale(axis, axis.low), high = fromScale(axis, axis.high);
  if (axis.log && high / low > 8) {
    for (const digits of [[1, 2, 5], [1, 3], [1]]) {
      const found = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
        for (const digit of digits) found.push(digit * Math.pow(10, power));
      }
      const inside = found.filter((value) => value >= low && value <= high);
      if (inside.length <= count + 2 || digits.length === 1) return inside;
    }
  }
  const rough = (high - low) / count;
  const decade = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = decade * [1, 2, 2.5, 5, 10].find((factor) => factor * decade >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step); at * step <= high && found.length < 50; at++) found.push(at * step);
  return found;
}

function resize() {
  const box = canvas.parentElement.getBoundingClientRect();
  view.ratio = Math.min(window.devicePixelRatio || 1, 3);
  view.width = Math.max(240, Math.round(box.width));
  view.height = Math.max(240, Math.round(box.height));
  for (const layer of [canvas, overlay]) {
    layer.width = Math.round(view.width * view.ratio);
    layer.height = Math.round(view.height * view.ratio);
  }
}

let scheduled = false;
/** Draws at the next frame, once however often it is asked. */
function redraw() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
}

function draw() {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = inks.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  drawGrid();
  if (state.cloud) splat();
  context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  context.save();
  context.beginPath();
  context.rect(margin.left, margin.top - 8, plotWidth() + 9, plotHeight() + 16);
  context.clip();
  drawLimit();
  if (state.intervals) drawIntervals();
  drawCurves();
  context.restore();
  drawLegend();
  drawOverlay();
  document.body.dataset.ready = "1";
}

function drawGrid() {
  const bottom = view.height - margin.bottom;
  context.font = "12px " + getComputedStyle(document.body).fontFamily;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of ticks(axes.y, Math.max(3, Math.round(plotHeight() / 64)))) {
    const y = Math.round(toY(tick)) + 0.5;
    context.strokeStyle = inks.grid;
    line(context, margin.left, y, view.width - margin.right, y);
    context.fillStyle = inks.soft;
    context.fillText(tickText(tick), margin.left - 9, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of ticks(axes.x, Math.max(3, Math.round(plotWidth() / 90)))) {
    const x = Math.round(toX(tick)) + 0.5;
    context.strokeStyle = inks.grid;
    line(context, x, margin.top, x, bottom);
    context.fillStyle = inks.soft;
    context.fillText(tickText(tick), x, bottom + 8);
  }
  context.strokeStyle = inks.faint;
  line(context, margin.left, Math.round(bottom) + 0.5, view.width - margin.right, Math.round(bottom) + 0.5);
  context.fillStyle = inks.ink;
  context.font = "600 13px " + getComputedStyle(document.body).fontFamily;
  context.textAlign = "left";
  context.fillText(axisTitle(report.axes.gpu), 2, 2);
  context.textAlign = "right";
  context.fillText(axisTitle(report.axes.user), view.width - margin.right, bottom + 27);
}

const axisTitle = (axis) => `${axis.title} (${axis.unit})`;
const tickText = (value) => (value >= 1 ? Number(value.toPrecision(4)).toLocaleString("en-US") : String(+value.toPrecision(2)));

function line(target, x0, y0, x1, y1) {
  target.beginPath();
  target.moveTo(x0, y0);
  target.lineTo(x1, y1);
  target.stroke();
}

/** Blends every visible point into the pixels: tens of thousands cost a few milliseconds. */
function splat() {
  const { ratio } = view;
  const left = Math.round(margin.left * ratio), top = Math.round(margin.top * ratio);
  const width = Math.round(plotWidth() * ratio), height = Math.round(plotHeight() * ratio);
  if (width < 2 || height < 2) return;
  const image = context.getImageData(left, top, width, height);
  const pixels = image.data;
  const colours = inks.systems.map(channels);
  const size = Math.max(2, Math.round(1.6 * ratio));
  // Fewer points may be stronger; many must not become a blot.
  const strength = Math.max(0.12, Math.min(0.5, 42 / Math.sqrt(points.count + 1)));
  const { x, y } = points;
  for (let i = 0; i < points.count; i++) {
    if (!state.visible[i]) continue;
    const px = Math.round(toX(x[i]) * ratio) - left - (size >> 1);
    const py = Math.round(toY(y[i]) * ratio) - top - (size >> 1);
    if (!(px >= 0 && py >= 0 && px + size < width && py + size < height)) continue;
    const colour = colours[deployments[points.deployment[i]].system];
    const alpha = points.keeps[i] ? strength : strength * 0.3;
    for (let row = 0; row < size; row++) {
      let at = ((py + row) * width + px) * 4;
      for (let column = 0; column < size; column++, at += 4) {
        pixels[at] += (colour[0] - pixels[at]) * alpha;
        pixels[at + 1] += (colour[1] - pixels[at + 1]) * alpha;
        pixels[at + 2] += (colour[2] - pixels[at + 2]) * alpha;
      }
    }
  }
  context.putImageData(image, left, top);
}

/** The least rate per user that was asked for. */
function drawLimit() {
  if (!report.minTpsUser) return;
  const x = Math.round(toX(report.minTpsUser)) + 0.5;
  context.strokeStyle = inks.faint;
  context.setLineDash([4, 4]);
  line(context, x, margin.top, x, view.height - margin.bottom);
  context.setLineDash([]);
  context.font = "12px " + getComputedStyle(document.body).fontFamily;
  context.fillStyle = inks.soft;
  context.textBaseline = "top";
  const sure = report.assurance ? `, with ${report.assurance} confidence` : "";
  const text = `limit ${report.minTpsUser.toLocaleString("en-US")}${sure}`;
  // The legend stands at the right.
  const left = x + 5 + context.measureText(text).width > view.width - 150;
  context.textAlign = left ? "right" : "left";
  context.fillText(text, left ? x - 5 : x + 5, margin.top - 2);
}

function path(list) {
  context.beginPath();
  list.forEach((point, place) => {
    const x = toX(points.x[point]), y = toY(points.y[point]);
    if (place === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

/** Thin whiskers over the 90 % intervals of frontier points, far enough apart to tell them from each other. */
function drawIntervals() {
  context.lineWidth = 1.2;
  context.globalAlpha = 0.55;
  report.systems.forEach((system, index) => {
    context.strokeStyle = inks.systems[index];
    let last = null;
    for (const point of state.frontiers[index]) {
      const at = [toX(points.x[point]), toY(points.y[point])];
      if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < 44) continue;
      if (whiskers(context, point, 2.5)) last = at;
    }
  });
  context.globalAlpha = 1;
}

/** Both intervals of a point as lines through it, with caps of a length; says whether it has any. */
function whiskers(target, point, cap) {
  const across = interval(point, "x"), up = interval(point, "y");
  if (!across || !up) return false;
  const x = toX(points.x[point]), y = toY(points.y[point]);
  const [left, right] = across.map(toX), [low, high] = up.map(toY);
  line(target, left, y, right, y);
  line(target, x, low, x, high);
  if (cap > 0) {
    for (const end of [left, right]) line(target, end, y - cap, end, y + cap);
    for (const end of [low, high]) line(target, x - cap, end, x + cap, end);
  }
  return true;
}

function drawCurves() {
  context.lineJoin = "round";
  context.lineCap = "round";
  if (state.frontiers.filter((list) => list.length > 0).length > 1) {
    path(state.joint);
    context.strokeStyle = inks.halo;
    context.globalAlpha = 0.13;
    context.lineWidth = 11;
    context.stroke();
    context.globalAlpha = 1;
  }
  for (let system = report.systems.length - 1; system >= 0; system--) {
    path(state.frontiers[system]);
    context.strokeStyle = inks.systems[system];
    context.lineWidth = 2;
    context.stroke();
    for (const point of state.frontiers[system]) {
      mark(context, system, toX(points.x[point]), toY(points.y[point]), 4.6);
    }
  }
}

/** Outlines of the marks, in units of their size, by the GPU type's place in the palette. */
const outlines = [
  [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]],
  [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  null,
  [[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]],
  [[0, 1.15], [1.1, -0.85], [-1.1, -0.85]],
  [[-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4], [0.4, 1.1], [-0.4, 1.1],
    [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4]],
];

function mark(target, system, x, y, size) {
  const outline = outlines[report.systems[system].slot % outlines.length];
  target.beginPath();
  if (!outline) target.arc(x, y, size, 0, 2 * Math.PI);
  else {
    outline.forEach(([dx, dy], place) => {
      if (place === 0) target.moveTo(x + dx * size, y + dy * size);
      else target.lineTo(x + dx * size, y + dy * size);
    });
    target.closePath();
  }
  target.fillStyle = inks.systems[system];
  target.strokeStyle = inks.paper;
  target.lineWidth = 1.5;
  target.stroke();
  target.fill();
}

/** The same mark for the page's own elements. */
function markSymbol(system) {
  const outline = outlines[report.systems[system].slot % outlines.length];
  const shape = outline
    ? `<polygon points="${outline.map(([x, y]) => `${x},${y}`).join(" ")}"/>`
    : '<circle r="1.05"/>';
  const holder = document.createElement("span");
  holder.innerHTML = `<svg viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true">${shape}</svg>`;
  const symbol = holder.firstChild;
  symbol.style.fill = `var(--s${report.systems[system].slot % 6})`;
  return symbol;
}

function drawLegend() {
  const named = report.systems.map((system, index) => ({ ...system, index })).filter(
    (system) => state.frontiers[system.index].length > 0);
  // More would cover the chart; the chips above name them all.
  const shown = named.slice(0, 8).map((system) => ({
    index: system.index, name: system.name.length > 24 ? system.name.slice(0, 23) + "…" : system.name,
  }));
  context.font = "13px " + getComputedStyle(document.body).fontFamily;
  const width = Math.max(0, ...shown.map((system) => context.measureText(system.name).width)) + 34;
  const x = view.width - margin.right - width - 6;
  let y = margin.top + 12;
  context.globalAlpha = 0.86;
  context.fillStyle = inks.paper;
  context.fillRect(x, margin.top + 1, width + 6, shown.length * 22 + 2);
  context.globalAlpha = 1;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const system of shown) {
    context.strokeStyle = inks.systems[system.index];
    context.lineWidth = 2;
    line(context, x + 4, y, x + 26, y);
    mark(context, system.index, x + 15, y, 4.6);
    context.fillStyle = inks.ink;
    context.fillText(system.name, x + 34, y + 0.5);
    y += 22;
  }
}

/** Rings around the point under the pointer and the pinned one. */
function drawOverlay() {
  above.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  above.clearRect(0, 0, view.width, view.height);
  for (const [point, ink] of [[state.pinned, inks.focus], [state.hover, inks.ink]]) {
    if (point < 0 || !state.visible[point]) continue;
    const x = toX(points.x[point]), y = toY(points.y[point]);
    if (x < margin.left - 6 || x > view.width || y < margin.top - 8 || y > view.height - margin.bottom + 6) continue;
    above.strokeStyle = inks.faint;
    above.lineWidth = 1;
    above.setLineDash([2, 3]);
    line(above, margin.left, y, x - 9, y);
    line(above, x, y + 9, x, view.height - margin.bottom);
    above.setLineDash([]);
    above.save();
    above.beginPath();
    above.rect(margin.left, margin.top - 8, plotWidth() + 9, plotHeight() + 8);
    above.clip();
    above.strokeStyle = inks.systems[deploymentOf(point).system];
    above.lineWidth = 1.5;
    whiskers(above, point, 4);
    above.restore();
    mark(above, deploymentOf(point).system, x, y, 5.4);
    above.strokeStyle = ink;
    above.lineWidth = 2;
    above.beginPath();
    above.arc(x, y, 9, 0, 2 * Math.PI);
    above.stroke();
  }
}

/** The visible point nearest to a place; frontier points win over the cloud. -1: none near. */
function nearest(px, py) {
  let best = -1, distance = 14 * 14;
  for (const list of state.frontiers) {
    for (const point of list) {
      const d = (toX(points.x[point]) - px) ** 2 + (toY(points.y[point]) - py) ** 2;
      if (d < distance) { distance = d; best = point; }
    }
  }
  if (best >= 0 || !state.cloud) return best;
  distance = 10 * 10;
  for (let i = 0; i < points.count; i++) {
    if (!state.visible[i]) continue;
    const d = (toX(points.x[i]) - px) ** 2 + (toY(points.y[i]) - py) ** 2;
    if (d < distance) { distance = d; best = i; }
  }
  return best;
}
