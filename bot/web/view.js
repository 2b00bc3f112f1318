// What is seen of the conversation: replies, progress, and where the focus goes.
import { $ } from "./dom.js";
import { wantsKeyboard } from "./answer.js";
import { message as renderMessage, turn } from "./messages.js";
import { form, log, state } from "./state.js";
import { t } from "./strings.js";

const typeOf = ({ custom }) => custom && custom.type;
/** What leaves the open question open. */
const BESIDE = ["info", "answers"];

/** Which question is open after a reply. Information and the list of answers leave the open one open. */
function nextOpen(messages, elements) {
  for (let i = messages.length - 1; i >= 0; i--) {
    const { buttons } = messages[i];
    if (typeOf(messages[i]) === "question" || (buttons && buttons.length && !BESIDE.includes(typeOf(messages[i])))) {
      return { message: messages[i], element: elements[i], stale: i < messages.length - 1 };
    }
  }
  const types = messages.map(typeOf);
  return state.open && !types.includes("result") && types.some((type) => BESIDE.includes(type)) ? { ...state.open, stale: true } : null;
}

export function showProgress() {
  const custom = state.open && state.open.message.custom;
  const asked = custom && custom.type === "question" && custom.step && custom.of;
  $("progress").hidden = !asked && !state.afterResult;
  if (asked) {
    $("progress-text").textContent = t.progress(custom.step, custom.of);
    $("progress-bar").max = custom.of;
    $("progress-bar").value = custom.step;
  } else if (state.afterResult) {
    $("progress-text").textContent = t.done;
    $("progress-bar").value = $("progress-bar").max;
  }
  fitTop();
}

/** On other channels the sections of a result are messages too; the page has them in its card already. */
export function withoutRepeats(messages) {
  return messages.filter((message) => typeOf(message) !== "section");
}

/** The top stays in sight only where it leaves the conversation enough room (large text, small screen: it does not). */
function fitTop() {
  $("top").classList.toggle("sticky", $("top").offsetHeight < window.innerHeight * 0.16);
}
window.addEventListener("resize", fitTop);

/** Put one reply into the log; gives its elements. */
export function showReply(messages) {
  const elements = messages.map((message) => {
    const element = renderMessage(message, state.result);
    if (typeOf(message) === "result") state.result = message;
    return element;
  });
  const types = messages.map(typeOf);
  if (types.includes("result")) {
    for (const old of log.querySelectorAll(".result.latest")) old.classList.remove("latest");
    elements[types.lastIndexOf("result")].classList.add("latest");
  }
  log.append(turn("bot", elements));
  state.open = nextOpen(messages, elements);
  if (types.includes("question")) state.afterResult = false;
  else if (types.includes("result") || types.includes("after_result")) state.afterResult = true;
  return elements;
}

/** An empty log: nothing was said, and there is no result to compare with. */
export function clearLog() {
  log.replaceChildren();
  Object.assign(state, { open: null, afterResult: false, result: null });
}

/** The focus goes to what matters most: a red flag, the result, what was asked for, and else the open question. */
export function focusOn(messages, elements) {
  const types = messages.map(typeOf);
  for (const type of ["red_flag", "result", "answers", "info"]) {
    const at = types.indexOf(type);
    if (at >= 0) return elements[at].focusTarget;
  }
  if (wantsKeyboard(state.open)) return $("field");
  const target = state.open ? state.open.element : elements[elements.length - 1];
  return target.focusTarget;
}

/** Show the new turn with its panel; where both do not fit, the question (or card) from its top. Then focus. */
export function moveTo(target, first) {
  target.focus({ preventScroll: true });
  const bar = getComputedStyle($("top")).position === "sticky" ? $("top").offsetHeight : 0;
  const gap = 16;
  const room = window.innerHeight - bar - gap;
  const bottom = form.getBoundingClientRect().bottom + gap;
  const top = (node) => node.getBoundingClientRect().top;
  const card = target.closest(".card");
  const opening = log.firstElementChild === first && target.getBoundingClientRect().bottom - top(first) <= room;
  let by;
  // The first turn says what this is and what happens with the answers: it is shown from its beginning where its question still fits.
  if (opening) by = top(first) - bar - gap / 2;
  else if (!card && bottom - top(first) <= room) by = bottom - window.innerHeight;
  else {
    const from = card || (state.open && !state.open.stale && form.contains(target) ? state.open.element : target);
    by = top(from) - bar - gap / 2;
    if (form.contains(target)) by = Math.max(by, target.getBoundingClientRect().bottom + gap - window.innerHeight);
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollBy({ top: by, behavior: calm ? "auto" : "smooth" });
}
