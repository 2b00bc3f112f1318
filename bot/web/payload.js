// What a button sends, taken apart.

/** `/answer{"question": "conditions", "value": "myeloma"}` -> {question, value}, else null */
export function parsePayload(payload) {
  const hit = /^\/answer\s*(\{.*\})$/s.exec(payload || "");
  if (!hit) return null;
  try {
    const data = JSON.parse(hit[1]);
    return data && "value" in data ? data : null;
  } catch {
    return null;
  }
}

/** What a stored message of the person looked like: the title of the button, never its payload. */
export function userText(text, buttons, none) {
  if (!text || text[0] !== "/") return text;
  const same = buttons.find((button) => button.payload === text);
  if (same) return same.title;
  const data = parsePayload(text);
  if (!data || !Array.isArray(data.value)) return "";
  const titles = data.value.map((value) => (buttons.find((button) => (parsePayload(button.payload) || {}).value === value) || {}).title);
  return titles.length ? titles.filter(Boolean).join(", ") : none;
}
