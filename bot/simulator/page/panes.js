// The two chats in which the visitor acts: as a customer, and as an admin in the team's group.
import { get, post } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";

const PHOTO = /^image\/(png|jpeg|gif|webp)$/; // what a client would shrink, and every browser draws

/** The visitor's own chat with the bot; `refresh` asks for the state anew. */
export class CustomerPane {
  constructor({ root, person, bot, refresh }) {
    this.person = person;
    this.refresh = refresh;
    this.link = null;
    this.started = false;
    this.root = root;
    this.chat = new Chat({
      root: root.querySelector(".talk"),
      label: "Your chat with the shop",
      chat: person,
      me: person,
      username: bot.username,
      acts: {
        command: (text) => this.composer.say(text),
        open: (payload) => this.open(payload),
        reply: (message) => this.composer.reply(message),
        edit: (message) => this.composer.edit(message),
      },
    });
    this.composer = new Composer({
      root: root.querySelector(".writing"),
      chat: this.chat,
      label: "Message to the shop, as a customer",
      send: (text, context) => this.send(text, context),
      attach: async (file, { replyTo }) => post(`/people/${person}/${kindOf(file)}`, { ...(await contentOf(file)), reply_to: replyTo }),
      speak: ({ replyTo }) => post(`/people/${person}/voice`, { reply_to: replyTo }),
    });
    this.waiting = root.querySelector(".on-its-way");
    this.card = root.querySelector(".start-card");
    this.card.querySelector("button").addEventListener("click", () => this.open(this.link));
    this.card.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.open(this.link);
    });
    this.unblock = root.querySelector(".unblock");
    this.unblock.addEventListener("click", () => this.letIn());
    this.language = root.querySelector("select");
    this.language.addEventListener("change", () => this.speak(this.language.value));
  }

  async load() {
    await this.chat.load();
  }

  /** Show what the simulator says of the person: whether they have begun, have blocked the bot, their language. */
  show(person, { link, order }) {
    if (link !== this.link) {
      this.link = link;
      this.card.querySelector(".order").textContent = order;
      this.card.querySelector(".address").textContent = link;
    }
    this.started ||= person.started; // an older state may come after one's own press
    this.waiting.hidden = this.started || Boolean(link);
    this.card.hidden = this.started || !link;
    this.root.querySelector(".writing").hidden = !this.started || person.blocked;
    this.unblock.hidden = !person.blocked;
    if (document.activeElement !== this.language) this.language.value = person.language_code ?? "en";
    this.chat.log.lang = person.language_code ?? "en";
  }

  async open(link) {
    if (!(await this.chat.attempt(() => post(`/people/${this.person}/open`, { link })))) return;
    this.started = true;
    this.card.hidden = true;
    this.root.querySelector(".writing").hidden = false;
    this.composer.field.focus({ preventScroll: true });
  }

  async letIn() {
    if (!(await this.chat.attempt(() => post(`/people/${this.person}/unblock`)))) return;
    await this.refresh(); // shows the field again, in the button's place
    this.composer.field.focus({ preventScroll: true });
  }

  async send(text, { replyTo, editing }) {
    if (editing) return post(`/people/${this.person}/edit`, { message_id: editing, text });
    return post(`/people/${this.person}/send`, { text, reply_to: replyTo });
  }

  async speak(language) {
    const told = await this.chat.attempt(() => post(`/people/${this.person}/language`, { language_code: language }));
    if (!told) return;
    this.chat.log.lang = language;
    this.chat.say("Your client speaks another language now: the shop hears of it with what you do next.");
  }
}

/** The group of the shop's team. */
export class TeamPane {
  constructor({ root, group, person, bot }) {
    this.group = group;
    this.person = person;
    this.chat = new Chat({
      root: root.querySelector(".talk"),
      label: "The team's group",
      chat: group,
      me: person,
      isGroup: true,
      username: bot.username,
      acts: {
        command: (text) => this.composer.say(text),
        open: (payload) => this.open(payload),
        reply: (message) => this.composer.reply(message),
        edit: (message) => this.composer.edit(message),
      },
    });
    this.composer = new Composer({
      root: root.querySelector(".writing"),
      chat: this.chat,
      label: "Message to the team's group",
      hints: ["/nps", "/csat", "/wave", "/waves", "/connect"],
      send: (text, context) => this.send(text, context),
      attach: async (file, { replyTo }) =>
        post(`/groups/${group}/${kindOf(file)}`, { person, ...(await contentOf(file)), reply_to: replyTo }),
      speak: ({ replyTo }) => post(`/groups/${group}/voice`, { person, reply_to: replyTo }),
    });
  }

  async send(text, { replyTo, editing }) {
    const { group, person } = this;
    if (editing) return post(`/people/${person}/edit`, { chat_id: group, message_id: editing, text });
    return post(`/groups/${group}/send`, { person, text, reply_to: replyTo });
  }

  async open(link) {
    if (await this.chat.attempt(() => post(`/people/${this.person}/open`, { link }))) {
      this.chat.say("That went to the bot in a chat of your own, which isn’t shown here.");
    }
  }

  async load() {
    const { title } = await get(`/groups/${this.group}`);
    document.getElementById("team-title").textContent = title;
    await this.chat.load();
  }
}

/** As what a client would send a file that somebody picks. */
const kindOf = (file) => (PHOTO.test(file.type) ? "photo" : "document");

async function contentOf(file) {
  return { data: await base64(file), name: file.name, mime: file.type || "application/octet-stream" };
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
