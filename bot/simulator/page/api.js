// Speaks to the simulator's control API.

/** What the simulator refused; the message is its sentence. */
export class Refused extends Error {}

async function ask(path, options) {
  const response = await fetch(`/simulator${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error ?? response.statusText);
  return answer;
}

export const get = (path) => ask(path, {});

let before = Promise.resolve();

/** Do something; what is done here reaches the simulator in the order in which it was done. */
export function post(path, body = {}) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = before.then(() => ask(path, options));
  before = answer.catch(() => {});
  return answer;
}

/** Call `onEvent` for everything that happens, and `onOpen` each time before: what came earlier may be missed. */
export function follow(onEvent, onOpen) {
  const stream = new EventSource("/simulator/events");
  stream.addEventListener("open", onOpen);
  stream.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  return stream;
}
