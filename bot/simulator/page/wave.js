// The other customers: a stream of their chats as they answer by themselves, and a look into any of them.
import { get } from "./api.js";
import { summary } from "./bubble.js";
import { Chat } from "./chat.js";
import { avatar, el, time } from "./dom.js";
import { plain } from "./entities.js";
import { oneAtATime } from "./turns.js";

const ROWS = 40; // at first, and so many more each time
const DRAW_EVERY = 250; // milliseconds

/** The list of chats; `people` is kept by id, rows only for those who moved last. `onLook` hears whose chat is opened. */
export class Wave {
  constructor({ root, username, onLook }) {
    this.root = root;
    this.username = username;
    this.onLook = onLook;
    this.people = new Map();
    this.rows = new Map();
    this.moved = new Set();
    this.most = ROWS;
    this.meanwhile = null; // what happens while the list is being loaded
    /** Show those in whose chats something happened last, or those who are searched for. */
    this.load = oneAtATime(() => this.read());
    this.list = root.querySelector(".rows");
    this.search = root.querySelector("input[type=search]");
    this.look = root.querySelector(".look");
    this.more = root.querySelector(".more");
    this.empty = root.querySelector(".empty");
    this.notYet = this.empty.textContent;
    this.search.addEventListener("input", () => this.find());
    this.more.addEventListener("click", () => this.showMore());
    root.querySelector(".back").addEventListener("click", () => this.close());
    setInterval(() => this.draw(), DRAW_EVERY);
  }

  async read() {
    this.meanwhile = [];
    const found = await get(`/crowd/people?last=${this.most + 1}&find=${encodeURIComponent(this.search.value)}`);
    const { meanwhile } = this;
    this.meanwhile = null;
    this.hold(found);
    for (const event of meanwhile) this.note(event);
  }

  /** All that is shown here, anew: events may have been missed. */
  async reload() {
    await Promise.all([this.load(), this.open?.load()]);
  }

  /** Show these people, the first on top. */
  hold(found) {
    this.list.replaceChildren();
    this.rows.clear();
    this.more.hidden = true;
    for (const one of found) {
      if (one.last) this.people.set(one.id, { ...one, line: summary(one.last), at: one.last.date });
    }
    for (const one of found) if (one.last) this.list.append(this.row(one.id));
    this.settle();
  }

  /** Keep the list as long as it may be; say whether there is more, or nobody. */
  settle() {
    if (this.list.childElementCount > this.most) this.more.hidden = false;
    while (this.list.childElementCount > this.most) {
      this.rows.delete(Number(this.list.lastElementChild.dataset.id));
      this.list.lastElementChild.remove();
    }
    this.empty.textContent = this.search.value ? "Nobody of that name or order." : this.notYet;
    this.root.classList.toggle("nobody", !this.list.childElementCount);
  }

  async find() {
    const wanted = this.search.value;
    await new Promise((done) => setTimeout(done, 150));
    if (wanted !== this.search.value) return;
    this.most = ROWS;
    await this.load();
  }

  /** Lengthen the list; the keys go on at the first that wasn't there before. */
  async showMore() {
    const shown = this.list.childElementCount;
    this.most += ROWS;
    await this.load();
    (this.list.children[shown] ?? this.list.lastElementChild)?.focus();
  }

  /** Take something that happened in a chat of the crowd. */
  take(event) {
    if (this.open?.chat === event.chat_id) this.open.take(event);
    if (this.meanwhile) this.meanwhile.push(event);
    else this.note(event);
  }

  note(event) {
    const { message } = event;
    if (!message || event.kind === "deleted") return;
    const person = this.people.get(event.chat_id) ?? this.meet(event.chat_id, message);
    if (!person) return;
    if (event.kind === "message") {
      person.line = summary(message);
      person.at = message.date;
    } else if (event.kind === "pressed" && /^\d+$/.test(event.press.label)) {
      person.answer = event.press.label;
      person.of = event.press.of;
    }
    this.moved.delete(person.id);
    this.moved.add(person.id); // the newest stand last
  }

  meet(id, message) {
    if (id < 0) return undefined; // another group
    const person = { id, name: message.chat, answer: null, line: "", at: message.date };
    this.people.set(id, person);
    return person;
  }

  /** Bring those who moved to the top, a few times a second however many there are. */
  draw() {
    if (!this.moved.size || this.search.value || document.hidden) return;
    // Whoever points at a row, or stands on one with the keys, wants it to stay there.
    const held = this.list.matches(":hover, :focus-within");
    for (const id of [...this.moved].slice(-this.most - 1)) { // one more than fits shows that there are more
      const before = this.rows.get(id);
      if (before && held) before.replaceChildren(...this.inside(id));
      else if (!held) {
        before?.remove();
        this.list.prepend(this.row(id));
      }
    }
    this.moved.clear();
    this.settle();
  }

  row(id) {
    const row = el("button", { type: "button", class: "person", "data-id": id, onclick: () => this.show(id) }, this.inside(id));
    this.rows.set(id, row);
    return row;
  }

  inside(id) {
    const one = this.people.get(id);
    return [
      avatar(one.name, id),
      el("span", { class: "told" }, el("strong", {}, one.name), el("span", { class: "line" }, plain(one.line))),
      el(
        "span",
        { class: "state" },
        el("time", {}, time(one.at)),
        one.answer ? chip(one) : null,
      ),
    ];
  }

  async show(id) {
    const person = this.people.get(id);
    this.look.hidden = false;
    this.onLook(person);
    this.behind(true);
    this.look.querySelector(".whose").textContent = person.name;
    const talk = this.look.querySelector(".talk");
    talk.replaceChildren();
    this.open = new Chat({ root: talk, label: `Chat of ${person.name}`, chat: id, me: id, canAct: false, username: this.username });
    this.look.querySelector(".back").focus();
    await this.open.load();
  }

  /** Whether the list lies behind a chat, out of the reach of keys too. */
  behind(isBehind) {
    for (const part of this.root.children) if (part !== this.look) part.inert = isBehind;
  }

  close() {
    const back = this.rows.get(this.open?.chat);
    this.open = null;
    this.look.hidden = true;
    this.behind(false);
    (back ?? this.search).focus();
  }
}

/** An answer; on the shop's usual scale in its colour. */
function chip({ answer, of }) {
  const colour = of === 5 ? ` score-${answer}` : "";
  return el("span", { class: `chip${colour}`, "aria-label": `answered ${answer} of ${of}` }, answer);
}
