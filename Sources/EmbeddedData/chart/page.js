// The page around the chart: pointer and keys, filters, the pinned configuration, the table.
const tip = document.getElementById("tip");
const detail = document.getElementById("detail");

function hover(point) {
  if (point === state.hover) return;
  state.hover = point;
  drawOverlay();
  for (const row of document.querySelectorAll("#table tr.hot")) row.classList.remove("hot");
  const row = document.getElementById("row-" + point);
  if (row) row.classList.add("hot");
  if (point < 0) tip.hidden = true;
  else showTip(point);
}

function showTip(point) {
  const d = deploymentOf(point);
  const range = (name) => (interval(point, name) ? ` (${ends(interval(point, name))})` : "");
  const facts = [
    [report.axes.user.unit, number(points.x[point]) + range("x")],
    [report.axes.gpu.unit, number(points.y[point]) + range("y")],
    ["concurrency", points.concurrency[point].toLocaleString("en-US")],
    ["TTFT p50 / p99", `${duration(points.ttft50[point])} / ${duration(points.ttft99[point])}`],
    ["TPOT p50 / p99", `${duration(points.tpot50[point])} / ${duration(points.tpot99[point])}`],
  ];
  if (interval(point, "ttft")) {
    facts.push(["mean TTFT, 90 %", ends(interval(point, "ttft"), " ms")], ["mean TPOT, 90 %", ends(interval(point, "tpot"), " ms")],
      ["calibration", calibration(point)]);
  }
  tip.replaceChildren(
    element("strong", {}, d.label),
    element("div", { class: "sub" },
      `${report.systems[d.system].name}, ${d.gpus} GPUs, ${report.engines[d.engine] || d.engine}, MTP ${d.mtp}`),
    element("table", {}, element("tbody", {}, facts.map(([name, value]) =>
      element("tr", {}, element("td", {}, name), element("td", {}, value))))));
  tip.hidden = false;
  const x = toX(points.x[point]), y = toY(points.y[point]);
  const { offsetWidth: width, offsetHeight: height } = tip;
  // Of the four corners around the point, the one that hides the fewest frontier points.
  const corners = [[x + 16, y - height - 12], [x + 16, y + 14], [x - width - 16, y + 14], [x - width - 16, y - height - 12]];
  const inside = (value, most) => Math.max(0, Math.min(value, most));
  const boxes = corners.map(([left, top]) => [inside(left, view.width - width), inside(top, view.height - height)]);
  const costs = boxes.map(([left, top], corner) => {
    let cost = Math.abs(left - corners[corner][0]) + Math.abs(top - corners[corner][1]);
    if (left < x + 10 && left + width > x - 10 && top < y + 10 && top + height > y - 10) cost += 1e6;
    for (const other of state.frontiers.flat()) {
      const px = toX(points.x[other]), py = toY(points.y[other]);
      if (px > left - 8 && px < left + width + 8 && py > top - 8 && py < top + height + 8) cost += 100;
    }
    return cost;
  });
  const [left, top] = boxes[costs.indexOf(Math.min(...costs))];
  tip.style.left = left + "px";
  tip.style.top = top + "px";
}

function pin(point) {
  state.pinned = point;
  drawOverlay();
  for (const row of document.querySelectorAll("#table tr.pinned")) row.classList.remove("pinned");
  const row = document.getElementById("row-" + point);
  if (row) {
    row.classList.add("pinned");
    const box = row.closest(".scroll");
    const head = box.querySelector("thead").offsetHeight;
    if (row.offsetTop < box.scrollTop + head) box.scrollTop = row.offsetTop - head;
    else if (row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = row.offsetTop + row.offsetHeight - box.clientHeight;
    }
  }
  showDetail();
}

