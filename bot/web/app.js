// The start of the page: fill in the fixed texts, find out who is here, begin.
import { start } from "./chat.js";
import { t } from "./strings.js";

const ROLES = { patient: "patient", fysioterapeut: "physiotherapist", reception: "reception" };

for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t[node.dataset.tLabel]);

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  const questions = document.querySelectorAll("#log .question");
  (questions[questions.length - 1] || document.getElementById("answer")).focus();
});

const role = ROLES[new URLSearchParams(location.search).get("rolle")];
// Staff answer with the number keys; a patient never meets a key that does something by itself.
if (role && role !== "patient") document.body.dataset.staff = role;
start(role);
