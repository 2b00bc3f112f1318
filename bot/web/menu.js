// The menu under the panel, and the question before something is deleted.
import { el } from "./dom.js";
import { menu, state } from "./state.js";
import { t } from "./strings.js";

/** `onSend` gets {shown, payload, kind}; `onPanel` opens the list of answers. */
export function showMenu(onSend, onPanel) {
  const asking = (words) =>
    el("button", { type: "button", class: "quiet", onclick: (event) => confirm(words, event.currentTarget, onSend) }, words.title);
  const panel = el("button", { type: "button", class: "quiet", onclick: (event) => onPanel(event.currentTarget) }, t.myAnswers.title);
  menu.replaceChildren(panel, asking(t.restart), asking(t.remove));
}

/** Ask inline, in the menu's place; "no" and Esc put the menu and the focus back. */
export function confirm(words, button, onSend) {
  if (state.busy) return;
  const buttons = [...menu.children];
  const back = (focus) => {
    menu.replaceChildren(...buttons);
    if (focus) button.focus();
  };
  const ask = el("p", { id: "confirm-text", tabindex: "-1" }, words.ask);
  const box = el(
    "div",
    { class: "confirm", role: "group", "aria-labelledby": "confirm-text" },
    ask,
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "option", onclick: () => back(true) }, words.no),
      el(
        "button",
        {
          type: "button",
          class: "primary",
          onclick: () => {
            back(true);
            onSend({ shown: words.title, payload: words.text, kind: "delete" });
          },
        },
        words.yes,
      ),
    ),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      back(true);
    }
  });
  menu.replaceChildren(box);
  ask.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}
