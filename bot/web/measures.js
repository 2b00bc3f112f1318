// The physiotherapist's table: the tests of the back in one go. It writes the status line that could be typed as well.
import { el, tableOf } from "./dom.js";
import { t } from "./strings.js";

const NUMBER = /^[-−+]?\d{1,3}(?:[.,]\d{1,2})?$/;

/** <details> with a row for each test; `onSend` gets the line. */
export function measuresTable(onSend) {
  const complain = el("p", { class: "problem", role: "alert" });
  const rows = t.measures.rows.map((row) => ({ ...row, control: control(row) }));
  const send = () => {
    const filled = rows.filter(({ control: field }) => field.value.trim());
    const wrong = filled.find((row) => !row.choices && !NUMBER.test(row.control.value.trim()));
    for (const { control: field } of rows) field.removeAttribute("aria-invalid");
    complain.textContent = wrong ? t.measures.notNumber(wrong.name) : filled.length ? "" : t.measures.nothing;
    if (wrong) wrong.control.setAttribute("aria-invalid", "true");
    if (complain.textContent) return (wrong || rows[0]).control.focus();
    const line = filled.map((row) => row.line(row.control.value.trim().replace(".", ","))).join(", ");
    return onSend({ shown: line, payload: line });
  };
  const body = rows.map((row, index) => {
    row.control.id = `measure-${index}`;
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, el("label", { for: row.control.id }, row.name)),
      el("td", {}, row.control),
      el("td", {}, row.unit || ""),
    );
  });
  return el(
    "details",
    { class: "measures" },
    el("summary", {}, t.measures.title),
    tableOf(t.measures.columns, body),
    complain,
    el("div", { class: "row" }, el("button", { type: "button", class: "primary", onclick: send }, t.measures.send)),
  );
}

function control({ choices }) {
  return choices
    ? el(
        "select",
        {},
        el("option", { value: "" }, t.measures.notDone),
        choices.map(([value, label]) => el("option", { value }, label)),
      )
    : el("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "6", class: "short" });
}
