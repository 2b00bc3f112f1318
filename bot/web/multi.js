// Several answers to one question: boxes to tick, "none of them" and send.
import { el } from "./dom.js";
import { parsePayload } from "./payload.js";
import { t } from "./strings.js";

/** Nothing is guessed: ticks and "none" together are asked about. `option` makes the button of any other choice. */
export function multi(custom, buttons, labelledby, complain, onSend, option) {
  const boxes = [];
  const others = [];
  let none = t.none;
  for (const button of buttons) {
    const data = parsePayload(button.payload);
    if (data && Array.isArray(data.value) && !data.value.length) none = button.title;
    else if (data && typeof data.value === "string" && data.value !== "unknown") boxes.push({ ...data, title: button.title });
    else others.push(button);
  }
  const inputs = boxes.map((_, index) => el("input", { type: "checkbox", id: `box-${index}`, onchange: () => count() }));
  const chosen = () => boxes.filter((_, index) => inputs[index].checked);
  const hint = el("p", { class: "hint", "aria-live": "polite" }, t.multiHint);
  const count = () => {
    complain("");
    hint.textContent = chosen().length ? t.multiChosen(chosen().length) : t.multiHint;
  };
  const answer = (list, shown) =>
    onSend({
      shown,
      payload: `/answer${JSON.stringify({ question: (boxes[0] || {}).question || custom.id, value: list.map((box) => box.value) })}`,
    });
  return [
    el(
      "fieldset",
      { class: "boxes", "aria-labelledby": labelledby },
      hint,
      boxes.map((box, index) => el("label", { class: "box", for: `box-${index}` }, inputs[index], el("span", {}, box.title))),
    ),
    el(
      "div",
      { class: "row" },
      el(
        "button",
        {
          type: "button",
          class: "primary send-chosen",
          onclick: () =>
            chosen().length
              ? answer(
                  chosen(),
                  chosen()
                    .map((box) => box.title)
                    .join(", "),
                )
              : complain(t.multiEmpty),
        },
        t.sendChosen,
      ),
      el(
        "button",
        {
          type: "button",
          class: "option none",
          onclick: () => (chosen().length ? complain(t.multiBoth) : answer([], none)),
        },
        none,
      ),
      others.map(option),
    ),
  ];
}
