// A dialog: the browser's own, which keeps the focus inside and closes on Esc; the focus goes back where it came from.
import { el, newId } from "./dom.js";

/** Show `content` under `title`; `onClose` is called however it closes. Gives {close, box}. */
export function openDialog(title, content, { opener = document.activeElement, onClose = () => {}, closeWord = null, className = "" } = {}) {
  const id = newId("dialog");
  const close = (focus = true) => {
    if (!box.isConnected) return;
    box.close();
    box.remove();
    if (focus && opener && opener.isConnected) opener.focus();
    onClose();
  };
  const heading = el("h2", { id, tabindex: "-1" }, title);
  const box = el(
    "dialog",
    { class: `card ${className}`, "aria-labelledby": id },
    el(
      "div",
      { class: "dialog-head" },
      heading,
      closeWord ? el("button", { type: "button", class: "quiet close", onclick: () => close() }, closeWord) : null,
    ),
    content,
  );
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.body.append(box);
  box.showModal();
  heading.focus({ preventScroll: true });
  return { close, box };
}
