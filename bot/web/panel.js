// The answer panel: what can be pressed and typed, in the flow directly under the question.
import { el } from "./render.js";
import { t } from "./strings.js";

/** `/answer{"question": "conditions", "value": "myeloma"}` -> {question, value}, else null */
export function parsePayload(payload) {
  const hit = /^\/answer\s*(\{.*\})$/s.exec(payload || "");
  if (!hit) return null;
  try {
    const data = JSON.parse(hit[1]);
    return data && "value" in data ? data : null;
  } catch {
    return null;
  }
}

const option = (button, onSend) =>
  el("button", { type: "button", class: "option", onclick: () => onSend({ shown: button.title, payload: button.payload }) }, button.title);

/** Staff press 1-9 instead of the option, but where a number is the answer. */
function withKey(button, index, kind) {
  if (document.body.dataset.staff && index < 9 && kind !== "number" && kind !== "text") {
    button.dataset.key = index + 1;
    button.setAttribute("aria-keyshortcuts", String(index + 1));
  }
  return button;
}

/** Kind "multi": boxes to tick, "none of them" and send. Nothing is guessed: ticks and "none" together are asked about. */
function multi(custom, buttons, labelledby, complain, onSend) {
  const boxes = [];
  const others = [];
  let none = t.none;
  for (const button of buttons) {
    const data = parsePayload(button.payload);
    if (data && Array.isArray(data.value) && !data.value.length) none = button.title;
    else if (data && typeof data.value === "string" && data.value !== "unknown") boxes.push({ ...data, title: button.title });
    else others.push(button);
  }
  const inputs = boxes.map((box, index) => el("input", { type: "checkbox", id: `box-${index}`, onchange: () => count() }));
  const chosen = () => boxes.filter((_, index) => inputs[index].checked);
  const hint = el("p", { class: "hint", "aria-live": "polite" }, t.multiHint);
  const count = () => {
    complain("");
    hint.textContent = chosen().length ? t.multiChosen(chosen().length) : t.multiHint;
  };
  const answer = (list, shown) =>
    onSend({ shown, payload: `/answer${JSON.stringify({ question: (boxes[0] || {}).question || custom.id, value: list.map((box) => box.value) })}` });
  return [
    el("fieldset", { class: "boxes", "aria-labelledby": labelledby }, hint,
      boxes.map((box, index) => el("label", { class: "box", for: `box-${index}` }, inputs[index], el("span", {}, box.title)))),
    el("div", { class: "row" },
      el("button", {
        type: "button", class: "primary send-chosen",
        onclick: () => (chosen().length ? answer(chosen(), chosen().map((box) => box.title).join(", ")) : complain(t.multiEmpty)),
      }, t.sendChosen),
      el("button", {
        type: "button", class: "option none",
        onclick: () => (chosen().length ? complain(t.multiBoth) : answer([], none)),
      }, none),
      others.map((button) => option(button, onSend))),
  ];
}

function label(custom, buttons, afterResult) {
  if (custom && buttons.length) return custom.unit ? t.labelOrUnit(custom.unit) : t.labelOr;
  if (custom) return custom.unit ? t.labelUnit(custom.unit) : t.label;
  return afterResult ? t.labelResult : t.labelFree;
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
 * onSend gets {shown, payload, typed}.
 */
export function fill(form, { open, afterResult }, onSend) {
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
  const long = !custom || kind === "text";
  const field = el(long ? "textarea" : "input", {
    id: "field", name: "answer", autocomplete: "off", maxlength: "1000", enterkeyhint: "send", "aria-describedby": "problem",
    type: long ? null : "text", rows: long ? "2" : null,
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

  const typed = el("div", { class: "typed" },
    el("label", { for: "field" }, label(custom, buttons, afterResult)),
    el("div", { class: "row line" }, field,
      custom && custom.unit && custom.unit.length <= 6 ? el("span", { class: "unit", "aria-hidden": "true" }, custom.unit) : null,
      el("button", { type: "submit", class: "primary" }, t.send)));

  const choices = kind === "multi"
    ? multi(custom, buttons, labelledby, complain, onSend)
    : buttons.length
      ? [el("div", { class: `options ${kind === "offer" ? "yes_no" : kind || ""}`, role: "group", "aria-labelledby": labelledby, "aria-label": labelledby ? null : t.answerForm },
          buttons.map((button, index) => withKey(option(button, onSend), index, kind)))]
      : [];

  const titles = buttons.map((button) => button.title.toLowerCase());
  const wanted = custom ? custom.actions || ["why", "back"] : [];
  const actions = [
    ...unknowns.map(({ title, payload }) => ({ title, text: payload })),
    ...wanted.filter((name) => name !== "unknown" || !unknowns.length).map((name) => t.actions[name]),
  ].filter((action) => action && !titles.includes(action.title.toLowerCase()));

  form.setAttribute("aria-label", t.answerForm);
  form.replaceChildren(...[
    el("div", { id: "trouble", class: "trouble" }),
    custom && open.stale ? el("p", { class: "reminder" }, `${t.stillOpen} `, el("strong", {}, open.element.querySelector(".ask")?.textContent || message.text)) : null,
    ...(typedFirst ? [problem, typed, ...choices] : [...choices, problem, typed]),
    actions.length
      ? el("div", { class: "row actions" }, actions.map((action) =>
          el("button", { type: "button", class: "quiet", onclick: () => onSend({ shown: action.title, payload: action.text }) }, action.title)))
      : null,
  ].filter(Boolean));
  form.hidden = false;
}

/** Where typing is the way to answer (on a touch screen only then may the keyboard come up by itself). */
export function wantsKeyboard(open) {
  const custom = open && open.message.custom;
  if (!custom || custom.type !== "question" || (custom.kind !== "number" && custom.kind !== "text")) return false;
  return !split(open.message, custom.kind)[0].length || !matchMedia("(pointer: coarse)").matches;
}
