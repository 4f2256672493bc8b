// "What happened": every call and update in order, drawn only while somebody looks.
import { get } from "./api.js";
import { el, second } from "./dom.js";
import { plain } from "./entities.js";
import { oneAtATime } from "./turns.js";

const LOOK_EVERY = 1000; // milliseconds
const MOST = 150;

/** The drawer; `chats` are `{id, name}` to choose from. */
export class Journal {
  constructor({ chats }) {
    this.drawer = document.getElementById("journal");
    this.opener = document.getElementById("journal-button");
    this.body = this.drawer.querySelector("ol");
    this.chat = this.drawer.querySelector("select");
    this.polls = this.drawer.querySelector("input");
    this.drawn = new Map();
    this.look = oneAtATime(() => this.read());
    for (const { id, name } of chats) this.chat.append(el("option", { value: id }, name));
    this.opener.addEventListener("click", () => this.toggle(this.drawer.hidden));
    this.drawer.querySelector("button").addEventListener("click", () => this.toggle(false));
    this.drawer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
    });
    this.chat.addEventListener("change", () => this.look());
    this.polls.addEventListener("change", () => this.look());
    setInterval(() => this.look(), LOOK_EVERY);
  }

  toggle(open) {
    this.drawer.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) {
      this.drawer.querySelector("button").focus();
      this.look();
    } else {
      this.opener.focus();
    }
  }

  /** Filter by a chat that isn't one of the visitor's. */
  offer(id, name) {
    if (![...this.chat.options].some((option) => option.value === String(id))) {
      this.chat.append(el("option", { value: id }, name));
    }
  }

  /** Whose chat an entry is about: one's own by what it is called here. */
  name(entry) {
    return [...this.chat.options].find((option) => option.value === String(entry.chat_id))?.textContent ?? entry.chat;
  }

  async read() {
    if (this.drawer.hidden || document.hidden) return;
    const found = await get(`/journal?limit=${MOST}&chat=${this.chat.value}&polls=${this.polls.checked ? 1 : 0}`);
    const kept = new Map();
    for (const entry of found) {
      const whose = this.chat.value ? null : this.name(entry);
      const text = JSON.stringify([entry, whose]);
      const before = this.drawn.get(entry.id);
      kept.set(entry.id, before?.text === text ? before : { text, node: line(entry, whose) });
    }
    this.drawn = kept;
    this.body.replaceChildren(...[...kept.values()].map(({ node }) => node));
  }
}

function line(entry, whose) {
  const verdict = entry.ok === null ? "" : entry.ok ? " good" : " bad";
  return el(
    "li",
    { class: entry.kind },
    el("div", { class: "what" },
      el("span", { class: "way", "aria-label": entry.kind === "call" ? "the agent called" : "Telegram told" }, entry.kind === "call" ? "→" : "←"),
      el("strong", {}, entry.name),
      whose ? el("span", { class: "whose" }, whose) : null,
      el("time", {}, second(entry.at)),
    ),
    entry.line ? el("div", { class: "given" }, plain(entry.line)) : null,
    el("div", { class: `outcome${verdict}` }, entry.outcome, entry.ms === null ? "" : ` · ${entry.ms} ms`),
  );
}
