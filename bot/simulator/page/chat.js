// One chat: what was said, kept short, and what is happening in it now.
import { get, post } from "./api.js";
import { bubble } from "./bubble.js";
import { day, el, icon } from "./dom.js";
import { Toast } from "./toast.js";
import { oneAtATime } from "./turns.js";
import { showAlert } from "./viewer.js";

// Older bubbles leave the page, so that neither it nor its memory grows with the conversation.
export const MOST_BUBBLES = 120;
const NEAR_THE_END = 80; // pixels
const TYPING_FOR = 5000; // milliseconds (Bot API: sendChatAction)

/**
 * The log of a chat inside of `root`. `me` is whose client this is, `canAct` whether they may press and
 * reply; `acts` are what a message may ask for (see bubble.js).
 */
export class Chat {
  constructor({ root, label, chat, me, isGroup = false, canAct = true, username, acts = {} }) {
    this.chat = chat;
    this.me = me;
    this.messages = new Map();
    this.nodes = new Map();
    this.presses = new Map();
    // Presses whose answer came by the stream before the press itself returned.
    this.early = new Set();
    this.underway = 0;
    this.meanwhile = null; // what happens while the chat is being loaded
    this.following = true; // whether one looks at the end, and goes on doing so
    this.newest = 0; // the highest id that was drawn; a chat counts its messages upwards
    /** Draw what stands in the chat; also after a time in which events may have been missed. */
    this.load = oneAtATime(() => this.read());
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": label, tabindex: 0 });
    this.down = el("button", { type: "button", class: "down", hidden: true, "aria-label": "To the newest message" }, icon("down"));
    this.typing = el("div", { class: "typing", hidden: true }, el("span"), el("span"), el("span"), el("em", {}, "typing"));
    const toast = el("div", { class: "toast", role: "status" });
    this.toast = new Toast(toast);
    root.append(this.log, this.typing, this.down, toast);
    this.down.addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    new ResizeObserver(() => {
      this.size = this.measured();
      if (this.following) this.toEnd();
    }).observe(this.log);
    this.view = {
      me,
      isGroup,
      canAct,
      find: (id) => this.messages.get(id),
      show: (id) => this.show(id),
      press: (message, button, node) => this.press(message, button, node),
      payload: (address) => payload(address, username),
      command: () => {},
      open: () => {},
      reply: () => {},
      edit: () => {},
      ...acts,
    };
  }

  async read() {
    this.meanwhile = [];
    const said = await get(`/chats/${this.chat}/messages?last=${MOST_BUBBLES}`);
    const { meanwhile } = this;
    this.meanwhile = null;
    this.messages.clear();
    this.nodes.clear();
    this.log.replaceChildren();
    this.newest = 0;
    for (const message of said) if (!message.deleted) this.put(message);
    for (const event of meanwhile) this.take(event);
    this.toEnd();
  }

  /** Take something that happened in this chat. */
  take(event) {
    if (this.meanwhile) this.meanwhile.push(event);
    else if (event.kind === "action") this.showTyping();
    else if (event.kind === "deleted") this.remove(event.message.message_id);
    else if (event.kind === "answered") this.answered(event.press);
    else if (event.kind === "message" || event.kind === "edited") {
      if (event.message.from_bot) this.typing.hidden = true;
      this.put(event.message);
    }
  }

  put(message) {
    const id = message.message_id;
    const before = this.nodes.get(id);
    if (!before && id <= this.newest) return; // has left the page, or the chat
    const atEnd = this.isAtEnd();
    const node = bubble(message, this.view);
    this.newest = Math.max(this.newest, id);
    this.messages.set(id, message);
    if (before) {
      const focused = before.contains(document.activeElement) ? document.activeElement : null;
      node.classList.add("changed");
      // Whoever works by keys stays where they were, though the button is a new one.
      const successor = focused && (counterpart(focused, before, node) ?? this.log);
      before.replaceWith(node);
      successor?.focus({ preventScroll: true });
    } else {
      this.separate(message);
      this.log.append(node);
    }
    this.nodes.set(id, node);
    this.trim();
    if (atEnd || message.from?.id === this.me) this.toEnd();
    else this.noteScroll();
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    this.messages.delete(id);
  }

  /** A line with the date before the first message of a day. */
  separate(message) {
    const name = day(message.date);
    if (this.lastDay !== name || !this.log.childElementCount) {
      this.log.append(el("div", { class: "service day" }, el("span", {}, name)));
    }
    this.lastDay = name;
  }

  trim() {
    while (this.nodes.size > MOST_BUBBLES) {
      const [id] = this.nodes.keys();
      this.remove(id);
    }
    // A date whose messages have all left goes too.
    while (this.log.firstElementChild?.matches(".day") && this.log.children[1]?.matches(".day")) {
      this.log.firstElementChild.remove();
    }
  }

  async press(message, button, node) {
    node.setAttribute("aria-busy", "true");
    this.underway += 1;
    try {
      const press = await post(`/people/${this.me}/tap`, {
        message_id: message.message_id,
        chat_id: this.chat,
        data: button.data,
      });
      this.presses.set(press.id, node);
      if (this.early.delete(press.id)) return this.settle(press.id);
      // A bot that never answers: the client stops turning the wheel.
      setTimeout(() => this.settle(press.id), 15000);
      if (press.answered) this.answered(press);
    } catch (error) {
      node.removeAttribute("aria-busy");
      this.say(error.message);
    } finally {
      this.underway -= 1;
      if (!this.underway) this.early.clear();
    }
    return undefined;
  }

  answered(press) {
    if (press.person !== this.me) return;
    if (this.underway && !this.presses.has(press.id)) this.early.add(press.id);
    this.settle(press.id);
    if (!press.toast) return;
    if (press.show_alert) showAlert(press.toast);
    else this.say(press.toast);
  }

  /** Do something, and say in the chat what keeps it from being done; whether it was done. */
  attempt(act) {
    return this.toast.attempt(act);
  }

  settle(id) {
    this.presses.get(id)?.removeAttribute("aria-busy");
    this.presses.delete(id);
  }

  /** A toast over the chat. */
  say(text) {
    this.toast.say(text);
  }

  showTyping() {
    this.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      this.typing.hidden = true;
    }, TYPING_FOR);
  }

  /** Bring a message into sight and let it glow. */
  show(id) {
    const node = this.nodes.get(id);
    if (!node) return this.say("That message has left the page.");
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("changed");
    requestAnimationFrame(() => node.classList.add("changed"));
    return undefined;
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.down.hidden = true;
  }

  measured() {
    return `${this.log.clientWidth}x${this.log.clientHeight}`;
  }

  noteScroll() {
    // A scroll that a new size brings along says nothing of where one looks: the observer is told next.
    if (this.measured() !== this.size) return;
    this.following = this.isAtEnd();
    this.down.hidden = this.following;
  }
}

/** What stands in a message drawn anew where something stood before: a button for a button, or the last that is left. */
function counterpart(node, before, after) {
  const kind = node.matches(".key") ? ".key" : "a, button:not(.key)";
  const left = [...after.querySelectorAll(kind)];
  return left[[...before.querySelectorAll(kind)].indexOf(node)] ?? left.at(-1);
}

/** What a deep link carries to this bot, "" for a bare link to it; null for any other address. */
export function payload(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isOurs = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === username.toLowerCase();
  return isOurs ? url.searchParams.get("start") ?? "" : null;
}