function showDetail() {
  const point = state.pinned;
  detail.scrollTop = 0;
  if (point < 0) {
    detail.replaceChildren(
      element("h2", {}, "Configuration"),
      element("p", { class: "empty" },
        "Click a point, or press Enter on a table row, to see its percentiles, its deployment and the commands that launch it."),
      state.joint.length ? element("h3", {}, "Highest throughput per GPU") : "",
      element("ul", {}, report.systems.map((system, index) => {
        const first = state.frontiers[index][0];
        if (first === undefined) return null;
        return element("li", {}, element("button", { type: "button", class: "badge", onclick: () => pin(first) },
          markSymbol(index), `${system.name}: ${number(points.y[first])} at ${number(points.x[first])} ${report.axes.user.unit}`));
      })));
    return;
  }
  const d = deploymentOf(point);
  const place = detailOf.get(point);
  detail.replaceChildren(
    element("h2", {}, d.label),
    element("button", { type: "button", class: "close", onclick: () => pin(-1) }, "Unpin"),
    element("div", { class: "sub badge" }, markSymbol(d.system),
      `${report.systems[d.system].name}, ${d.gpus} GPUs, ${report.engines[d.engine] || d.engine}`),
    element("dl", { class: "big" },
      ...[[report.axes.user.unit, number(points.x[point])], [report.axes.gpu.unit, number(points.y[point])],
        ["concurrency", points.concurrency[point].toLocaleString("en-US")]].map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
    intervalTable(point), latencyTable(point, place), deploymentTable(d, point, place), launchBlock(point, place));
}

function facts(head, rows, keys = []) {
  return element("table", { class: "facts" },
    element("thead", {}, element("tr", {}, head.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, rows.map((row) =>
      element("tr", { class: keys.includes(row[0]) ? "key" : undefined }, row.map((text) => element("td", {}, text))))));
}

function intervalTable(point) {
  if (!interval(point, "ttft")) return "";
  const rows = [[report.axes.user.unit, "x"], [report.axes.gpu.unit, "y"], ["mean TTFT, ms", "ttft"], ["mean TPOT, ms", "tpot"]];
  const level = calibration(point);
  return element("div", {}, element("h3", {}, "90 % interval: where a real measurement would lie"),
    facts(["", "5 %", "95 %"], rows.map(([name, key]) => [name, ...(interval(point, key) || []).map((end) => number(end))])),
    level === "calibrated" ? null : element("p", { class: "sub", style: "margin-top:4px" },
      level === "transferred" ? "Transferred: only relatives of this deployment were measured." : "Uncalibrated: no measured server stands behind it."));
}

function latencyTable(point, place) {
  const heading = element("h3", {}, "Latency, ms");
  if (place === undefined) {
    return element("div", {}, heading, facts(["", "TTFT", "TPOT"], [
      ["p50", number(points.ttft50[point]), number(points.tpot50[point])],
      ["p99", number(points.ttft99[point]), number(points.tpot99[point])],
    ]));
  }
  const metrics = ["ttft", "tpot", "itl", "e2e"];
  const rows = ["mean", "std", "min", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "max"].map((name) =>
    [name, ...metrics.map((metric) => number(figure(point, `${metric}_ms_${name}`)))]);
  return element("div", {}, heading, facts(["", "TTFT", "TPOT", "ITL", "E2E"], rows, ["p50", "p99"]));
}

function deploymentTable(d, point, place) {
  const names = ["servers", "attention tp", "attention dp", "pipeline", "expert tp", "expert parallel", "max batch size",
    "max num tokens", "KV memory fraction", "chunked prefill", "MTP", "EPLB slots"];
  const text = (value, row) => (row === 9 ? (value ? "yes" : "no") : value.toLocaleString("en-US"));
  const head = d.prefill ? ["", "prefill", "decode"] : ["", "servers"];
  const rows = names.map((name, row) =>
    [name, ...(d.prefill ? [text(d.prefill[row], row)] : []), text(d.decode[row], row)]);
  const more = [
    ["formats", d.formats],
    ["workload", d.workload],
    ["confidence", report.confidences[points.confidence[point]]],
  ];
  if (place !== undefined) {
    more.push(["requests/s", number(figure(point, "requests_per_second"))]);
    more.push(["output tok/s", number(figure(point, "output_tps"))]);
    more.push(["total tok/s/GPU", number(figure(point, "total_tps_gpu"))]);
    more.push(["interactivity", number(figure(point, "interactivity"))]);
    more.push(["E2E tok/s/user", number(figure(point, "e2e_tps_user"))]);
    more.push(["requests measured", figure(point, "requests").toLocaleString("en-US")]);
    more.push(["point", report.details.keys[place]]);
  }
  return element("div", {}, element("h3", {}, "Deployment"), facts(head, rows),
    element("h3", {}, "Point"), facts([], more));
}

function launchBlock(point, place) {
  const lines = report.launch[points.deployment[point]];
  if (place === undefined || !lines) {
    return element("p", { class: "sub", style: "margin-top:14px" },
      "All percentiles and the launch commands are kept for points near a frontier.");
  }
  const text = lines.join("\n");
  const button = element("button", { type: "button", class: "copy" }, "Copy");
  const pre = element("pre", { tabindex: "0" }, text);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages opened from a file may not reach the clipboard: the old way works there.
      const range = document.createRange();
      range.selectNodeContents(pre);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1600);
  });
  return element("div", {}, element("div", { class: "launch-head" }, element("h3", {}, "Launch"), button), pre);
}

