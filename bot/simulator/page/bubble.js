// Draws one message.
import { avatar, el, icon, time } from "./dom.js";
import { formatted, link, plain } from "./entities.js";
import { showPhoto } from "./viewer.js";

const MEDIA = {
  voice: "Voice message", audio: "Music", video: "Video", video_note: "Video message",
  contact: "Contact", sticker: "Sticker", location: "Location",
};

/** The name of a message's author, as a client shows it. */
export function author(message) {
  const from = message.from ?? {};
  return [from.first_name, from.last_name].filter(Boolean).join(" ");
}

/** A line that stands for a message where there is room for no more. */
export function summary(message) {
  if (message.text) return message.text.replace(/\s+/g, " ");
  if (message.service) return service(message);
  if (message.media === "photo") return "Photo";
  if (message.media === "document") return message.file?.file_name ?? "File";
  return MEDIA[message.media] ?? "Message";
}

/**
 * The node of a message. `view` says whose chat it is (`me`, `isGroup`, `canAct`), finds what is replied to
 * (`find`), and has the acts: `press(message, button, node)`, `reply`, `edit`, `command`, `open`, `payload`.
 */
export function bubble(message, view) {
  const id = { "data-id": message.message_id };
  if (message.service && !message.text) {
    return el("div", { class: "service", ...id }, el("span", {}, service(message)));
  }
  const mine = !message.from_bot && message.from?.id === view.me;
  const name = author(message);
  const stamp = time(message.date);
  const node = el(
    "article",
    { class: `message ${mine ? "out" : "in"}`, ...id, "aria-label": `${mine ? "You" : name}, ${stamp}` },
    view.isGroup && !mine ? avatar(name, message.from?.id ?? 0) : null,
    el(
      "div",
      { class: "stack" },
      el(
        "div",
        { class: `bubble${message.media === "photo" ? " with-photo" : ""}` },
        view.isGroup && !mine ? el("div", { class: "author" }, name) : null,
        quote(message, view),
        attachment(message),
        message.text ? el("div", { class: "text", dir: "auto" }, formatted(message.text, message.entities, view)) : null,
        el(
          "div",
          { class: "meta" },
          message.edits ? el("span", {}, "edited") : null,
          el("time", {}, stamp),
          mine ? icon("sent") : null,
        ),
        view.canAct ? tools(message, mine, view) : null,
      ),
      keyboard(message, view),
    ),
  );
  return node;
}

function quote(message, view) {
  if (message.reply_to === null) return null;
  const original = view.find(message.reply_to);
  if (!original) return null;
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => view.show(message.reply_to) },
    el("strong", {}, author(original)),
    el("span", {}, plain(summary(original).slice(0, 120))),
  );
}

function attachment(message) {
  const file = message.file;
  if (message.media === null) return null;
  const address = file ? `/simulator/files/${file.file_id}` : null;
  if (message.media === "photo") {
    const picture = el("img", { src: address, alt: message.text || "Photo", width: file.width, height: file.height });
    return el(
      "button",
      { type: "button", class: "photo", "aria-label": "Open the photo large", onclick: () => showPhoto(address, message.text) },
      picture,
    );
  }
  const label = message.media === "document" ? file.file_name ?? "File" : MEDIA[message.media] ?? message.media;
  const detail = [file?.duration ? `${file.duration} s` : null, file?.file_size ? size(file.file_size) : null];
  const inside = [
    el("span", { class: "sheet" }, icon(message.media === "document" ? "file" : "play")),
    el("span", { class: "named" }, el("strong", {}, label), el("small", {}, detail.filter(Boolean).join(", "))),
  ];
  return address
    ? el("a", { class: "document", href: address, download: file.file_name ?? "" }, inside)
    : el("span", { class: "document" }, inside);
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function tools(message, mine, view) {
  return el(
    "div",
    { class: "tools" },
    el("button", { type: "button", class: "tool", "aria-label": "Reply", title: "Reply", onclick: () => view.reply(message) }, icon("reply")),
    mine && message.text
      ? el("button", { type: "button", class: "tool", "aria-label": "Edit", title: "Edit", onclick: () => view.edit(message) }, icon("edit"))
      : null,
  );
}

function keyboard(message, view) {
  if (!message.keyboard.length) return null;
  return el(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons of the message" },
    message.keyboard.map((row) => el("div", { class: "row" }, row.map((button) => key(message, button, view)))),
  );
}

function key(message, button, view) {
  const look = `key${button.style ? ` ${button.style}` : ""}`;
  if (button.url) return link(button.url, [button.text, icon("out")], view, look);
  const node = el("button", { type: "button", class: look, disabled: !view.canAct }, button.text);
  node.addEventListener("click", () => view.press(message, button, node));
  return node;
}

function service(message) {
  const [kind, value] = Object.entries(message.service)[0];
  const who = author(message);
  if (kind === "new_chat_members") {
    return `${who} added ${value.map((member) => member.first_name).join(", ")}`;
  }
  if (kind === "left_chat_member") return `${value.first_name} left`;
  if (kind === "forum_topic_created") return `${who} opened the topic ${value.name}`;
  if (kind === "pinned_message") return `${who} pinned a message`;
  return "The group became a supergroup";
}
