// The body, seen from behind, with the places where bones break. Each place belongs to a button beside it, which has the name and the
// keyboard; pressing the place on the body presses that button.
import { svg } from "./dom.js";
import { parsePayload } from "./payload.js";

const WIDTH = 120;
/** Where each site of a fracture is drawn in the picture of 120 x 300. */
const PLACES = {
  spine: [60, 88],
  hip: [80, 168],
  wrist: [17, 150],
  shoulder: [88, 60],
  pelvis: [57, 150],
  ankle: [47, 276],
  rib: [40, 98],
  minor: [107, 176],
};
const OUTLINE = [
  "M60 6c-11 0-18 8-18 19 0 8 4 14 9 17v7c-2 3-22 6-27 11-6 7-9 36-11 52",
  "-1 11-4 26-5 36-1 6 1 14 5 14s5-5 6-11c2-11 6-30 9-43 2-8 5-16 6-22",
  "l2 38c0 10-4 28-4 42 0 16 4 44 6 62 1 12 2 38 0 46-1 5-6 8-6 11s14 3 17 0c2-6 3-34 4-54 1-16 4-38 7-52h0c3 14 6 36 7 52 1 20 2 48 4 54",
  "3 3 17 3 17 0s-5-6-6-11c-2-8-1-34 0-46 2-18 6-46 6-62 0-14-4-32-4-42l2-38c1 6 4 14 6 22 3 13 7 32 9 43 1 6 2 11 6 11s6-8 5-14",
  "c-1-10-4-25-5-36-2-16-5-45-11-52-5-5-25-8-27-11v-7c5-3 9-9 9-17 0-11-7-19-18-19z",
].join(" ");

/** How near a press must be to choose a place, in the picture's own measure: targets of 48 px, and the nearest one wins. */
const REACH = 26;

/** The buttons of the question with the body beside them, each with the number of its place; null where the question has no places. */
export function bodyPicture(buttons, make) {
  if (!buttons.some((button) => PLACES[site(button)])) return null;
  const places = [];
  const options = buttons.map((button, index) => {
    const option = make(button, index);
    const at = PLACES[site(button)];
    if (at) {
      const dot = place(at, index + 1, button.title);
      places.push({ at, dot, option });
      option.dataset.place = index + 1;
      for (const name of ["pointerenter", "focus"]) option.addEventListener(name, () => dot.classList.add("on"));
      for (const name of ["pointerleave", "blur"]) option.addEventListener(name, () => dot.classList.remove("on"));
    }
    return option;
  });
  const figure = svg(
    "svg",
    { class: "body", viewBox: `0 0 ${WIDTH} 300`, "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "outline", d: OUTLINE }),
    places.map(({ dot }) => dot),
  );
  figure.addEventListener("click", (event) => {
    const nearest = nearestTo(places, figure, event);
    if (nearest) nearest.option.click();
  });
  return { figure, options };
}

function place([x, y], number, title) {
  return svg(
    "g",
    { class: "place", transform: `translate(${x} ${y})` },
    svg("title", {}, title),
    svg("circle", { r: 10 }),
    svg("text", { y: 4.5, "text-anchor": "middle" }, number),
  );
}

function nearestTo(places, figure, { clientX, clientY }) {
  const box = figure.getBoundingClientRect();
  const scale = WIDTH / box.width;
  const far = ({ at: [x, y] }) => Math.hypot((clientX - box.left) * scale - x, (clientY - box.top) * scale - y);
  const [nearest] = [...places].sort((a, b) => far(a) - far(b));
  return far(nearest) <= REACH ? nearest : null;
}

const site = (button) => String((parsePayload(button.payload) || {}).value);
