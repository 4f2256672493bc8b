// The line under a chat in which one writes: text, replies, edits, commands, files.
import { el, icon } from "./dom.js";
import { CommandMenu } from "./menu.js";
import { summary } from "./bubble.js";

let lists = 0;

/**
 * A text field with all around it. `send(text, {replyTo, editing})`, `attach(file, {replyTo})` and
 * `speak({replyTo})` do the work; what they throw is shown in the chat.
 */
export class Composer {
  constructor({ root, chat, send, attach, speak, hints = [], label }) {
    this.chat = chat;
    this.send = send;
    this.context = {};
    lists += 1;
    this.menuList = el("div", { id: `commands-${lists}`, class: "commands", role: "listbox", "aria-label": "Commands", hidden: true });
    this.field = el("textarea", {
      rows: 1, placeholder: "Message", "aria-label": label, role: "combobox", "aria-expanded": "false",
      "aria-autocomplete": "list", autocomplete: "off", enterkeyhint: "send",
    });
    this.bar = el("div", { class: "context", hidden: true });
    this.hints = el(
      "div",
      { class: "hints", role: "group", "aria-label": "Commands to try" },
      hints.map((hint) => el("button", { type: "button", class: "hint", onclick: () => this.say(hint) }, hint)),
    );
    this.form = el(
      "form",
      { class: "composer" },
      this.attachment(attach),
      this.field,
      el("button", {
        type: "button", class: "tool", "aria-label": "Send a voice message", title: "Send a voice message (a sample of 3 s)",
        onclick: () => this.act(speak),
      }, icon("voice")),
      el("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send")),
    );
    root.append(this.menuList, this.bar, this.hints, this.form);
    this.menu = new CommandMenu({
      field: this.field, list: this.menuList, chat: chat.chat, person: chat.me, send: (command) => this.say(command),
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.fit());
  }

  key(event) {
    if (event.isComposing || this.menu.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.clear();
    }
  }

  submit() {
    const text = this.field.value.trim();
    if (text) this.say(text);
  }

  async say(text) {
    const context = this.context;
    this.field.value = "";
    this.clear();
    this.fit();
    const done = await this.chat.attempt(() => this.send(text, context));
    if (done || this.field.value) return;
    this.field.value = text; // to be sent again, as what it was
    this.context = context;
    this.bar.hidden = !Object.keys(context).length;
  }

  /** Send something that isn't a text, as a reply if one is begun. */
  async act(send) {
    const { replyTo } = this.context;
    this.clear();
    await this.chat.attempt(() => send({ replyTo }));
  }

  reply(message) {
    this.context = { replyTo: message.message_id };
    this.announce("Reply to", message);
  }

  edit(message) {
    this.context = { editing: message.message_id };
    this.announce("Edit", message);
    this.field.value = message.text;
    this.fit();
  }

  announce(what, message) {
    this.bar.replaceChildren(
      el("strong", {}, what),
      el("span", {}, summary(message).slice(0, 90)),
      el("button", { type: "button", class: "tool", "aria-label": "Cancel", onclick: () => this.clear() }, icon("close")),
    );
    this.bar.hidden = false;
    this.field.focus();
  }

  clear() {
    if ("editing" in this.context) this.field.value = "";
    this.context = {};
    this.bar.hidden = true;
  }

  fit() {
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight; // a part of the height, and not of what scrolls
    this.field.style.height = `${Math.min(this.field.scrollHeight + border, 140)}px`;
  }

  attachment(attach) {
    const input = el("input", { type: "file", class: "unseen", tabindex: -1, "aria-label": "File to send" });
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = "";
      if (file) this.act((context) => attach(file, context));
    });
    return el(
      "span",
      {},
      input,
      el("button", { type: "button", class: "tool", "aria-label": "Send a photo or a file", title: "Send a photo or a file", onclick: () => input.click() }, icon("clip")),
    );
  }
}
