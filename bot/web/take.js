// What can be taken along: the print view, and documents that the server makes of the result.
import { document as fetchDocument } from "./api.js";
import { el } from "./dom.js";
import { t } from "./strings.js";

/** Which documents are whose; those of `more` are for other systems, and folded away. */
const OF_ROLE = {
  patient: { first: ["letter.pdf"], more: ["fhir.json", "result.json"] },
  physiotherapist: { first: ["letter.pdf", "note.txt"], more: ["fhir.json", "result.json"] },
  reception: { first: ["booking.txt"], more: ["fhir.json", "result.json"] },
};

/** The row of buttons under a result. */
export function takeAlong(role) {
  const { first, more } = OF_ROLE[role] || OF_ROLE.patient;
  const told = el("p", { class: "told", role: "status" });
  const button = (name) => el("button", { type: "button", class: "take", onclick: () => take(name, told) }, t.documents[name]);
  return el(
    "div",
    { class: "tools take-along" },
    el("h3", {}, t.takeAlong),
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "print", onclick: () => window.print() }, t.print),
      first.map(button),
      role === "reception"
        ? null
        : el(
            "button",
            {
              type: "button",
              class: "suppose",
              onclick: (event) => event.currentTarget.dispatchEvent(new CustomEvent("answers", { bubbles: true })),
            },
            t.whatIf,
          ),
    ),
    told,
    el("details", {}, el("summary", {}, t.forSystems), el("div", { class: "row" }, more.map(button))),
  );
}

/** Fetch and save; the session may be a header, so a plain link would not do. */
async function take(name, told) {
  told.textContent = t.fetching;
  try {
    const answer = await fetchDocument(name);
    if (!answer) throw new Error("not awake");
    const address = URL.createObjectURL(answer.blob);
    const link = el("a", { href: address, download: answer.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    told.textContent = t.fetched(answer.name);
  } catch (error) {
    told.textContent = `${t.errors[error.kind] || t.errors.server} ${t.tryAgain}`;
  }
}
