// Typing in a questionnaire that was filled in on paper: numbered fields, codes as on the paper, Enter to the next one.
// All text that comes from the server or was typed is set as text, never as markup.

const byId = (id) => document.getElementById(id);
const role = () => document.querySelector("input[name=role]:checked").value;
const fields = () => [...document.querySelectorAll("#questions input")];

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (text !== undefined) made.textContent = text;
  return made;
}

function question(one) {
  const row = element("div", undefined, { className: "question" });
  const label = element("label", undefined, { htmlFor: `q${one.number}` });
  label.append(element("span", one.number, { className: "number" }), one.label);
  const input = element("input", undefined, { id: `q${one.number}`, type: "text", autocomplete: "off", spellcheck: false, maxLength: 200 });
  input.setAttribute("aria-describedby", `h${one.number}`);
  const hint = element("span", one.hint, { className: "hint", id: `h${one.number}` });
  row.append(label, input, hint, element("p", "", { className: "error", id: `e${one.number}`, hidden: true }));
  return row;
}

let asked = 0;
async function showForm() {
  const mine = ++asked;
  byId("pdf").href = `papir/${role()}.pdf`;
  const answer = await fetch(`papir/${role()}.json`);
  if (!answer.ok) throw new Error(String(answer.status));
  const form = await answer.json();
  if (mine !== asked) return;
  const parts = form.parts.flatMap((part) => [
    ...(part.title ? [element(part.sub ? "h3" : "h2", part.title)] : []),
    ...part.questions.map(question),
  ]);
  byId("questions").replaceChildren(...parts);
}

function typed() {
  const answers = {};
  for (const field of fields()) if (field.value.trim()) answers[field.id.slice(1)] = field.value.trim();
  return { role: role(), answers };
}

const post = (path) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(typed()) });

function clearProblems() {
  byId("summary").hidden = true;
  for (const field of fields()) {
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", `h${field.id.slice(1)}`);
    byId(`e${field.id.slice(1)}`).hidden = true;
  }
}

function showProblems(problems) {
  for (const { number, text } of problems) {
    const field = byId(`q${number}`);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `h${number} e${number}`);
    byId(`e${number}`).textContent = text;
    byId(`e${number}`).hidden = false;
  }
  byId("summary").textContent = `${byId("wrong-text").textContent} ${problems.map((one) => one.number).join(", ")}.`;
  byId("summary").hidden = false;
  (byId(`q${problems[0].number}`) || byId("summary")).focus();
}

function table({ columns, rows }) {
  const made = element("table");
  const head = element("tr");
  head.append(...columns.map((text) => element("th", text, { scope: "col" })));
  const body = rows.map((cells) => {
    const row = element("tr");
    row.append(...cells.map((text, at) => (at ? element("td", text) : element("th", text, { scope: "row" }))));
    return row;
  });
  made.append(head, ...body);
  const around = element("div", undefined, { className: "table", tabIndex: 0 });
  around.append(made);
  return around;
}

function section(one) {
  const made = element("div");
  if (one.title) made.append(element("h3", one.title));
  if (one.lines.length === 1) made.append(element("p", one.lines[0]));
  else if (one.lines.length) {
    const list = element("ul");
    list.append(...one.lines.map((line) => element("li", line)));
    made.append(list);
  }
  if (one.table) made.append(table(one.table));
  return made;
}

function showResult(result) {
  byId("sections").replaceChildren(...result.sections.map(section));
  byId("read").replaceChildren(
    ...result.read.flatMap((one) => [element("dt", `${one.number}. ${one.label}`), element("dd", one.value)]),
  );
  for (const button of document.querySelectorAll("#documents [data-name]")) button.hidden = !result.documents.includes(button.dataset.name);
  byId("entry").hidden = true;
  byId("result").hidden = false;
  byId("result").focus();
}

// Whatever goes wrong on the way is said; what was typed stays.
async function trying(work) {
  byId("failed").hidden = true;
  try {
    await work();
  } catch {
    byId("failed").hidden = false;
  }
}

async function submit() {
  clearProblems();
  const answer = await post("papir/resultat");
  const told = await answer.json();
  if (told.problems) showProblems(told.problems);
  else if (answer.ok) showResult(told);
  else throw new Error(String(answer.status));
}

async function save(name) {
  const answer = await post(`papir/resultat/${name}`);
  if (!answer.ok) throw new Error(String(answer.status));
  const file = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  const link = element("a", undefined, { href: URL.createObjectURL(await answer.blob()), download: file ? file[1] : name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function toEntry() {
  byId("result").hidden = true;
  byId("entry").hidden = false;
  fields()[0]?.focus();
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(submit);
});
byId("form").addEventListener("keydown", (event) => {
  const all = fields();
  const at = all.indexOf(event.target);
  const next = all[at + 1];
  if (event.key !== "Enter" || at < 0 || !next) return;
  event.preventDefault();
  next.focus();
});
for (const choice of document.querySelectorAll("input[name=role]")) choice.addEventListener("change", () => trying(showForm));
for (const button of document.querySelectorAll("#documents [data-name]")) button.addEventListener("click", () => trying(() => save(button.dataset.name)));
byId("print").addEventListener("click", () => window.print());
byId("back").addEventListener("click", toEntry);
byId("again").addEventListener("click", () => {
  byId("form").reset();
  for (const place of ["sections", "read"]) byId(place).replaceChildren();
  clearProblems();
  toEntry();
});
trying(showForm);
