// The conversation built anew from what the server remembers: after a reload, in another tab, or when an answer was lost.
import { said, turn } from "./messages.js";
import { userText } from "./payload.js";
import { log } from "./state.js";
import { t } from "./strings.js";
import { clearLog, showReply, withoutRepeats } from "./view.js";

/** What the page asks for by itself, with its reply: it stands in a panel, not in the conversation. */
const QUIET = "/show_answers";

/** One turn each: {text, reply}; `text` is null for what the assistant says first. */
function turnsOf(list) {
  const turns = [];
  for (const entry of list) {
    if (entry.from === "user") turns.push({ text: entry.text, reply: [] });
    else {
      if (!turns.length) turns.push({ text: null, reply: [] });
      turns[turns.length - 1].reply.push(entry);
    }
  }
  return turns.filter(({ text }) => text !== QUIET);
}

/** Build the log from the history; gives the last reply. It is not read aloud: nothing of it is new. */
export function restore(list) {
  log.setAttribute("aria-live", "off");
  clearLog();
  let messages = [];
  let elements = [];
  let buttons = [];
  for (const { text, reply } of turnsOf(list)) {
    const shown = text && userText(text, buttons, t.none);
    if (shown) log.append(turn("user", [said(shown)]));
    const kept = withoutRepeats(reply);
    if (!kept.length) continue;
    messages = kept;
    elements = showReply(kept);
    buttons = [...buttons, ...kept.flatMap((message) => message.buttons || [])].slice(-200);
  }
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  return { messages, elements };
}
