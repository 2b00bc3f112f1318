// The conversation: what is sent, what comes back, and what happens when it does not.
import { history, messageId, post } from "./api.js";
import { fill } from "./answer.js";
import { $ } from "./dom.js";
import { confirm, showMenu } from "./menu.js";
import { said, turn } from "./messages.js";
import { restore } from "./restore.js";
import { hush } from "./speech.js";
import { draft, form, log, menu, state } from "./state.js";
import { t } from "./strings.js";
import { listen, told } from "./tabs.js";
import { clearTrouble, markUnsent, note, showTrouble, waiting } from "./trouble.js";
import { clearLog, focusOn, moveTo, showProgress, showReply, withoutRepeats } from "./view.js";
import { showAnswers } from "./yours.js";

const TRUSTED_RETRY = ["offline", "network"]; // what a returning connection can mend by itself

const questionId = (open) => (open && open.message.custom ? open.message.custom.id : null);
const turnOf = (elements) => elements[0].closest(".turn");

function showPanel() {
  fill(form, state, choose, openAnswers);
  menu.hidden = false;
  showProgress();
}

// ---------------------------------------------------------------- sending

/** What the panel sends; deleting is asked about first, however it was said. */
function choose(out) {
  const deleting = out.payload === "/stop_and_delete" || out.payload.toLowerCase() === t.remove.text;
  if (!deleting) send(out);
  else if (!state.busy) confirm({ ...t.remove, title: out.shown, text: out.payload }, document.activeElement, send);
}

/** Send {shown, payload, typed, kind}; kind "delete" (also a new start) empties the page, kind "begin" shows nothing of its own. */
async function send(out) {
  if (state.busy) return;
  hush();
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
  const asked = questionId(state.open);
  let reply;
  try {
    reply = withoutRepeats(await waiting((onWaking) => post(out.payload, out.id, onWaking, again)));
  } catch (error) {
    fail(error, out);
    return;
  }
  if (state.open && !leadsOn(reply) && (await isForgotten())) {
    beginAnew();
    return;
  }
  state.latest = asked;
  const kept = out.typed ? "" : draft();
  const deleted = out.kind === "delete" || reply.some(({ custom }) => custom && custom.type === "deleted");
  if (deleted) clearLog();
  const elements = showReply(reply);
  showPanel();
  if (kept && !deleted && $("field")) $("field").value = kept;
  moveTo(focusOn(reply, elements), turnOf(elements));
  told();
}

/** Whether a reply has anything to go on with, or is of a kind of its own. */
const leadsOn = (reply) => reply.some(({ custom, buttons }) => custom || (buttons && buttons.length));

/** Before the yes to storing a conversation lives in memory: a server that was restarted knows no question of it. */
async function isForgotten() {
  const list = await waiting(history).catch(() => null);
  return list !== null && !list.some(({ custom }) => custom && custom.type === "question");
}

async function beginAnew() {
  clearLog();
  await send({ kind: "begin", payload: state.begin });
  note(t.forgotten);
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
  showTrouble(error, out.turn, error.kind === "ended" ? () => location.reload() : retry);
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
  let list;
  try {
    list = await waiting(history);
  } catch (error) {
    showTrouble(error, failed.turn, retry);
    return false;
  }
  const before = questionId(state.open);
  const text = out.typed ? out.shown : draft();
  if (failed.turn) failed.turn.remove();
  state.failed = null;
  if (!list.length) return true;
  const shown = rebuild(list);
  if (questionId(state.open) === before) return true;
  if (text && !failed.typed) $("field").value = text;
  note(t.arrived);
  moveTo(focusOn(shown.messages, shown.elements), turnOf(shown.elements));
  return false;
}

window.addEventListener("online", () => {
  if (state.failed && TRUSTED_RETRY.includes(state.failed.error)) retry();
});

// ---------------------------------------------------------------- the list of answers

/** Ask for the answers without a word in the conversation, and show them in their panel. */
async function openAnswers(opener) {
  if (state.busy) return;
  if (state.failed) return retry();
  clearTrouble();
  try {
    const reply = await waiting((onWaking) => post("/show_answers", messageId(), onWaking, false));
    const { lines = [] } = (reply.find(({ custom }) => custom && custom.type === "answers") || { custom: {} }).custom;
    showAnswers(lines, (state.latest || "").split(".")[0], opener, choose);
  } catch (error) {
    showTrouble(error, null, () => {
      clearTrouble();
      openAnswers(opener);
    });
  }
}

log.addEventListener("answers", (event) => openAnswers(event.target));
log.addEventListener("click", ({ target }) => {
  const asks = target.closest("button.related");
  if (asks) choose({ shown: asks.textContent, payload: asks.dataset.payload });
});

// ---------------------------------------------------------------- starting and going on

function rebuild(list) {
  const shown = restore(list);
  showPanel();
  return shown;
}

/** Another tab said something: show it here too; what is typed here stays. */
async function catchUp() {
  if (state.busy || state.failed) return;
  const text = draft();
  const list = await waiting(history).catch(() => []);
  if (!list.length) return;
  const { messages, elements } = rebuild(list);
  if ($("field")) $("field").value = text;
  note(t.otherTab);
  if (elements.length && document.hasFocus()) moveTo(focusOn(messages, elements), turnOf(elements));
}

export async function start(role) {
  state.begin = role ? `/begin${JSON.stringify({ role })}` : "/begin";
  showMenu(send, openAnswers);
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
  const { messages, elements } = rebuild(list);
  if (elements.length) moveTo(focusOn(messages, elements), turnOf(elements));
}

/** Clinic mode: nobody is there. The answers go, from the screen at once, and the next person begins anew. */
export async function clear() {
  clearLog();
  state.failed = null;
  state.busy = false;
  form.replaceChildren();
  await send({ kind: "delete", shown: t.remove.title, payload: t.remove.text });
  if (!state.failed) {
    clearLog();
    await send({ kind: "begin", payload: state.begin });
  }
}

/** Whether nobody has said anything yet. */
export const isEmpty = () => !log.querySelector(".turn.user");

listen(catchUp);
