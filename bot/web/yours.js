// "Dine svar": every answer so far, each with a button to correct it; after a result also to try another one.
import { el } from "./dom.js";
import { openDialog } from "./dialog.js";
import { t } from "./strings.js";

/**
 * `lines` as the server lists them, `latest` the field that was answered last: it stands first.
 * `onSend` gets {shown, payload} of what is chosen.
 */
export function showAnswers(lines, latest, opener, onSend) {
  const ordered = [...lines.filter((line) => line.field === latest), ...lines.filter((line) => line.field !== latest)];
  const choose = (line, kind) => {
    dialog.close(false);
    onSend({ shown: t[kind].shown(line.label), payload: line[kind] });
  };
  const button = (line, kind) =>
    line[kind]
      ? el(
          "button",
          { type: "button", class: "quiet", "aria-label": `${t[kind].title} ${line.label}`, onclick: () => choose(line, kind) },
          t[kind].title,
        )
      : null;
  const row = (line) =>
    el(
      "li",
      {},
      el(
        "p",
        {},
        el("span", { class: "soft" }, line.label, line.field === latest ? el("span", { class: "mark" }, t.latest) : null),
        el("strong", {}, String(line.value)),
      ),
      el("span", { class: "row" }, button(line, "revise"), button(line, "suppose")),
    );
  const content = lines.length ? el("ul", {}, ordered.map(row)) : el("p", {}, t.noAnswers);
  const dialog = openDialog(t.yourAnswers, content, { opener, closeWord: t.close, className: "answers yours" });
  return dialog;
}
