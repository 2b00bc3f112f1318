// What the page remembers of the conversation, and the parts of the page that all modules touch.
import { $ } from "./dom.js";

export const log = $("log");
export const form = $("answer");
export const menu = $("menu");
export const statusLine = $("status");

export const state = {
  open: null, // the question that waits: {message, element, stale}
  afterResult: false,
  result: null, // the latest message with a result, to mark what a new one changes
  busy: false,
  failed: null, // a message whose fate is unknown: {shown, payload, typed, id, turn, kind}
  begin: "/begin",
};

export const draft = () => ($("field") ? $("field").value : "");
