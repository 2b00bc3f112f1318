// Inside another website's frame: Esc closes the dialog that holds the frame (embed.js), which is told without any content.

export const framed = window.self !== window.top;

/** Ask the page around to close the dialog. It says nothing of the conversation, so whoever listens may hear it. */
export function closeOnEscape() {
  if (!framed) return;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]"))
      window.parent.postMessage("knogletjek:close", "*");
  });
}
