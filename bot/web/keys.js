// Keys that work anywhere on the page, and what paper needs.
import { $ } from "./dom.js";
import { log, state } from "./state.js";

const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

document.addEventListener("keydown", (event) => {
  const on = document.activeElement;
  if (document.querySelector("dialog[open]") || (on && on.matches("select, .measures input"))) return;
  // Staff answer with the number keys; a patient never meets a key that does something by itself.
  const pressed = plain(event) && /^[1-9]$/.test(event.key) && document.querySelector(`.option[data-key="${event.key}"]`);
  if (pressed && !state.busy && !(on && on.id === "field" && on.value)) {
    event.preventDefault();
    pressed.click();
    return;
  }
  // Typing a letter or a digit while the question has the focus goes on in the field.
  if (event.key.length !== 1 || event.key === " " || !plain(event)) return;
  if (on && on.tabIndex === -1 && log.contains(on) && $("field")) $("field").focus();
});

// On paper everything is unfolded.
const unfolded = [];
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll(".result details:not([open])")) {
    part.open = true;
    unfolded.push(part);
  }
});
window.addEventListener("afterprint", () => {
  while (unfolded.length) unfolded.pop().open = false;
});
