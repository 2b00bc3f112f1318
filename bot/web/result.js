// The result: the one thing to do first, then reasons that unfold with their source, pictures, and what to take along.
import { blocks, el, newId, tableOf } from "./dom.js";
import { picture } from "./pictures.js";
import { takeAlong } from "./take.js";
import { t } from "./strings.js";

const LONG_LINES = 5;
const LONG_CHARACTERS = 420;
/** What staff came for is never folded away; neither is what a patient does first. */
const IN_SIGHT = new Set(["headline", "action", "instruction", "reasons", "category", "plan", "booking", "say"]);
/** What there is to do stands directly under what the answers mean. */
const FIRST = ["headline", "instruction", "action"];

export function result(message, previous) {
  const { assessment = {}, sections = [] } = message.custom;
  const id = newId("result");
  const ordered = [...sections].sort((a, b) => rank(a.id) - rank(b.id));
  const seen = previous ? new Set((previous.custom.sections || []).flatMap((section) => section.lines || [])) : null;
  // aria-live off: the focus goes to the heading, a whole result read aloud unasked would be a flood
  return el(
    "section",
    { class: "card result", "aria-labelledby": id, "aria-live": "off" },
    el("h2", { id, tabindex: "-1" }, !assessment.role || assessment.role === "patient" ? t.resultTitle.patient : t.resultTitle.other),
    forPaper(),
    sections.length ? ordered.map((section) => part(section, message.custom, seen)) : blocks(message.text, { phones: true }),
    seen ? fallenAway(seen, sections) : null,
    measures(message.custom),
    el("p", { class: "printed" }, t.printed(new Date().toLocaleDateString("da-DK", { dateStyle: "long" }), assessment.rules_version)),
    takeAlong(assessment.role),
  );
}

const rank = (id) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);

function part(section, custom, seen) {
  if (section.copy) return noteOf(section);
  const first = FIRST.includes(section.id);
  const drawn = (custom.pictures || []).filter((one) => one.section === section.id).map(picture);
  const lines = section.lines || [];
  const body =
    section.id === "reasons" && (custom.reasons || []).length && custom.assessment.role !== "physiotherapist"
      ? reasons(section, custom.reasons, seen)
      : listed(lines, first, seen);
  const content = [
    first && section.id !== "headline" && custom.how_soon ? el("p", { class: "how-soon" }, custom.how_soon) : null,
    ...drawn,
    ...body,
    section.table ? scrolling(section) : null,
  ].filter(Boolean);
  const long =
    !IN_SIGHT.has(section.id) &&
    (lines.length > LONG_LINES || lines.join("").length > LONG_CHARACTERS || section.id === "lifestyle" || section.id === "activity");
  const fresh = seen && lines.some((line) => !seen.has(line));
  const heading = el("h3", {}, section.title);
  return long
    ? el("details", { class: `part ${section.id}`, open: fresh }, el("summary", {}, heading), content)
    : el("section", { class: `part ${section.id}` }, heading, content);
}

/** Several lines are a list, but for the first sections: those say what it means and what to do, in so many words. */
function listed(lines, first, seen) {
  const many = !first && lines.length > 1;
  const nodes = lines.flatMap((line) => {
    const made = blocks(many && !/^• |\n/.test(line) ? `• ${line}` : line, { phones: true });
    if (seen && !seen.has(line)) made.forEach((node) => markNew(node.tagName === "UL" ? node.firstElementChild : node));
    return made;
  });
  return joinLists(nodes);
}

function markNew(node) {
  node.classList.add("fresh");
  node.prepend(el("span", { class: "mark" }, t.marks.more), " ");
}

/** Each reason by its name; it unfolds to what it means and where that comes from. Lines that are no finding stand below. */
function reasons(section, found, seen) {
  const texts = new Set(found.map((reason) => reason.text));
  const items = found.map((reason) => {
    const name = el("span", { class: "name" }, reason.label);
    if (seen && !seen.has(reason.text)) markNew(name);
    return el("details", { class: "reason" }, el("summary", {}, name), el("p", {}, reason.text), el("p", { class: "soft" }, reason.source));
  });
  return [
    el("div", { class: "reasons" }, items),
    ...listed(
      section.lines.filter((line) => !texts.has(line)),
      false,
      seen,
    ),
  ];
}

/** What stood in the result before, and does not any more. */
function fallenAway(seen, sections) {
  const now = new Set(sections.flatMap((section) => section.lines || []));
  const gone = [...seen].filter((line) => !now.has(line) && !/\n/.test(line));
  return gone.length
    ? el(
        "details",
        { class: "part gone" },
        el("summary", {}, el("h3", {}, t.goneTitle)),
        el(
          "ul",
          {},
          gone.map((line) => el("li", {}, el("s", {}, line.replace(/^• /, "")))),
        ),
      )
    : null;
}

/** On paper: a line for the name. No CPR number is asked for, ever. */
function forPaper() {
  return el("p", { class: "printed blank" }, t.paperName, el("span", {}), t.paperBorn, el("span", {}));
}

/** On paper: the numbers that were told. */
function measures({ measures: list }) {
  return list && list.length
    ? el(
        "section",
        { class: "part printed" },
        el("h3", {}, t.measuresTitle),
        el(
          "ul",
          {},
          list.map(({ label, value }) => el("li", {}, `${label}: ${value}`)),
        ),
      )
    : null;
}

/** A table scrolls by itself where it is wider than the screen, also by keyboard. */
function scrolling({ title, table }) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    tableOf(
      table.columns,
      table.rows.map(([first, ...cells]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, first),
          cells.map((cell) => el("td", {}, cell)),
        ),
      ),
    ),
  );
}

/** A note as it stands, with a button that copies it. */
function noteOf({ title, lines }) {
  const text = lines.join("\n");
  const told = el("span", { role: "status", class: "copied" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = t.copied;
    } catch {
      getSelection().selectAllChildren(note);
      told.textContent = t.copyByHand;
    }
  };
  const note = el("pre", { class: "note" }, text);
  return el(
    "section",
    { class: "part" },
    el("h3", {}, title),
    note,
    el("p", { class: "tools" }, el("button", { type: "button", class: "copy", onclick: copy }, t.copy), told),
  );
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
