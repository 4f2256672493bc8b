// A line that is shown over a chat, or over the page, and goes by itself.

const SHOWN_FOR = 3500; // milliseconds

/** Speaks on `node`, which stands empty on the page before, so that a screen reader hears what comes. */
export class Toast {
  constructor(node) {
    this.node = node;
  }

  say(text) {
    this.node.textContent = text;
    this.node.classList.add("shown");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.node.classList.remove("shown"), SHOWN_FOR);
  }

  /** Do something, and say what keeps it from being done; whether it was done. */
  async attempt(act) {
    try {
      await act();
      return true;
    } catch (error) {
      this.say(error.message);
      return false;
    }
  }
}
