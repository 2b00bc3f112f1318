// The start of the page: fill in the fixed texts, find out who is here, begin.
import { clear, isEmpty, start } from "./chat.js";
import { clinicMinutes, watch } from "./clinic.js";
import { $ } from "./dom.js";
import { closeOnEscape } from "./frame.js";
import "./keys.js";
import { t } from "./strings.js";

const ROLES = { patient: "patient", fysioterapeut: "physiotherapist", reception: "reception" };

for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t[node.dataset.tLabel]);

$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  const questions = document.querySelectorAll("#log .question");
  (questions[questions.length - 1] || $("answer")).focus();
});

const role = ROLES[new URLSearchParams(location.search).get("rolle")];
if (role && role !== "patient") document.body.dataset.staff = role;
closeOnEscape();
const minutes = clinicMinutes(location.search);
if (minutes) watch(minutes, clear, isEmpty);
start(role);
