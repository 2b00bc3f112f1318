// Reading aloud, for those who read badly. Only voices of this machine: a voice from the network would be told what a person reads.
import { $, el } from "./dom.js";
import { t } from "./strings.js";

const synth = window.speechSynthesis;
const voice = () => (synth ? synth.getVoices().find(({ localService, lang }) => localService && /^da\b/i.test(lang)) : null);

let button = null;

/** The button of the open panel; hidden while the machine has no Danish voice of its own. */
export function speechButton() {
  button = el(
    "button",
    { type: "button", class: "quiet speak", onclick: () => (synth.speaking ? hush() : speak()), hidden: !voice() },
    t.speak,
  );
  return button;
}

/** Stop reading; the next question is not yet known. */
export function hush() {
  if (synth && synth.speaking) synth.cancel();
  if (button) button.textContent = t.speak;
}

function speak() {
  const turns = document.querySelectorAll("#log .turn.bot");
  const said = new SpeechSynthesisUtterance(spoken(turns[turns.length - 1]));
  Object.assign(said, { voice: voice(), lang: "da-DK", rate: 0.9, onend: hush, onerror: hush });
  button.textContent = t.hush;
  synth.speak(said);
}

/** What can be seen of the turn, and the answers to choose from. */
function spoken(turn) {
  const texts = [...turn.querySelectorAll("h2, h3, p, li")]
    .filter((node) => node.offsetParent && !node.closest("[aria-hidden], .who, .tools"))
    .map((node) => node.textContent);
  const options = [...$("answer").querySelectorAll(".option, .box")].map((node) => node.textContent);
  return [...texts, ...options].join(". ");
}

if (synth)
  synth.addEventListener("voiceschanged", () => {
    if (button) button.hidden = !voice();
  });
