// Waiting and what goes wrong: always said, in the person's language, with a way on.
import { $, el } from "./dom.js";
import { form, state, statusLine } from "./state.js";
import { t } from "./strings.js";

const SLOW_MS = 6000;
const TYPING_MS = 350;

export function note(text) {
  statusLine.textContent = text;
}

/** Controls stay where they are (so the focus does too), but do nothing while a message is under way. */
function setBusy(busy) {
  state.busy = busy;
  document.body.classList.toggle("busy", busy);
  for (const control of document.querySelectorAll("#answer button, #menu button, #answer input[type=checkbox]")) {
    busy ? control.setAttribute("aria-disabled", "true") : control.removeAttribute("aria-disabled");
  }
  if ($("field")) $("field").readOnly = busy;
}

/** `sent`: whether it was a message of the person's; `retry` is what the button does. */
export function showTrouble(error, sent, retry) {
  const kind = t.errors[error.kind] ? error.kind : "server";
  const final = kind === "tooLong";
  const words = [t.errors[kind], ...(sent && !final ? [t.kept, t.once] : [])];
  const button = final ? null : el("button", { type: "button", class: "primary", onclick: retry }, t.retry);
  const box = el("div", { class: "error", role: "alert" }, el("p", {}, words.join(" ")), button);
  if (form.hidden || !$("trouble")) showPanelForTrouble();
  $("trouble").replaceChildren(box);
  (button || $("field")).focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

/** Before anything was said there is no panel yet: only the trouble and its button. */
function showPanelForTrouble() {
  form.replaceChildren(el("div", { id: "trouble", class: "trouble" }));
  form.hidden = false;
}

export function clearTrouble() {
  if ($("trouble")) $("trouble").replaceChildren();
}

/** Run a request with the typing sign and the honest words for slow and waking. */
export async function waiting(work) {
  let woken = false;
  const typing = setTimeout(() => {
    if (!woken)
      statusLine.replaceChildren(
        el("span", { class: "typing" }, t.typing, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"))),
      );
  }, TYPING_MS);
  const slow = setTimeout(() => {
    if (!woken) note(t.slow);
  }, SLOW_MS);
  setBusy(true);
  try {
    return await work(() => {
      if (!woken) note(t.waking);
      woken = true;
    });
  } finally {
    clearTimeout(typing);
    clearTimeout(slow);
    note("");
    setBusy(false);
  }
}

export function markUnsent(turnOf, unsent) {
  turnOf.classList.toggle("unsent", unsent);
  for (const old of turnOf.querySelectorAll(".unsent-note")) old.remove();
  if (unsent) turnOf.append(el("p", { class: "unsent-note" }, t.notSent));
}