// MARK: Table

const tableColumns = [
  { title: "", text: true, value: (p) => (state.onJoint.has(p) ? 0 : 1), show: (p) => (state.onJoint.has(p) ? "★" : ""), help: "On the frontier of all GPU types together" },
  { title: "GPU type", text: true, value: (p) => deploymentOf(p).system, cell: (p) => element("span", { class: "badge" }, markSymbol(deploymentOf(p).system), report.systems[deploymentOf(p).system].name) },
  { title: "Engine", text: true, value: (p) => report.engines[deploymentOf(p).engine] || deploymentOf(p).engine },
  { title: "Topology", text: true, value: (p) => deploymentOf(p).topology },
  { title: "Parallelism", text: true, value: (p) => deploymentOf(p).label },
  { title: "MTP", value: (p) => deploymentOf(p).mtp, whole: true },
  { title: "Chunk", value: (p) => deploymentOf(p).chunk, whole: true },
  { title: "Conc.", help: "Requests in flight over all servers", value: (p) => points.concurrency[p], whole: true },
  { title: report.axes.user.unit, value: (p) => points.x[p], large: true },
  { title: report.axes.gpu.unit, value: (p) => points.y[p], large: true },
  { title: "TTFT p50", value: (p) => points.ttft50[p] },
  { title: "TTFT p99", value: (p) => points.ttft99[p] },
  { title: "TPOT p50", value: (p) => points.tpot50[p] },
  { title: "TPOT p99", value: (p) => points.tpot99[p] },
  { title: "GPUs", value: (p) => deploymentOf(p).gpus, whole: true },
  { title: "Confidence", text: true, value: (p) => points.confidence[p], show: (p) => report.confidences[points.confidence[p]] },
];
const sorting = { column: -1, descending: false };

function drawTable() {
  const rows = state.frontiers.flat();
  if (sorting.column >= 0) {
    const value = tableColumns[sorting.column].value;
    const sign = sorting.descending ? -1 : 1;
    rows.sort((a, b) => {
      const left = value(a), right = value(b);
      return sign * (left < right ? -1 : left > right ? 1 : 0) || points.x[a] - points.x[b];
    });
  }
  document.querySelector("#table thead").replaceChildren(element("tr", {}, tableColumns.map((column, index) =>
    element("th", {
      scope: "col", class: column.text ? "text" : undefined,
      "aria-sort": sorting.column === index ? (sorting.descending ? "descending" : "ascending") : undefined,
    }, element("button", { type: "button", title: column.help, "aria-label": column.title ? undefined : column.help, onclick: () => sortBy(index) }, column.title || "★")))));
  const none = element("tr", {}, element("td", { class: "none", colspan: tableColumns.length },
    "No point is left: show more with the filters above."));
  document.querySelector("#table tbody").replaceChildren(...(rows.length ? rows.map(tableRow) : [none]));
  const joint = state.joint.length;
  document.getElementById("table-count").textContent =
    `${rows.length.toLocaleString("en-US")} on a GPU type's frontier, ${joint.toLocaleString("en-US")} of them on the joint one (★); times in ms`;
}

