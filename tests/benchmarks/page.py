"""The chat page while a thousand people answer: how soon it shows a press, and that it doesn't grow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Any, Final

from playwright.async_api import Page

from bot.demo.shop import read_orders
from bot.demo.stage import Stage, open_stage
from bot.demo.visit import LOOK, Visit
from bot.simulator import ratings
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run
from tests.browser.chromium import NONE_HERE, find_chromium, open_chromium

RATE: Final = 30.0
PAUSE: Final = 0.25
"""Seconds after each act of the visitor."""

PATIENCE: Final = 120_000  # milliseconds

# Collects tasks that held the page up, each press until the frame that shows it was painted, and all frames.
OBSERVE: Final = """
window.seen = { tasks: [], presses: [], frames: [], since: performance.now() };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
}).observe({ type: "longtask" });
// Event Timing would tell of a letter that is typed only when the next thing is painted.
for (const name of ["click", "keydown"]) addEventListener(name, ({ timeStamp }) => {
  requestAnimationFrame(() => setTimeout(() => seen.presses.push(performance.now() - timeStamp)));
}, true);
let last = performance.now();
requestAnimationFrame(function frame(now) {
  seen.frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
});
"""
BEGIN: Final = "Object.assign(seen, { tasks: [], presses: [], frames: [], since: performance.now() })"
TELL: Final = "({ ...seen, elapsed: performance.now() - seen.since })"

# From a press on a button of the bot's until its answer is there: the wheel stands still, or the message has changed.
ANSWERED: Final = """async (button) => {
  const begun = performance.now();
  button.click();
  while (button.isConnected && button.hasAttribute("aria-busy")) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What the page holds: its script's memory in MiB, after a collection, and its nodes."""

    heap: float
    nodes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the browser measured while the wave answered, in milliseconds, and the page's size in between."""

    presses: Sequence[float]
    answers: Sequence[float]
    tasks: Sequence[float]
    frames: Sequence[float]
    elapsed: float
    at_quarter: Size
    at_end: Size


class _Visitor:
    """Presses, types and scrolls as somebody does who looks around."""

    def __init__(self, *, page: Page) -> None:
        self._page = page
        self._customer = page.locator("#customer")
        self.answers: list[float] = []

    async def look_around(self) -> None:
        """Go on until cancelled."""
        page, field = self._page, self._page.get_by_label("Message to the team")
        acts: Sequence[Callable[[], Awaitable[None]]] = (
            page.get_by_role("button", name="Break something").click,
            partial(page.keyboard.press, "Escape"),
            partial(self._scroll, 400),
            partial(self._scroll, -400),
            partial(field.press, "a"),
            partial(field.press, "Backspace"),
            page.locator("#wave .person").nth(2).click,
            page.get_by_role("button", name="Back to the wave").click,
            self._ask,
        )
        for act in cycle(acts):
            await act()
            await asyncio.sleep(PAUSE)

    async def _scroll(self, pixels: int) -> None:
        await self._page.locator("#wave .stream").hover()
        await self._page.mouse.wheel(0, pixels)

    async def _ask(self) -> None:
        """The customer presses a button of the bot's, and the agent answers."""
        if not self.answers:
            await self._customer.get_by_role("button", name="Open the link").click()
            field = self._page.get_by_label("Message to the shop")
            await field.fill("/language")
            await field.press("Enter")
        key = self._customer.locator(".key").last
        self.answers.append(float(await key.evaluate(ANSWERED)))


async def quick_and_small(run: Run) -> Sequence[Line]:
    """The page in Chromium, the simulator and the agent: three processes, and a wave at Telegram's usual pace."""
    people = run.of(1000, 150)
    name = f"page, {people:,} people at {RATE:g}/s"
    growth = Bounds(floor=1.5, goal=1.2, unit="x", at_most=True)
    # What is called good, and the half of it (web.dev: Interaction to Next Paint).
    paint = Bounds(floor=200, goal=100, unit=" ms", at_most=True)
    tasks = Bounds(floor=10, goal=2, unit=" %", at_most=True)
    if find_chromium() is None:
        run.say(NONE_HERE)
        return [Line(name=f"{name}: press to paint, p95", ours=NONE_HERE, bounds=paint)]
    seen = await _watched(run, people)
    quarter, end = seen.at_quarter, seen.at_end
    share = 100 * sum(seen.tasks) / seen.elapsed
    return [
        Line(
            name=f"{name}: press to paint, p95",
            ours=f"longest of {len(seen.presses)}: {max(seen.presses):.0f} ms",
            against="good is 200 ms (INP)",
            figure=_share(seen.presses, 0.95),
            bounds=paint,
        ),
        Line(
            name=f"{name}: press to the agent's answer, p95",
            ours=f"{_share(seen.answers, 0.95):.0f} ms of {len(seen.answers)}",
        ),
        Line(
            name=f"{name}: time in long tasks",
            ours=f"{len(seen.tasks)} in {seen.elapsed / 1000:.0f} s, longest {max(seen.tasks, default=0):.0f} ms",
            against=f"frames: p95 {_share(seen.frames, 0.95):.0f} ms, longest {max(seen.frames):.0f} ms",
            figure=share,
            bounds=tasks,
        ),
        Line(
            name=f"{name}: memory",
            ours=f"at the end: {end.heap:.1f} MiB",
            against=f"at a quarter: {quarter.heap:.1f} MiB",
            figure=end.heap / quarter.heap,
            bounds=growth,
        ),
        Line(
            name=f"{name}: nodes",
            ours=f"at the end: {end.nodes:,}",
            against=f"at a quarter: {quarter.nodes:,}",
            figure=end.nodes / quarter.nodes,
            bounds=growth,
        ),
    ]


async def _watched(run: Run, people: int) -> Seen:
    orders = read_orders(str(people))
    minded = ratings.answered(orders, "delivery")
    stop = asyncio.Event()
    async with (
        open_stage(rate=RATE, library="aiogram") as stage,
        open_chromium() as browser,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(Visit(stage=stage, orders=orders, say=lambda _: None).run(stop))
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.add_init_script(OBSERVE)
        await page.goto(stage.url)
        await page.get_by_role("button", name="Open the link").wait_for()
        visitor = _Visitor(page=page)
        await page.evaluate(BEGIN)
        looking = group.create_task(visitor.look_around())
        at_quarter = await _size_after(run, stage, page, answers=minded // 4)
        at_end = await _size_after(run, stage, page, answers=minded)
        looking.cancel()
        found: dict[str, Any] = await page.evaluate(TELL)
        stop.set()
    return Seen(
        presses=found["presses"],
        answers=visitor.answers,
        tasks=found["tasks"],
        frames=found["frames"],
        elapsed=found["elapsed"],
        at_quarter=at_quarter,
        at_end=at_end,
    )


async def _size_after(run: Run, stage: Stage, page: Page, *, answers: int) -> Size:
    """What the page holds once so many have answered."""
    while (await stage.crowd())["answered"] < answers:  # noqa: ASYNC110 - other processes
        await asyncio.sleep(LOOK)
    trace = await page.context.new_cdp_session(page)
    await trace.send("Performance.enable")
    await trace.send("HeapProfiler.collectGarbage")
    told = (await trace.send("Performance.getMetrics"))["metrics"]
    metrics = {metric["name"]: metric["value"] for metric in told}
    size = Size(heap=metrics["JSHeapUsedSize"] / 1024 / 1024, nodes=int(metrics["Nodes"]))
    await trace.detach()
    run.say(f"{answers} have answered: {size.heap:.1f} MiB, {size.nodes:,} nodes")
    return size


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)] if values else 0.0


LINES: Final = {"page": quick_and_small}
