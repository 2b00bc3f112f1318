// From messages to elements: the turns of the conversation and its cards.
import { blocks, digits, el, newId } from "./dom.js";
import { result } from "./result.js";
import { t } from "./strings.js";

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
  return el(
    "section",
    { class: `card flag ${urgent ? "emergency" : "same-day"}`, "aria-labelledby": id },
    el("h2", { id, tabindex: "-1" }, t.redFlagTitle[urgent ? "emergency" : "same_day"]),
    text,
    numbers.length ? el("div", { class: "calls" }, numbers.map(call)) : null,
  );
}

function answers(message) {
  const lines = message.custom.lines || [];
  return el(
    "section",
    { class: "card answers" },
    el("h2", { tabindex: "-1" }, t.answersTitle),
    lines.length
      ? el(
          "dl",
          {},
          lines.map((line) => el("div", {}, el("dt", {}, line.label), el("dd", {}, String(line.value)))),
        )
      : blocks(message.text),
  );
}

/** What another answer would change: each difference with a mark that says which kind it is. */
function whatIf(message) {
  const { facts, changes } = message.custom;
  return el(
    "section",
    { class: "card what-if" },
    el("h2", { tabindex: "-1" }, t.whatIfTitle(facts)),
    changes.length
      ? el(
          "ul",
          { class: "changes" },
          changes.map(({ mark, text }) => el("li", { class: mark }, el("span", { class: "mark" }, t.marks[mark]), " ", text)),
        )
      : el("p", {}, t.whatIfSame),
    el("p", { class: "soft" }, t.whatIfEnd),
  );
}

/** Information, and what else one may want to know about it: each button asks its question. */
function info(message) {
  const more = (message.buttons || []).map((button) =>
    el("button", { type: "button", class: "related quiet", "data-payload": button.payload }, button.title),
  );
  return el(
    "div",
    { class: "bubble", tabindex: "-1" },
    blocks(message.text),
    more.length ? el("div", { class: "more", role: "group", "aria-label": t.more }, more) : null,
  );
}

/** One message of the assistant. `element.focusTarget` is where the focus goes when this is what matters. */
export function message(msg, previousResult) {
  const { type, changes } = msg.custom || {};
  let node;
  if (type === "red_flag") node = redFlag(msg);
  else if (type === "result") node = result(msg, previousResult);
  else if (type === "answers") node = answers(msg);
  else if (type === "question") node = question(msg);
  else if (type === "info") node = changes ? whatIf(msg) : info(msg);
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
