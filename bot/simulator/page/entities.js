// Turns a text and its entities (Bot API: MessageEntity) into nodes.
import { el } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/**
 * The nodes of a text. Offsets are UTF-16 units, as JavaScript's own. `acts.command(text)` is called for a
 * command that is pressed, `acts.open(payload)` for a deep link to the bot.
 */
export function formatted(text, entities, acts) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, 0, text.length, sorted, acts);
}

// Drawn here, since not every machine brings a font that has them.
const DISCS = { "🔴": "red", "🟡": "yellow", "🟢": "green" };

/** The nodes of a text without entities. */
export function plain(text) {
  return text.split(/([🔴🟡🟢])/u).filter(Boolean).map((piece) =>
    piece in DISCS ? el("span", { class: `disc ${DISCS[piece]}`, role: "img", "aria-label": `${DISCS[piece]} circle` }) : piece);
}

function part(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  while (entities.length) {
    const [entity, ...rest] = entities;
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = rest.filter((other) => other.offset < stop);
    entities = rest.filter((other) => other.offset >= stop);
    if (entity.offset < at || stop <= entity.offset) continue;
    if (entity.offset > at) nodes.push(...plain(text.slice(at, entity.offset)));
    nodes.push(wrapped(entity, text.slice(entity.offset, stop), part(text, entity.offset, stop, inside, acts), acts));
    at = stop;
  }
  if (at < end) nodes.push(...plain(text.slice(at, end)));
  return nodes;
}

function wrapped(entity, said, children, acts) {
  if (entity.type in TAGS) return el(TAGS[entity.type], {}, children);
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url ?? said, children, acts, "link");
  if (entity.type === "bot_command") {
    return el("button", { type: "button", class: "link", onclick: () => acts.command(said) }, children);
  }
  return el("span", { class: entity.type === "spoiler" ? "spoiler" : "tag", tabindex: entity.type === "spoiler" ? 0 : null }, children);
}

/** A link that opens elsewhere, or here where it leads to the bot itself. */
export function link(address, children, acts, look) {
  const payload = acts.payload(address);
  if (payload !== null) {
    return el("button", { type: "button", class: look, onclick: () => acts.open(payload) }, children);
  }
  if (!/^https?:\/\//i.test(address)) return el("span", { class: look }, children);
  return el("a", { class: look, href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}
