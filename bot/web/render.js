// From messages to elements. Text is only ever set as text: nothing that a server or a person writes becomes HTML.
import { t } from "./strings.js";

/** el("p", {class: "x", onclick: f}, "text", child): an element; null children and null attributes are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// The only things that become links: these numbers, and not where they are a measure ("112 kg").
const PHONE = /(^|[^\d.,])(112|1813|70\s201\s201)(?!\d|[.,]\d|\s*(?:%|(?:kg|g|gram|mg|µg|cm|mm|år|enheder|minutter|gange)(?![a-zæøå])))/gi;
const digits = (number) => number.replace(/\D/g, "");

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

let serial = 0;
const newId = (prefix) => `${prefix}-${++serial}`;

/** A question: the asking line is a heading, so that a screen reader finds it among the bubbles. */
function question(message) {
  const nodes = blocks(message.text);
  const asking = nodes.filter((node) => node.tagName === "P" && node.textContent.includes("?")).pop();
  const id = newId("question");
  if (asking) nodes[nodes.indexOf(asking)] = el("h2", { class: "ask", id }, asking.textContent);
  const bubble = el("div", { class: "bubble question", tabindex: "-1" }, nodes);
  if (!asking) bubble.id = id;
  bubble.dataset.label = id;
  return bubble;
}

function redFlag(message) {
  const id = newId("flag");
  const urgent = message.custom.urgency === "emergency";
  const text = blocks(message.text, { phones: true });
  const numbers = [];
  // Big call buttons only where calling is the thing to do; "same day" begins with the person's own doctor.
  if (urgent) {
    for (const node of text) {
      for (const link of node.querySelectorAll("a.tel")) {
        if (link.textContent !== "1813" && !numbers.includes(link.textContent)) numbers.push(link.textContent);
      }
    }
  }
  const call = (number) => {
    const name = t.callNames[digits(number)];
    return el("a", { class: "call", href: `tel:${digits(number)}` }, t.call(number) + (name ? ` (${name})` : ""));
  };
  return el("section", { class: `card flag ${urgent ? "emergency" : "same-day"}`, "aria-labelledby": id },
    el("h2", { id, tabindex: "-1" }, t.redFlagTitle[urgent ? "emergency" : "same_day"]),
    text,
    numbers.length ? el("div", { class: "calls" }, numbers.map(call)) : null);
}

const LONG_LINES = 5;
const LONG_CHARACTERS = 420;
/** What staff came for is never folded away. */
const IN_SIGHT = new Set(["category", "plan", "booking"]);

function result(message) {
  const { assessment = {}, sections = [] } = message.custom;
  const id = newId("result");
  const part = (section, index) => {
    const lines = section.lines || [];
    // several lines are a list, but for the first section: that is what to do, in so many words
    const listed = index > 0 && lines.length > 1;
    const body = lines.flatMap((line) => blocks(listed && !/^• |\n/.test(line) ? `• ${line}` : line, { phones: true }));
    if (section.copy) return noteOf(section);
    const list = [...joinLists(body), section.table ? tableOf(section) : null].filter(Boolean);
    const long = index > 0 && !IN_SIGHT.has(section.id) && (lines.length > LONG_LINES || lines.join("").length > LONG_CHARACTERS);
    const heading = el("h3", {}, section.title);
    return long
      ? el("details", { class: "part" }, el("summary", {}, heading), list)
      : el("section", { class: "part" }, heading, list);
  };
  // aria-live off: the focus goes to the heading, a whole result read aloud unasked would be a flood
  return el("section", { class: "card result", "aria-labelledby": id, "aria-live": "off" },
    el("h2", { id, tabindex: "-1" }, !assessment.role || assessment.role === "patient" ? t.resultTitle.patient : t.resultTitle.other),
    sections.length ? sections.map(part) : blocks(message.text, { phones: true }),
    el("p", { class: "printed" }, t.printed(new Date().toLocaleDateString("da-DK", { dateStyle: "long" }), assessment.rules_version)),
    el("p", { class: "tools" }, el("button", { type: "button", class: "print", onclick: () => window.print() }, t.print)));
}

/** A table scrolls by itself where it is wider than the screen, also by keyboard. */
function tableOf({ title, table }) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    el("table", {},
      el("thead", {}, el("tr", {}, table.columns.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, table.rows.map(([first, ...cells]) => el("tr", {}, el("th", { scope: "row" }, first), cells.map((cell) => el("td", {}, cell)))))));
}

/** A note as it stands, with a button that copies it. */
function noteOf({ title, lines }) {
  const text = lines.join("\n");
  const said = el("span", { role: "status", class: "copied" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = t.copied;
    } catch {
      getSelection().selectAllChildren(note);
      said.textContent = t.copyByHand;
    }
  };
  const note = el("pre", { class: "note" }, text);
  return el("section", { class: "part" }, el("h3", {}, title), note, el("p", { class: "tools" }, el("button", { type: "button", class: "copy", onclick: copy }, t.copy), said));
}

/** Lists that come line by line become one list. */
function joinLists(nodes) {
  const joined = [];
  for (const node of nodes) {
    const last = joined[joined.length - 1];
    if (node.tagName === "UL" && last && last.tagName === "UL") last.append(...node.children);
    else joined.push(node);
  }
  return joined;
}

function answers(message) {
  const lines = message.custom.lines || [];
  return el("section", { class: "card answers" },
    el("h2", { tabindex: "-1" }, t.answersTitle),
    lines.length
      ? el("dl", {}, lines.map((line) => el("div", {}, el("dt", {}, line.label), el("dd", {}, String(line.value)))))
      : blocks(message.text));
}

/** One message of the assistant. `element.focusTarget` is where the focus goes when this is what matters. */
export function message(msg) {
  const type = (msg.custom || {}).type;
  let node;
  if (type === "red_flag") node = redFlag(msg);
  else if (type === "result") node = result(msg);
  else if (type === "answers") node = answers(msg);
  else if (type === "question") node = question(msg);
  else node = el("div", { class: "bubble", tabindex: "-1" }, blocks(msg.text));
  node.focusTarget = node.querySelector("h2[tabindex]") || node;
  return node;
}

/** A turn: the speaker's name, then one or more bubbles. */
export function turn(from, nodes) {
  return el("div", { class: `turn ${from}` }, el("p", { class: "who" }, from === "bot" ? t.bot : t.you), nodes);
}

export function said(text) {
  return el("div", { class: "bubble" }, blocks(text));
}
