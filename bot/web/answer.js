// The answer panel: what can be pressed and typed, in the flow directly under the question.
import { bodyPicture } from "./body.js";
import { el } from "./dom.js";
import { measuresTable } from "./measures.js";
import { multi } from "./multi.js";
import { parsePayload } from "./payload.js";
import { speechButton } from "./speech.js";
import { t } from "./strings.js";

const option = (button, onSend) =>
  el("button", { type: "button", class: "option", onclick: () => onSend({ shown: button.title, payload: button.payload }) }, button.title);

/** Staff press 1-9 instead of the option, but where a number is the answer. */
function withKey(button, index, kind) {
  if (staff() && index < 9 && kind !== "number" && kind !== "text") {
    button.dataset.key = index + 1;
    button.setAttribute("aria-keyshortcuts", String(index + 1));
  }
  return button;
}

const staff = () => document.body.dataset.staff;

function label(custom, buttons, afterResult) {
  if (custom && staff() === "physiotherapist") return t.labelStatus;
  if (custom && buttons.length) return custom.unit ? t.labelOrUnit(custom.unit) : t.labelOr;
  if (custom) return custom.unit ? t.labelUnit(custom.unit) : t.label;
  return afterResult ? t.labelResult : t.labelFree;
}

/** The buttons of a question, one beside or under another; for the place of a fracture with the body beside them. */
function choice(kind, buttons, labelledby, make) {
  const body = kind === "choice" ? bodyPicture(buttons, make) : null;
  const group = el(
    "div",
    {
      class: `options ${kind === "offer" ? "yes_no" : kind || ""}`,
      role: "group",
      "aria-labelledby": labelledby,
      "aria-label": labelledby ? null : t.answerForm,
    },
    body ? body.options : buttons.map(make),
  );
  return body ? el("div", { class: "with-body" }, body.figure, group) : group;
}

const isUnknown = (button) => (parsePayload(button.payload) || {}).value === "unknown";
const inMenu = (button) => [t.myAnswers.title, t.restart.title, t.remove.title].includes(button.title);

/**
 * The buttons that are choices of their own, and "Ved ikke", which stands among them only where all are buttons.
 * What the menu under the panel has anyway is left out.
 */
function split(message, kind) {
  const all = (message.buttons || []).filter((button) => button && button.title && button.payload && !inMenu(button));
  if (!["number", "text", "multi"].includes(kind)) return [all, []];
  return [all.filter((button) => !isUnknown(button)), all.filter(isUnknown)];
}

/**
 * Fill the form. `open` is {message, element, stale} or null: the question (or offer) that waits for an answer.
 * onSend gets {shown, payload, typed}; onPanel opens the list of answers, and gets the button that asked for it.
 */
export function fill(form, { open, afterResult }, onSend, onPanel) {
  const message = open ? open.message : {};
  const custom = (message.custom || {}).type === "question" ? message.custom : null;
  const kind = custom ? custom.kind : null;
  const [buttons, unknowns] = split(message, kind);
  const labelledby = (open && open.element.dataset.label) || null;

  const problem = el("p", { class: "problem", id: "problem", role: "alert" });
  const complain = (text) => {
    problem.textContent = text;
    const field = form.querySelector("#field");
    if (field) text ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
  };

  const typedFirst = kind === "number" || kind === "text";
  const long = !custom || kind === "text" || staff() === "physiotherapist";
  const field = el(long ? "textarea" : "input", {
    id: "field",
    name: "answer",
    autocomplete: "off",
    maxlength: "1000",
    enterkeyhint: "send",
    "aria-describedby": "problem",
    type: long ? null : "text",
    rows: long ? "2" : null,
    inputmode: (custom && custom.inputmode) || "text",
    class: kind === "number" ? "short" : null,
  });
  field.addEventListener("input", () => complain(""));
  field.addEventListener("keydown", (event) => {
    if (long && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  const submit = () => {
    const text = field.value.trim();
    if (text) return onSend({ shown: text, payload: text, typed: true });
    complain(t.empty);
    field.focus();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    submit();
  };

  const typed = el(
    "div",
    { class: "typed" },
    el("label", { for: "field" }, label(custom, buttons, afterResult)),
    el(
      "div",
      { class: "row line" },
      field,
      custom && custom.unit && custom.unit.length <= 6 ? el("span", { class: "unit", "aria-hidden": "true" }, custom.unit) : null,
      el("button", { type: "submit", class: "primary" }, t.send),
    ),
  );

  const make = (button, index) => withKey(option(button, onSend), index, kind);
  const choices =
    kind === "multi"
      ? multi(custom, buttons, labelledby, complain, onSend, (button) => option(button, onSend))
      : buttons.length
        ? [choice(kind, buttons, labelledby, make)]
        : [];

  const titles = buttons.map((button) => button.title.toLowerCase());
  const opening = custom && ["role", "consent"].includes(custom.id);
  const wanted = custom ? (custom.actions || ["why", "revise"]).filter((name) => !(opening && name === "revise")) : [];
  const actions = [
    ...unknowns.map(({ title, payload }) => ({ title, text: payload })),
    ...wanted.filter((name) => name !== "unknown" || !unknowns.length).map((name) => t.actions[name]),
  ].filter((action) => action && !titles.includes(action.title.toLowerCase()));
  const act = (action, button) => (action.panel ? onPanel(button) : onSend({ shown: action.title, payload: action.text }));
  const quiet = (action) =>
    el("button", { type: "button", class: "quiet", onclick: (event) => act(action, event.currentTarget) }, action.title);

  form.setAttribute("aria-label", t.answerForm);
  form.dataset.question = custom ? custom.id : "";
  form.replaceChildren(
    ...[
      el("div", { id: "trouble", class: "trouble" }),
      custom && open.stale
        ? el(
            "p",
            { class: "reminder" },
            `${t.stillOpen} `,
            el("strong", {}, open.element.querySelector(".ask")?.textContent || message.text),
          )
        : null,
      ...(typedFirst ? [problem, typed, ...choices] : [...choices, problem, typed]),
      staff() === "physiotherapist" ? measuresTable(onSend) : null,
      el("div", { class: `row actions${actions.length ? "" : " bare"}` }, actions.map(quiet), speechButton()),
    ].filter(Boolean),
  );
  form.hidden = false;
}

/** Where typing is the way to answer (on a touch screen only then may the keyboard come up by itself). */
export function wantsKeyboard(open) {
  const custom = open && open.message.custom;
  if (!custom || custom.type !== "question" || (custom.kind !== "number" && custom.kind !== "text")) return false;
  return !split(open.message, custom.kind)[0].length || !matchMedia("(pointer: coarse)").matches;
}
