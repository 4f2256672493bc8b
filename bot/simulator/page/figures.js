// The wave in figures: who was asked and answered as Telegram saw it, and the score as the agent counts it.
import { get } from "./api.js";
import { el } from "./dom.js";

const SPACE = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 96;
const MOST_POINTS = 400;

/** Draws the counters, the score with its interval, and how both have come about. */
export class Figures {
  constructor(root) {
    this.root = root;
    this.history = [];
    this.reports = 0;
  }

  /** Show the newest; the curve's past is asked for when some of it isn't known here. */
  async show({ crowd, figures, reports }) {
    this.set("asked", crowd.asked);
    this.set("answered", crowd.pressed);
    this.set("rate", crowd.asked ? `${((100 * crowd.pressed) / crowd.asked).toFixed(0)} %` : "–");
    this.set("twice", crowd.asked_twice);
    this.agree(crowd, figures);
    if (!figures) return;
    if (reports === this.reports + 1 && this.history.length < MOST_POINTS) this.history.push(figures);
    else if (reports !== this.reports) this.history = await get("/figures"); // thinned there, if it is long
    this.reports = reports;
    this.score(figures);
    this.curve();
    this.bars(figures.distribution ?? {});
  }

  set(name, value) {
    const node = this.root.querySelector(`[data-figure=${name}]`);
    const text = String(value);
    if (node.textContent !== text) node.textContent = text;
  }

  score(figures) {
    const known = figures.score !== null;
    this.set("score", known ? `${round(figures.score)} %` : "–");
    this.set("interval", known ? `95 %: ${round(figures.low)} … ${round(figures.high)}, ${figures.n} answers` : "no answers yet");
  }

  agree(crowd, figures) {
    const counted = figures?.n ?? 0;
    const node = this.root.querySelector("[data-figure=agree]");
    const same = counted === crowd.pressed;
    node.classList.toggle("same", same && counted > 0);
    node.textContent = same && counted > 0
      ? `Telegram saw ${crowd.pressed} answers, the agent counted ${counted}`
      : `Telegram saw ${crowd.pressed} answers, the agent counted ${counted} so far`;
  }

  /** The score over the answers, inside of its interval, which narrows. */
  curve() {
    const points = this.history.filter((one) => one.score !== null);
    const svg = this.root.querySelector("svg.curve");
    if (points.length < 2) return svg.replaceChildren();
    const most = points.at(-1).n;
    const x = (one) => ((one.n / most) * WIDTH).toFixed(1);
    const y = (value) => (HEIGHT - (value / 100) * HEIGHT).toFixed(1);
    const upper = points.map((one) => `${x(one)},${y(one.high)}`);
    const lower = points.map((one) => `${x(one)},${y(one.low)}`).reverse();
    svg.setAttribute("aria-label", `The score by the number of answers: ${round(points.at(-1).score)} after ${most}`);
    return svg.replaceChildren(
      ...[25, 50, 75].map((value) => shape("line", { class: "grid", x1: 0, x2: WIDTH, y1: y(value), y2: y(value) })),
      shape("polygon", { class: "band", points: [...upper, ...lower].join(" ") }),
      shape("polyline", { class: "score", points: points.map((one) => `${x(one)},${y(one.score)}`).join(" ") }),
    );
  }

  bars(distribution) {
    const whole = Object.values(distribution).reduce((sum, number) => sum + number, 0);
    const key = JSON.stringify(distribution);
    if (key === this.drawn || !whole) return;
    this.drawn = key;
    const bar = (value, number) => {
      const part = el("span", { class: `part score-${value}`, title: `${value}: ${number} answers` });
      part.style.flexGrow = number;
      return part;
    };
    const legend = Object.entries(distribution).map(([value, number]) =>
      el("span", {}, el("i", { class: `dot score-${value}` }), `${value} `, el("b", {}, String(number))));
    this.root.querySelector(".bars").replaceChildren(
      el("div", { class: "bar", "aria-hidden": "true" }, Object.entries(distribution).map(([value, number]) => bar(value, number))),
      el("div", { class: "legend" }, legend),
    );
  }
}

function shape(tag, attributes) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** One decimal, half away from zero as everywhere in the product. */
function round(value) {
  const away = Math.sign(value) * Math.floor(Math.abs(value) * 10 + 0.5) / 10;
  return away.toFixed(1);
}
