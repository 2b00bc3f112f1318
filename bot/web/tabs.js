// Two tabs with the same conversation: what is said in one is shown in the other, so that neither answers a question of before.

const channel = "BroadcastChannel" in window ? new BroadcastChannel("knogletjek") : null;

/** Tell the other tabs that something was said. */
export const told = () => channel && channel.postMessage("said");

/** `onTold` is called when another tab has said something. */
export const listen = (onTold) => channel && channel.addEventListener("message", onTold);
