// Numbers as text and elements, for every page.
/** A number to three significant digits with thousands separators. */
function number(value, digits = 3) {
  if (value === undefined || value === null || !isFinite(value)) return "–";
  const whole = Math.abs(value) >= Math.pow(10, digits - 1);
  const text = whole ? Math.round(value).toString() : Number(value).toPrecision(digits);
  if (text.includes("e")) return String(+value.toPrecision(digits));
  const parts = text.split(".");
  parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
  return parts.join(".");
}

/** Milliseconds, or seconds from ten thousand on. */
function duration(ms) {
  return ms >= 10000 ? number(ms / 1000) + " s" : number(ms) + " ms";
}

/** Both ends of an interval to two digits: 74–98. */
function ends(pair, unit = "") {
  return pair ? `${number(pair[0], 2)}–${number(pair[1], 2)}${unit}` : "–";
}

/** An element with attributes, properties starting with "on" as listeners, and children. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
}