function tableRow(point) {
  const cells = tableColumns.map((column) => {
    const value = column.value(point);
    const shown = column.cell ? column.cell(point)
      : column.show ? column.show(point)
        : column.text ? String(value)
          : column.whole ? value.toLocaleString("en-US") : number(value);
    return element("td", { class: column.text ? "text" : undefined }, shown);
  });
  return element("tr", {
    id: "row-" + point, tabindex: "0", class: point === state.pinned ? "pinned" : undefined,
    onmouseenter: () => hover(point), onmouseleave: () => hover(-1), onfocus: () => hover(point),
    onblur: () => hover(-1), onclick: () => pin(point),
    onkeydown: (event) => {
      const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      if (step && event.currentTarget[step]) event.currentTarget[step].focus();
      else if (event.key === "Enter" || event.key === " ") pin(point);
      else if (event.key === "Escape") pin(-1);
      else return;
      event.preventDefault();
    },
  }, cells);
}

function sortBy(index) {
  sorting.descending = sorting.column === index ? !sorting.descending : Boolean(tableColumns[index].large);
  sorting.column = index;
  drawTable();
  document.querySelectorAll("#table th button")[index].focus();
}

// MARK: Filters and scales

function refilter() {
  applyFilters();
  if (state.pinned >= 0 && !state.visible[state.pinned]) state.pinned = -1;
  hover(-1);
  redraw();
  drawTable();
  showDetail();
}

function drawFilters() {
  document.getElementById("filters").replaceChildren(...facets.map((facet, index) =>
    // One value leaves nothing to filter, but the GPU types are the legend.
    element("div", { class: "group", hidden: index > 0 && facet.values.length < 2, role: "group", "aria-label": facet.name }, element("span", {}, facet.name),
      facet.values.map((value) => {
        const chip = element("button", {
          type: "button", class: "chip", "aria-pressed": "true", "data-facet": facet.name, "data-value": String(value),
          title: "Click to hide or show; Shift or double click to show this one alone",
        }, index === 0 ? markSymbol(value) : null, facet.label(value),
        element("small", {}, facet.counts.get(value).toLocaleString("en-US")));
        const alone = () => {
          const others = facet.values.filter((other) => other !== value);
          facet.hidden = others.every((other) => facet.hidden.has(other)) ? new Set() : new Set(others);
        };
        const update = () => {
          facet.values.forEach((other, place) =>
            chip.parentElement.querySelectorAll(".chip")[place].setAttribute("aria-pressed", String(!facet.hidden.has(other))));
          refilter();
        };
        chip.addEventListener("click", (event) => {
          if (event.shiftKey) alone();
          else if (facet.hidden.has(value)) facet.hidden.delete(value);
          else facet.hidden.add(value);
          update();
        });
        chip.addEventListener("dblclick", () => { facet.hidden.delete(value); alone(); update(); });
        return chip;
      }))));
}

function drawScales() {
  const both = (title, axis) => element("span", { role: "group", "aria-label": title }, element("b", {}, title),
    ["linear", "log"].map((name) => element("button", {
      type: "button", "aria-pressed": String(axis.log === (name === "log")), "data-scale": title + "-" + name,
      onclick: () => { axis.log = name === "log"; fitAxes(); drawScales(); redraw(); },
    }, name)));
  document.getElementById("scales").replaceChildren(
    both("x", axes.x), both("y", axes.y),
    element("span", {}, element("b", {}, ""), element("button", {
      type: "button", "aria-pressed": String(state.cloud), "data-scale": "cloud",
      onclick: () => { state.cloud = !state.cloud; drawScales(); redraw(); },
    }, "all points")),
    report.intervals ? element("span", {}, element("b", {}, ""), element("button", {
      type: "button", "aria-pressed": String(state.intervals), "data-scale": "intervals",
      title: "Where 90 of 100 real measurements of a frontier point would lie; drawn for some points of each curve",
      onclick: () => { state.intervals = !state.intervals; drawScales(); redraw(); },
    }, "90 % intervals")) : "");
}

