// The conversation: what is open, what is under way, what went wrong, and where the focus goes.
import { history, messageId, post } from "./api.js";
import { fill, parsePayload, wantsKeyboard } from "./panel.js";
import { el, message as renderMessage, said, turn } from "./render.js";
import { t } from "./strings.js";

const SLOW_MS = 6000;
const TYPING_MS = 350;
const TRUSTED_RETRY = ["offline", "network"]; // what a returning connection can mend by itself

const $ = (id) => document.getElementById(id);
const log = $("log");
const form = $("answer");
const menu = $("menu");
const statusLine = $("status");

const state = {
  open: null, // the question that waits: {message, element, stale}
  afterResult: false,
  busy: false,
  failed: null, // a message whose fate is unknown: {shown, payload, typed, id, turn, kind}
  begin: "/begin",
};

// ---------------------------------------------------------------- what is seen

/** Which question is open after a reply. Information and the list of answers leave the open one open. */
function nextOpen(messages, elements) {
  for (let i = messages.length - 1; i >= 0; i--) {
    const { custom, buttons } = messages[i];
    if ((custom && custom.type === "question") || (buttons && buttons.length)) {
      return { message: messages[i], element: elements[i], stale: i < messages.length - 1 };
    }
  }
  const types = messages.map(({ custom }) => custom && custom.type);
  if (state.open && !types.includes("result") && (types.includes("info") || types.includes("answers"))) {
    return { ...state.open, stale: true };
  }
  return null;
}

