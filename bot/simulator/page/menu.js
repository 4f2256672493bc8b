// Offers commands while somebody types "/", as a client does from the bot's setMyCommands.
import { get } from "./api.js";
import { el } from "./dom.js";

/** Hangs a list of commands over a text field; `send(command)` is called for the one that is chosen. */
export class CommandMenu {
  constructor({ field, list, chat, person, send }) {
    this.field = field;
    this.list = list;
    this.source = `/commands?chat=${chat}&person=${person}`;
    this.send = send;
    this.found = [];
    this.at = 0;
    field.setAttribute("aria-controls", list.id);
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  async look() {
    const typed = this.field.value;
    if (!/^\/[a-z0-9_]*$/i.test(typed)) return this.close();
    const offered = await get(this.source);
    // Typed on meanwhile, which another look will show; or gone elsewhere.
    if (this.field.value !== typed || document.activeElement !== this.field) return undefined;
    const begun = typed.toLowerCase();
    this.found = offered.filter((one) => `/${one.command}`.startsWith(begun));
    this.at = Math.max(this.found.findIndex((one) => `/${one.command}` === begun), 0);
    return this.found.length ? this.open() : this.close();
  }

  /** Take a key of the text field; whether it was meant for the list. */
  takes(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === "Enter") {
      this.choose(this.found[this.at]);
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.complete(this.found[this.at]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  choose(one) {
    this.close();
    this.send(`/${one.command}`);
  }

  /** Write it into the field, to be gone on with. */
  complete(one) {
    this.close();
    this.field.value = `/${one.command} `;
  }

  open() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.draw();
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  draw() {
    this.list.replaceChildren(
      ...this.found.map((one, number) =>
        el(
          "div",
          {
            id: `${this.list.id}-${number}`,
            role: "option",
            class: "command",
            "aria-selected": String(number === this.at),
            // Before the field loses the focus, which would close the list.
            onmousedown: (event) => {
              event.preventDefault();
              this.choose(one);
            },
          },
          el("strong", {}, `/${one.command}`),
          el("span", {}, one.description),
        ),
      ),
    );
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }
}