// MARK: Pointer and keys

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** Zooms both axes about a place of the canvas. */
function zoom(px, py, factor) {
  const shareX = Math.min(1, Math.max(0, (px - margin.left) / plotWidth()));
  const shareY = Math.min(1, Math.max(0, 1 - (py - margin.top) / plotHeight()));
  for (const [axis, share] of [[axes.x, shareX], [axes.y, shareY]]) {
    const middle = axis.low + (axis.high - axis.low) * share;
    axis.low = middle + (axis.low - middle) * factor;
    axis.high = middle + (axis.high - middle) * factor;
  }
  hover(-1);
  redraw();
}

let drag = null;
canvas.addEventListener("pointerdown", (event) => {
  const [x, y] = place(event);
  drag = { x, y, moved: false, low: [axes.x.low, axes.y.low], high: [axes.x.high, axes.y.high] };
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  const [x, y] = place(event);
  if (!drag) return hover(nearest(x, y));
  if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
  drag.moved = true;
  canvas.classList.add("dragging");
  hover(-1);
  [axes.x, axes.y].forEach((axis, index) => {
    const span = drag.high[index] - drag.low[index];
    const shift = index === 0 ? (-(x - drag.x) / plotWidth()) * span : ((y - drag.y) / plotHeight()) * span;
    axis.low = drag.low[index] + shift;
    axis.high = drag.high[index] + shift;
  });
  redraw();
});
canvas.addEventListener("pointerup", (event) => {
  const [x, y] = place(event);
  if (drag && !drag.moved) {
    const point = nearest(x, y);
    pin(point === state.pinned ? -1 : point);
  }
  drag = null;
  canvas.classList.remove("dragging");
});
canvas.addEventListener("pointercancel", () => { drag = null; canvas.classList.remove("dragging"); });
canvas.addEventListener("pointerleave", () => { if (!drag) hover(-1); });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const [x, y] = place(event);
  zoom(x, y, Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY * 0.0016))));
}, { passive: false });
canvas.addEventListener("dblclick", () => { fitAxes(); redraw(); });
canvas.addEventListener("blur", () => hover(-1));
canvas.addEventListener("keydown", (event) => {
  const along = state.frontiers.flat();
  const at = along.indexOf(state.hover >= 0 ? state.hover : state.pinned);
  const middle = [margin.left + plotWidth() / 2, margin.top + plotHeight() / 2];
  switch (event.key) {
    case "ArrowRight": case "ArrowDown": if (along.length) hover(along[(at + 1) % along.length]); break;
    case "ArrowLeft": case "ArrowUp": if (along.length) hover(along[(at - 1 + along.length) % along.length]); break;
    case "Enter": case " ": if (state.hover >= 0) pin(state.hover); break;
    case "Escape": pin(-1); break;
    case "+": case "=": zoom(...middle, 0.8); break;
    case "-": zoom(...middle, 1.25); break;
    case "0": fitAxes(); redraw(); break;
    default: return;
  }
  event.preventDefault();
});
document.getElementById("reset").addEventListener("click", () => { fitAxes(); redraw(); });
new ResizeObserver(() => { resize(); redraw(); }).observe(canvas.parentElement);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInks(); redraw(); });

// MARK: Start

document.getElementById("title").textContent = report.title;
document.getElementById("question").textContent = report.question;
document.getElementById("totals").append(...report.totals.map(([name, value]) =>
  element("div", {}, element("dt", {}, name), element("dd", {}, value))));
document.getElementById("about").append(...report.about.flatMap(([name, value]) =>
  [element("dt", {}, name), element("dd", {}, value)]));
readInks();
applyFilters();
fitAxes();
drawFilters();
drawScales();
drawTable();
showDetail();
resize();
redraw();