function showProgress() {
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
function withoutRepeats(messages) {
  return messages.filter(({ custom }) => !(custom && custom.type === "section"));
}

/** The top stays in sight only where it leaves the conversation enough room (large text, small screen: it does not). */
function fitTop() {
  $("top").classList.toggle("sticky", $("top").offsetHeight < window.innerHeight * 0.16);
}
window.addEventListener("resize", fitTop);

/** Put one reply into the log; gives its elements. */
function showReply(messages) {
  const elements = messages.map(renderMessage);
  const types = messages.map(({ custom }) => custom && custom.type);
  if (types.includes("result")) {
    for (const old of log.querySelectorAll(".result.latest")) old.classList.remove("latest");
    elements[types.lastIndexOf("result")].classList.add("latest");
  }
  log.append(turn("bot", elements));
  state.open = nextOpen(messages, elements);
  if (types.includes("question")) state.afterResult = false;
  if (types.includes("result")) state.afterResult = !types.includes("question");
  return elements;
}

function showPanel() {
  fill(form, state, choose);
  menu.hidden = false;
  showProgress();
}

/** The focus goes to what matters most: a red flag, the result, what was asked for, and else the open question. */
function focusOn(messages, elements) {
  const types = messages.map(({ custom }) => custom && custom.type);
  for (const type of ["red_flag", "result", "answers", "info"]) {
    const at = types.indexOf(type);
    if (at >= 0) return elements[at].focusTarget;
  }
  if (wantsKeyboard(state.open)) return $("field");
  const target = state.open ? state.open.element : elements[elements.length - 1];
  return target.focusTarget;
}

/** Show the new turn with its panel; where both do not fit, the question (or card) from its top. Then focus. */
function moveTo(target, first) {
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

// ---------------------------------------------------------------- what goes wrong

function note(text) {
  statusLine.textContent = text;
}

/** Controls stay where they are (so the focus does too), but do nothing while a message is under way. */
function setBusy(busy) {
  state.busy = busy;
  document.body.classList.toggle("busy", busy);
  for (const control of document.querySelectorAll("#answer button, #menu button, #answer input[type=checkbox]")) {
    busy ? control.setAttribute("aria-disabled", "true") : control.removeAttribute("aria-disabled");
  }
  if ($("field")) $("field").readOnly = busy;
}

function showTrouble(error, out, retry) {
  const kind = t.errors[error.kind] ? error.kind : "server";
  const final = kind === "tooLong";
  const words = [t.errors[kind], ...(final ? [] : out ? [t.kept, t.once] : [])];
  const button = final ? null : el("button", { type: "button", class: "primary", onclick: retry }, t.retry);
  const box = el("div", { class: "error", role: "alert" }, el("p", {}, words.join(" ")), button);
  if (form.hidden || !$("trouble")) showPanelForTrouble();
  $("trouble").replaceChildren(box);
  (button || $("field")).focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

/** Before anything was said there is no panel yet: only the trouble and its button. */
function showPanelForTrouble() {
  form.replaceChildren(el("div", { id: "trouble", class: "trouble" }));
  form.hidden = false;
}

function clearTrouble() {
  if ($("trouble")) $("trouble").replaceChildren();
}

/** Run a request with the typing sign and the honest words for slow and waking. */
async function waiting(work) {
  let woken = false;
  const typing = setTimeout(() => {
    if (!woken) statusLine.replaceChildren(el("span", { class: "typing" }, t.typing, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"))));
  }, TYPING_MS);
  const slow = setTimeout(() => { if (!woken) note(t.slow); }, SLOW_MS);
  setBusy(true);
  try {
    return await work(() => {
      if (!woken) note(t.waking);
      woken = true;
    });
  } finally {
    clearTimeout(typing);
    clearTimeout(slow);
    note("");
    setBusy(false);
  }
}

// ---------------------------------------------------------------- sending

const draft = () => ($("field") ? $("field").value : "");

/** What the panel sends; deleting is asked about first, however it was said. */
function choose(out) {
  const deleting = out.payload === "/stop_and_delete" || out.payload.toLowerCase() === t.remove.text;
  if (!deleting) send(out);
  else if (!state.busy) confirm({ ...t.remove, title: out.shown, text: out.payload }, "delete", document.activeElement);
}

/** Send {shown, payload, typed, kind}; kind "delete" (also a new start) empties the page, kind "begin" shows nothing of its own. */
async function send(out) {
  if (state.busy) return;
  const last = state.failed;
  if (last && last !== out && !(await settle(out))) return;
  const again = Boolean(out.error);
  state.failed = null;
  out.id = out.id || messageId();
  clearTrouble();
  if (out.kind !== "begin" && !out.turn) {
    out.turn = turn("user", [said(out.shown)]);
    log.append(out.turn);
  }
  if (out.turn) markUnsent(out.turn, false);
  let reply;
  try {
    reply = withoutRepeats(await waiting((onWaking) => post(out.payload, out.id, onWaking, again)));
  } catch (error) {
    fail(error, out);
    return;
  }
  const kept = out.typed ? "" : draft();
  const deleted = out.kind === "delete" || reply.some(({ custom }) => custom && custom.type === "deleted");
  if (deleted) log.replaceChildren();
  const elements = showReply(reply);
  showPanel();
  if (kept && !deleted && $("field")) $("field").value = kept;
  moveTo(focusOn(reply, elements), elements[0].closest(".turn"));
}

function markUnsent(turnOf, unsent) {
  turnOf.classList.toggle("unsent", unsent);
  for (const old of turnOf.querySelectorAll(".unsent-note")) old.remove();
  if (unsent) turnOf.append(el("p", { class: "unsent-note" }, t.notSent));
}

function fail(error, out) {
  if (error.kind === "tooLong") {
    if (out.turn) out.turn.remove();
  } else {
    out.error = error.kind;
    if (error.answered) out.id = null;
    state.failed = out;
    if (out.turn) markUnsent(out.turn, true);
  }
  showTrouble(error, out.turn, retry);
}

/** The same message again, with the same id. What was changed in the field since then is a new message. */
function retry() {
  const out = state.failed;
  if (!out || state.busy) return;
  const text = draft().trim();
  if (out.typed && text && text !== out.payload) send({ shown: text, payload: text, typed: true });
  else send(out);
}

/**
 * Another message while the fate of the last one is unknown: ask the server first. Had the last one arrived,
 * a new question is open, and the new text must not become the answer to a question that nobody has seen.
 */
async function settle(out) {
  const failed = state.failed;
  const id = (open) => (open && open.message.custom ? open.message.custom.id : null);
  let list;
  try {
    list = await waiting(history);
  } catch (error) {
    showTrouble(error, failed.turn, retry);
    return false;
  }
  const before = id(state.open);
  const text = out.typed ? out.shown : draft();
  if (failed.turn) failed.turn.remove();
  state.failed = null;
  if (!list.length) return true;
  const shown = restore(list);
  if (id(state.open) === before) return true;
  if (text && !failed.typed) $("field").value = text;
  note(t.arrived);
  moveTo(focusOn(shown.messages, shown.elements), shown.elements[0].closest(".turn"));
  return false;
}

window.addEventListener("online", () => {
  if (state.failed && TRUSTED_RETRY.includes(state.failed.error)) retry();
});

// ---------------------------------------------------------------- starting and going on

/** What a stored message of the person looked like: the title of the button, never its payload. */
function userText(text, buttons) {
  if (!text || text[0] !== "/") return text;
  const same = buttons.find((button) => button.payload === text);
  if (same) return same.title;
  const data = parsePayload(text);
  if (!data || !Array.isArray(data.value)) return "";
  const titles = data.value.map((value) => (buttons.find((button) => (parsePayload(button.payload) || {}).value === value) || {}).title);
  return titles.length ? titles.filter(Boolean).join(", ") : t.none;
}

/** Build the page from the history; gives the last reply. It is not read aloud: nothing of it is new. */
function restore(list) {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  state.open = null;
  state.afterResult = false;
  let reply = [];
  let elements = [];
  let buttons = [];
  const flush = () => {
    reply = withoutRepeats(reply);
    if (reply.length) elements = showReply(reply);
    buttons = reply.flatMap((message) => message.buttons || []);
  };
  list.forEach((entry, index) => {
    if (entry.from === "bot") {
      if (index && list[index - 1].from !== "bot") reply = [];
      reply.push(entry);
    } else {
      if (index && list[index - 1].from === "bot") flush();
      const text = userText(entry.text, buttons);
      if (text) log.append(turn("user", [said(text)]));
    }
  });
  if (list[list.length - 1].from === "bot") flush();
  showPanel();
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  return { messages: reply, elements };
}

export async function start(role) {
  state.begin = role ? `/begin${JSON.stringify({ role })}` : "/begin";
  showMenu();
  let list;
  try {
    list = await waiting(history);
  } catch (error) {
    showTrouble(error, null, () => start(role));
    return;
  }
  clearTrouble();
  if (!list.length) {
    await send({ kind: "begin", payload: state.begin });
    return;
  }
  const { messages, elements } = restore(list);
  if (elements.length) moveTo(focusOn(messages, elements), elements[0].closest(".turn"));
}

// ---------------------------------------------------------------- the menu

function showMenu() {
  const plain = ({ title, text }) => el("button", { type: "button", class: "quiet", onclick: () => send({ shown: title, payload: text }) }, title);
  const asking = (words, kind) => el("button", { type: "button", class: "quiet", onclick: (event) => confirm(words, kind, event.target) }, words.title);
  menu.replaceChildren(plain(t.myAnswers), asking(t.restart, "delete"), asking(t.remove, "delete"));
}

/** Ask inline, in the menu's place; "no" and Esc put the menu and the focus back. */
function confirm(words, kind, button) {
  if (state.busy) return;
  const buttons = [...menu.children];
  const back = (focus) => {
    menu.replaceChildren(...buttons);
    if (focus) button.focus();
  };
  const ask = el("p", { id: "confirm-text", tabindex: "-1" }, words.ask);
  const box = el("div", { class: "confirm", role: "group", "aria-labelledby": "confirm-text" }, ask,
    el("div", { class: "row" },
      el("button", { type: "button", class: "option", onclick: () => back(true) }, words.no),
      el("button", {
        type: "button", class: "primary",
        onclick: () => {
          back(true);
          send({ shown: words.title, payload: words.text, kind });
        },
      }, words.yes)));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") back(true); });
  menu.replaceChildren(box);
  ask.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

// Typing a letter or a digit while the question has the focus goes on in the field.
document.addEventListener("keydown", (event) => {
  const on = document.activeElement;
  const pressed = !event.ctrlKey && !event.metaKey && !event.altKey && /^[1-9]$/.test(event.key) && document.querySelector(`.option[data-key="${event.key}"]`);
  if (pressed && !state.busy && !(on && on.id === "field" && on.value)) {
    event.preventDefault();
    pressed.click();
    return;
  }
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  if (on && on.tabIndex === -1 && log.contains(on) && $("field")) $("field").focus();
});

// On paper everything is unfolded.
const unfolded = [];
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll(".result details:not([open])")) {
    part.open = true;
    unfolded.push(part);
  }
});
window.addEventListener("afterprint", () => {
  while (unfolded.length) unfolded.pop().open = false;
});
