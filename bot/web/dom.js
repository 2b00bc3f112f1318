// Elements. Text is only ever set as text: nothing that a server or a person writes becomes HTML.

/** el("p", {class: "x", onclick: f}, "text", child): an element; null children and null attributes are left out. */
export function el(tag, attributes = {}, ...children) {
  return built(document.createElement(tag), attributes, children);
}

/** A table with these column heads; `rows` are its tr elements. */
export function tableOf(columns, rows) {
  const heads = columns.map((name) => el("th", { scope: "col" }, name));
  return el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
}

/** `el` for inline SVG. */
export function svg(tag, attributes = {}, ...children) {
  return built(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function built(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (id) => document.getElementById(id);

let serial = 0;
export const newId = (prefix) => `${prefix}-${++serial}`;

// The only things that become links: these numbers, and not where they are a measure ("112 kg").
const NUMBERS = "112|1813|70\\s201\\s201|80\\s31\\s31\\s31";
const MEASURES = `%|(?:kg|g|gram|mg|µg|cm|mm|år|enheder|minutter|gange)(?![a-zæøå])`;
const PHONE = new RegExp(`(^|[^\\d.,])(${NUMBERS})(?!\\d|[.,]\\d|\\s*(?:${MEASURES}))`, "gi");
export const digits = (number) => number.replace(/\D/g, "");

function withPhones(line) {
  const parts = [];
  let from = 0;
  for (const hit of line.matchAll(PHONE)) {
    const start = hit.index + hit[1].length;
    parts.push(line.slice(from, start), el("a", { href: `tel:${digits(hit[2])}`, class: "tel" }, hit[2]));
    from = start + hit[2].length;
  }
  return [...parts, line.slice(from)].filter((part) => part !== "");
}

/** "a\n• b\n• c" -> <p>a</p><ul><li>b</li><li>c</li></ul> */
export function blocks(text, { phones = false } = {}) {
  const inline = phones ? withPhones : (line) => [line];
  const nodes = [];
  for (const raw of String(text || "").split("\n")) {
    const line = raw.trim();
    const last = nodes[nodes.length - 1];
    if (!line) continue;
    if (!line.startsWith("• ")) nodes.push(el("p", {}, inline(line)));
    else if (last && last.tagName === "UL") last.append(el("li", {}, inline(line.slice(2))));
    else nodes.push(el("ul", {}, el("li", {}, inline(line.slice(2)))));
  }
  return nodes;
}
