// The requests of the page. Every failure is a ChatError whose `kind` is a key of t.errors.
import { framed } from "./frame.js";

const TIMEOUT_MS = 30000;
const WAKE_EVERY_MS = 1500;
const WAKE_FOR_MS = 180000;

export class ChatError extends Error {
  /** `answered`: the server has answered that it failed, so another try needs a new id. */
  constructor(kind, answered = false) {
    super(kind);
    this.kind = kind;
    this.answered = answered;
  }
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A random name for one message, so that the server can drop a double. (randomUUID is missing on plain http.) */
export function messageId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// Inside another website's frame the browser keeps no cookie: there a session is asked for, and lives as long as the frame.
let session = null;

async function withSession(headers = {}) {
  if (!framed) return headers;
  if (!session) session = (await request("chat/session", { method: "POST" }, false)).session;
  return { ...headers, "X-Session": session };
}

async function request(path, options = {}, ours = true, read = (answer) => answer.json()) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const headers = ours ? await withSession(options.headers) : options.headers;
    const answer = await fetch(path, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options, headers });
    if (answer.status === 503) return null; // not awake yet
    if (answer.status === 401) throw new ChatError("ended");
    if (answer.status === 413) throw new ChatError("tooLong");
    if (answer.status === 429) throw new ChatError("busy");
    if (!answer.ok) throw new ChatError("server");
    return await read(answer);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    if (error.name === "AbortError") throw new ChatError("timeout");
    if (error instanceof SyntaxError) throw new ChatError("server"); // no JSON
    throw new ChatError(navigator.onLine === false ? "offline" : "network");
  } finally {
    clearTimeout(timer);
  }
}

/** Wait until the server says that it is ready; `onWaking` tells the person so, once. */
async function ready(onWaking) {
  for (const since = Date.now(); Date.now() - since < WAKE_FOR_MS; await sleep(WAKE_EVERY_MS)) {
    const status = await request("status", {}, false);
    if (status && status.ready) return;
    if (status && status.error) throw new ChatError("server"); // it will not wake up by itself
    onWaking();
  }
  throw new ChatError("server");
}

/** What was said so far: a list, empty for a new conversation. */
export async function history(onWaking) {
  let list = await request("chat/history");
  if (list === null) {
    onWaking();
    await ready(onWaking);
    list = await request("chat/history");
  }
  if (!Array.isArray(list)) throw new ChatError("server");
  return list;
}

/**
 * Send one message; gives the list of answers. Sending the same id again never counts twice.
 * `again`: something went wrong before, perhaps the server restarted: first wait until it is ready.
 */
export async function post(message, id, onWaking, again) {
  const send = () =>
    request("chat", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Message-Id": id },
      body: JSON.stringify({ message }),
    });
  if (again) await ready(onWaking);
  let list = await send();
  if (list === null) {
    onWaking();
    await ready(onWaking);
    list = await send();
  }
  if (!Array.isArray(list)) throw new ChatError("server");
  if (!list.length) throw new ChatError("empty"); // silence is never an answer
  if (list.some(({ custom }) => custom && custom.type === "error")) throw new ChatError("server", true);
  return list;
}

/** A document of the result: {blob, name}. It is made on request, and kept nowhere. */
export function document(name) {
  return request(`documents/${name}`, {}, true, async (answer) => {
    const [, given] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "") || [];
    return { blob: await answer.blob(), name: given || name };
  });
}
