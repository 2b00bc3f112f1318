// Clinic mode (?klinik, or ?klinik=5 for five minutes): a shared screen clears itself when nobody uses it, with a warning first.
import { el } from "./dom.js";
import { openDialog } from "./dialog.js";
import { t } from "./strings.js";

const MINUTES = 3;
const WARN_SECONDS = 60;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart", "input"];

/** How long nobody may do anything, in minutes; null outside clinic mode. */
export function clinicMinutes(query) {
  const value = new URLSearchParams(query).get("klinik");
  if (value === null) return null;
  const minutes = Number(value);
  return minutes >= 1 && minutes <= 60 ? minutes : MINUTES;
}

/** Watch for signs of life; `clear` deletes the answers and begins anew. `isEmpty` says that there is nothing to clear. */
export function watch(minutes, clear, isEmpty) {
  let since = Date.now();
  let warning = null;
  const seen = () => {
    if (!warning) since = Date.now();
  };
  for (const sign of SIGNS) window.addEventListener(sign, seen, { capture: true, passive: true });
  setInterval(() => {
    const idle = (Date.now() - since) / 1000;
    if (isEmpty() && !warning) since = Date.now();
    else if (!warning && idle >= minutes * 60) warn();
    else if (warning) countDown();
  }, 1000);

  function warn() {
    const until = Date.now() + WARN_SECONDS * 1000;
    const left = el("p", {}, t.clinic.left(WARN_SECONDS));
    const stay = el("button", { type: "button", class: "primary", onclick: () => warning.dialog.close() }, t.clinic.stay);
    const clearNow = el("button", { type: "button", class: "option", onclick: () => done() }, t.clinic.clear);
    const dialog = openDialog(
      t.clinic.title,
      [el("p", { role: "alert" }, t.clinic.text), left, el("div", { class: "row" }, stay, clearNow)],
      {
        onClose: () => {
          warning = null;
          since = Date.now();
        },
      },
    );
    warning = { dialog, left, until };
    stay.focus();
  }

  function countDown() {
    const seconds = Math.max(0, Math.ceil((warning.until - Date.now()) / 1000));
    warning.left.textContent = t.clinic.left(seconds);
    if (!seconds) done();
  }

  function done() {
    warning.dialog.close(false);
    clear();
  }
}
