// Puts the page together, and keeps it up with what happens.
import { follow, get } from "./api.js";
import { Controls } from "./controls.js";
import { Figures } from "./figures.js";
import { Journal } from "./journal.js";
import { CustomerPane, TeamPane } from "./panes.js";
import { oneAtATime } from "./turns.js";
import { prepareViewer } from "./viewer.js";
import { Wave } from "./wave.js";

const LOOK_EVERY = 1000; // milliseconds
const PANES = ["customer", "team", "wave"];

const state = await sceneSet();
const { scene, bot } = state;
const pane = (name) => document.getElementById(name);
const refresh = oneAtATime(look);
const customer = new CustomerPane({ root: pane("customer"), person: scene.customer, bot, refresh: refreshUnlessHidden });
const team = new TeamPane({ root: pane("team"), group: scene.group, person: scene.admin, bot });
const figures = new Figures(pane("wave"));
const controls = new Controls({ refresh: refreshUnlessHidden });
const journal = new Journal({
  chats: [
    { id: scene.customer, name: "You, the customer" },
    { id: scene.group, name: "The team's group" },
  ],
});
const wave = new Wave({
  root: pane("wave"),
  username: bot.username,
  onLook: ({ id, name }) => journal.offer(id, name),
});

for (const node of document.querySelectorAll("[data-shop]")) node.textContent = scene.shop;
prepareViewer();
prepareTabs();
await refresh();
// Listening before looking: what happens in between comes twice, and is drawn once.
const stream = follow(take, loadAll);
setInterval(refreshUnlessHidden, LOOK_EVERY);
document.addEventListener("visibilitychange", refreshUnlessHidden);
window.addEventListener("pagehide", () => stream.close());

/** The state, as soon as whoever runs the simulator has said who is who. */
async function sceneSet() {
  for (;;) {
    const found = await get("/scene");
    if (found.scene.customer !== null && found.scene.group !== null && found.scene.admin !== null) return found;
    await new Promise((done) => setTimeout(done, 500));
  }
}

async function loadAll() {
  try {
    await Promise.all([customer.load(), team.load(), wave.reload()]);
    document.body.classList.remove("waiting");
  } catch {
    setTimeout(loadAll, LOOK_EVERY);
  }
}

function take(event) {
  if (event.kind === "scene" || event.kind === "clock") refreshUnlessHidden();
  else if (event.kind === "agent") return;
  else if (event.chat_id === scene.customer) customer.chat.take(event);
  else if (event.chat_id === scene.group) team.chat.take(event);
  else wave.take(event);
}

async function look() {
  const now = await get("/scene");
  controls.show(now);
  if (now.you) customer.show(now.you, now.scene);
  await figures.show(now);
}

async function refreshUnlessHidden() {
  if (document.hidden) return;
  try {
    await refresh();
    document.getElementById("lost").hidden = true;
  } catch {
    document.getElementById("lost").hidden = false;
  }
}

/** One chat at a time where there is no room for three. */
function prepareTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (name) => {
    document.body.dataset.pane = name;
    for (const tab of tabs) {
      const chosen = tab.dataset.pane === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    customer.chat.toEnd();
    team.chat.toEnd();
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab.dataset.pane));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      choose(next.dataset.pane);
      next.focus();
    });
  }
  choose(PANES[0]);
}
