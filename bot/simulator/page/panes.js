// The two chats in which the visitor acts: as a customer, and as an admin in the team's group.
import { get, post } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";

const PICTURE = /^image\//;

/** The visitor's own chat with the bot. */
export class CustomerPane {
  constructor({ root, person, bot }) {
    this.person = person;
    this.link = null;
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
      attach: (file) => this.attach(file),
    });
    this.card = root.querySelector(".start-card");
    this.card.querySelector("button").addEventListener("click", () => this.open(this.link));
    this.card.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.open(this.link);
    });
    this.unblock = root.querySelector(".unblock");
    this.unblock.addEventListener("click", () => post(`/people/${person}/unblock`));
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
    this.card.hidden = person.started || !link;
    this.root.querySelector(".writing").hidden = !person.started || person.blocked;
    this.unblock.hidden = !person.blocked;
    if (document.activeElement !== this.language) this.language.value = person.language_code ?? "en";
    this.chat.log.lang = person.language_code ?? "en";
  }

  async open(link) {
    try {
      await post(`/people/${this.person}/open`, { link });
      this.card.hidden = true;
      this.root.querySelector(".writing").hidden = false;
      this.composer.field.focus({ preventScroll: true });
    } catch (error) {
      this.chat.say(error.message);
    }
  }

  async send(text, { replyTo = null, editing = null }) {
    if (editing !== null) return post(`/people/${this.person}/edit`, { message_id: editing, text });
    return post(`/people/${this.person}/send`, { text, reply_to: replyTo });
  }

  async attach(file) {
    const kind = PICTURE.test(file.type) ? "photo" : "document";
    return post(`/people/${this.person}/${kind}`, {
      data: await base64(file),
      name: file.name,
      mime: file.type || "application/octet-stream",
    });
  }

  async speak(language) {
    await post(`/people/${this.person}/language`, { language_code: language });
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
        reply: (message) => this.composer.reply(message),
      },
    });
    this.composer = new Composer({
      root: root.querySelector(".writing"),
      chat: this.chat,
      label: "Message to the team's group",
      hints: ["/csat", "/nps", "/scores", "/connect"],
      send: (text, { replyTo = null }) =>
        post(`/groups/${this.group}/send`, { person: this.person, text, reply_to: replyTo }),
    });
  }

  async load() {
    const { title } = await get(`/groups/${this.group}`);
    document.getElementById("team-title").textContent = title;
    await this.chat.load();
  }
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
