// Knogletjek on any website: one script tag puts a button on the page and the chat in a dialog (docs/indlejring.md).
//
// Everything lives in a shadow tree and a frame of Knogletjek's own origin: no style of the page comes in, none goes out, and the page
// cannot read the conversation. The frame is made at the first opening and kept, so that closing the dialog loses nothing.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !script.src) return;
  const origin = new URL(script.src).origin;
  const base = script.src.replace(/embed\.js(?:[?#].*)?$/, "");
  // As in strings.js, which a plain script of another origin cannot import.
  const TEXTS = { start: "Tjek dine knogler", title: "Knogletjek", close: "Luk" };
  const ROLES = ["patient", "fysioterapeut", "reception"];
  const LEFT = ["venstre", "left"];
  const COLOUR = /^#[0-9a-f]{6}$/i;
  const DEFAULT_COLOUR = "#0b4a4f";

  const { rolle, tekst, farve, placering } = script.dataset;
  const role = ROLES.includes(rolle) ? rolle : null;
  const colour = COLOUR.test(farve || "") ? farve : DEFAULT_COLOUR;
  const inset = `${LEFT.includes((placering || "").toLowerCase()) ? "left" : "right"}: max(1em, env(safe-area-inset-right))`;

  /** Black or white, whichever can be read better on the colour (WCAG relative luminance). */
  function readable(hex) {
    const part = (at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    const luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
  }

  // em, not rem: the size of text is the one that the person has chosen (all: initial), whatever the page does to its root.
  const css = `
    :host {
      all: initial !important; position: fixed !important; ${inset} !important; bottom: max(1em, env(safe-area-inset-bottom)) !important;
      z-index: 2147483000 !important; display: block !important;
    }
    * { box-sizing: border-box; font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
    button {
      min-height: 48px; min-width: 48px; padding: 0.6em 1.2em; border-radius: 2em; border: 2px solid ${readable(colour)};
      font-size: 1.125em; font-weight: 600; line-height: 1.3; cursor: pointer; background: ${colour}; color: ${readable(colour)};
    }
    .open { box-shadow: 0 2px 12px rgb(0 0 0 / 35%); max-width: calc(100vw - 2em); }
    button:focus-visible { outline: 3px solid #000; outline-offset: 2px; box-shadow: 0 0 0 6px #fff; }
    dialog {
      padding: 0; border: 2px solid ${colour}; border-radius: 1em; width: min(46em, calc(100vw - 1em));
      height: min(52em, calc(100vh - 1em)); height: min(52em, calc(100dvh - 1em)); max-width: none; max-height: none; margin: auto;
      overflow: hidden; background: #faf6ef; color: #1d2326;
    }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(0 20 20 / 60%); }
    .head {
      display: flex; justify-content: space-between; align-items: center; gap: 1em; padding: 0.4em 0.4em 0.4em 1em; background: ${colour};
      color: ${readable(colour)};
    }
    h2 { margin: 0; font-size: 1.125em; font-weight: 700; color: inherit; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: #faf6ef; }
    @media (forced-colors: active) { button, dialog { border-color: CanvasText; } }
  `;

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function put() {
    const host = make("knogletjek-chat");
    const root = host.attachShadow({ mode: "open" });
    // A sheet made by script is no inline style: a strict policy of the page around lets it pass.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];

    const open = make("button", { type: "button", class: "open", lang: "da", "aria-haspopup": "dialog" }, tekst || TEXTS.start);
    const close = make("button", { type: "button", class: "close" }, TEXTS.close);
    const dialog = make(
      "dialog",
      { lang: "da", "aria-labelledby": "title" },
      make("div", { class: "head" }, make("h2", { id: "title" }, TEXTS.title), close),
    );
    let frame = null;

    open.addEventListener("click", () => {
      if (!frame) {
        frame = make("iframe", {
          title: TEXTS.title,
          src: base + (role ? `?rolle=${role}` : ""),
          allow: "clipboard-write",
          referrerpolicy: "origin",
        });
        frame.addEventListener("load", () => dialog.open && frame.focus());
        dialog.append(frame);
      }
      dialog.showModal();
      frame.focus();
    });
    close.addEventListener("click", () => dialog.close());
    // However it closes: the focus goes back to the button that opened it.
    dialog.addEventListener("close", () => open.focus());
    // Esc inside the frame never reaches this page: the chat says that it was pressed. Nothing else is listened to.
    window.addEventListener("message", (event) => {
      if (frame && event.origin === origin && event.source === frame.contentWindow && event.data === "knogletjek:close") dialog.close();
    });

    root.append(open, dialog);
    document.body.append(host);
  }

  if (document.body) put();
  else document.addEventListener("DOMContentLoaded", put, { once: true });
})();
