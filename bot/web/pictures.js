// Pictures of a result as inline SVG. Numbers and words come with the data; each caption says all that its picture shows,
// so the drawing itself is hidden from screen readers. Shapes are drawn in per cent and words are HTML: both follow the text size.
import { el, svg } from "./dom.js";

const DRAW = { height_loss: heightLoss, t_score: tScore, category, week, nutrients };

/** <figure> with the drawing over its caption. Gives null for a kind that this page does not know. */
export function picture(data) {
  const draw = DRAW[data.id];
  if (!draw) return null;
  return el(
    "figure",
    { class: `picture ${data.id}` },
    el("figcaption", {}, el("h4", {}, data.title), el("p", {}, data.text), el("p", { class: "soft" }, data.source)),
    el("div", { class: "drawing", "aria-hidden": "true" }, draw(data)),
  );
}

const percent = (share) => `${Math.round(share * 1000) / 10}%`;
const key = (kind, label) => el("span", { class: `key ${kind}` }, el("i"), label);

/** A bar as long as the loss, with the limit as a line across. */
function heightLoss({ value, limit, labels }) {
  const of = Math.max(value, limit) * 1.25;
  return [
    svg(
      "svg",
      { class: "bar", height: "2.5rem", width: "100%" },
      svg("rect", { class: "track", y: "15%", width: "100%", height: "70%", rx: "8" }),
      svg("rect", { class: value > limit ? "over" : "under", y: "15%", width: percent(value / of), height: "70%", rx: "8" }),
      svg("line", { class: "limit", x1: percent(limit / of), x2: percent(limit / of), y1: "0", y2: "100%" }),
    ),
    el("p", { class: "keys" }, key(value > limit ? "over" : "under", labels.value), key("limit", labels.limit)),
  ];
}

/** The three zones of Fig. 2 side by side, and where the value stands. */
function tScore({ value, zones, labels }) {
  const [from, to] = [zones[0].from, zones[zones.length - 1].to];
  const place = (score) => (score - from) / (to - from);
  const names = el(
    "div",
    { class: "zone-names" },
    zones.map((zone) => el("span", {}, zone.label)),
  );
  names.style.gridTemplateColumns = zones.map((zone) => `${zone.to - zone.from}fr`).join(" ");
  return [
    svg(
      "svg",
      { class: "bar", height: "3.5rem", width: "100%" },
      zones.map((zone) =>
        svg("rect", {
          class: `zone ${zone.id}`,
          x: percent(place(zone.from)),
          width: percent(place(zone.to) - place(zone.from)),
          y: "34%",
          height: "66%",
        }),
      ),
      zones
        .slice(1)
        .map((zone, index) => svg("text", { x: percent(place(zone.from)), y: "26%", "text-anchor": "middle" }, labels.limits[index])),
      svg("line", { class: "pin", x1: percent(place(value)), x2: percent(place(value)), y1: "30%", y2: "100%" }),
      svg("circle", { class: "pin", cx: percent(place(value)), cy: "67%", r: "0.5rem" }),
    ),
    names,
    el("p", { class: "keys" }, key("pin", labels.value)),
  ];
}

/** The six categories as tiles, the most careful first, and a pin on one. */
function category({ steps, labels }) {
  return el(
    "ul",
    { class: "tiles" },
    steps.map((step) =>
      el(
        "li",
        { class: step.here ? "here" : null },
        step.here
          ? el(
              "span",
              { class: "pin" },
              svg(
                "svg",
                { width: "1.1rem", height: "1.4rem", viewBox: "0 0 22 28" },
                svg("path", { d: "M11 0a11 11 0 0 1 11 11c0 7-11 17-11 17S0 18 0 11A11 11 0 0 1 11 0z" }),
                svg("circle", { cx: "11", cy: "11", r: "4" }),
              ),
              labels.here,
            )
          : null,
        el("span", {}, step.label),
      ),
    ),
  );
}

/** Seven days across; a filled dot is a day with training. */
function week({ rows, labels }) {
  return [
    el(
      "div",
      { class: "days" },
      labels.days.map((day) => el("span", {}, day)),
    ),
    rows.map((row) => [
      el("p", { class: "row-name" }, row.label),
      el(
        "div",
        { class: "days" },
        row.days.map((on) => svg("svg", { width: "100%", height: "1.9rem" }, dot(on))),
      ),
    ]),
  ];
}

const dot = (on) => svg("circle", { class: on ? "on" : "off", cx: "50%", cy: "50%", r: "0.75rem" });

/** Calcium as a share of the day's whole, vitamin D month by month. */
function nutrients({ rows }) {
  return rows.map((row) => [
    el("p", { class: "row-name" }, `${row.name}: ${row.label}`),
    row.months
      ? el(
          "div",
          { class: "months" },
          row.months.map((month) => el("span", { class: month.on ? "on" : "off" }, month.label)),
        )
      : svg(
          "svg",
          { class: "bar", height: "1.75rem", width: "100%" },
          svg("rect", { class: "track", width: "100%", height: "100%", rx: "8" }),
          svg("rect", { class: "soft-fill", width: percent(row.to / row.of), height: "100%", rx: "8" }),
          svg("rect", { class: "under", width: percent(row.from / row.of), height: "100%", rx: "8" }),
        ),
  ]);
}
