// The switches for what can go wrong, and the clock.
import { post } from "./api.js";
import { el, moment } from "./dom.js";
import { Toast } from "./toast.js";

const DAY = 86400; // seconds

// Nobody is asked within 30 days of another question, so that a month is two days longer here.
const LATER = {
  1: "It is a day later. Reminders leave, and what was asked too long ago closes.",
  32: "It is 32 days later. Who was asked one question may be asked another now.",
};

const FAULTS = {
  slow: {
    isOn: (state) => state.slow,
    turn: (on) => post("/faults", { latency: on ? 1.5 : 0 }),
  },
  refuse: {
    isOn: (state) => state.faults.includes("429"),
    turn: (on) => (on ? post("/faults", { kind: "429", share: 0.05, retry_after: 3 }) : post("/faults/clear", { kind: "429" })),
  },
  cut: {
    isOn: (state) => state.faults.includes("reset_after"),
    turn: (on) =>
      on
        ? post("/faults", { kind: "reset_after", share: 0.3, method: "sendMessage" })
        : post("/faults/clear", { kind: "reset_after" }),
  },
  block: {
    isOn: (state) => state.you?.blocked ?? false,
    turn: (on, state) => post(`/people/${state.scene.customer}/${on ? "block" : "unblock"}`),
  },
  kill: {
    isOn: ({ agent }) => agent.supervised && !agent.up && !agent.starting,
    turn: (on) => post("/agent", { do: on ? "kill" : "start" }),
  },
};

/** The switches, by their names in index.html; `refresh` asks for the state anew. */
export class Controls {
  constructor({ refresh }) {
    this.state = null;
    this.refresh = refresh;
    this.toast = new Toast(document.getElementById("said")); // of the head: any chat may be out of sight
    this.panel = document.getElementById("faults");
    this.opener = document.getElementById("faults-button");
    this.count = document.getElementById("faults-count");
    for (const node of this.panel.querySelectorAll("[role=switch]")) {
      node.addEventListener("click", () => this.turn(node));
    }
    this.opener.addEventListener("click", () => this.toggle(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.panel.hidden && !event.target.closest("#faults, #faults-button")) this.toggle(false, { focus: false });
    });
    this.jumpers = [...document.querySelectorAll("[data-days]")];
    for (const node of this.jumpers) node.addEventListener("click", () => this.jump(Number(node.dataset.days)));
  }

  toggle(open, { focus = true } = {}) {
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.panel.querySelector("[role=switch]").focus();
    else if (focus) this.opener.focus();
  }

  async turn(node) {
    const on = node.getAttribute("aria-checked") !== "true";
    node.setAttribute("aria-busy", "true");
    await this.toast.attempt(() => FAULTS[node.dataset.fault].turn(on, this.state));
    await this.refresh();
    node.removeAttribute("aria-busy");
  }

  async jump(days) {
    if (!(await this.toast.attempt(() => post("/clock/advance", { seconds: days * DAY })))) return;
    this.toast.say(LATER[days]);
    await this.refresh();
  }

  show(state) {
    this.state = state;
    let on = 0;
    for (const node of this.panel.querySelectorAll("[role=switch]")) {
      const checked = FAULTS[node.dataset.fault].isOn(state);
      node.setAttribute("aria-checked", String(checked));
      node.disabled = node.dataset.fault === "kill" && !state.agent.supervised;
      on += checked;
    }
    this.count.textContent = on ? String(on) : "";
    this.count.hidden = !on;
    const [weekday, ...rest] = moment(state.now).split(" ");
    document.getElementById("clock").replaceChildren(el("span", { class: "weekday" }, `${weekday} `), rest.join(" "));
    document.getElementById("exposed").hidden = !state.exposed;
    const isDown = state.agent.supervised && !state.agent.up;
    document.getElementById("down").hidden = !isDown || state.agent.starting;
    document.getElementById("starting").hidden = !state.agent.starting;
    // Telegram keeps what waits for the agent for a day, so that a day later it would be gone.
    for (const node of this.jumpers) {
      node.disabled = isDown;
      node.title = isDown ? "Not before the agent is up: Telegram keeps what waits for it for a day, and no longer" : "";
    }
    const inLine = state.figures?.states ?? {};
    document.getElementById("proof").textContent =
      `Asked twice: ${state.crowd.asked_twice}. In doubt: ${inLine.unknown ?? 0}. Updates waiting: ${state.pending}.`;
  }
}
