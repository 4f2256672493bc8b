"""Plays the demo's wave from its first question to its last answer, and compares the score with the truth."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.demo import visit
from bot.demo.stage import WAVE, Stage, open_stage
from bot.errors import OperatorError
from bot.simulator import ratings
from bot.simulator.ratings import Rating
from handlers.admin import scores
from scheduler.stopping import StoppedError, unless_stopped
from storage.kinds import InvitationState
from storage.waves import WaveCounts

RATE: Final = 200.0
"""Messages a second where nobody looks on."""

QUIET_FOR: Final = 60.0
"""Seconds without any progress after which the demo gives up."""


class Demo:
    """Supervises two processes, simulator and agent, and hands the agent the simulator's clock."""

    def __init__(
        self, *, orders: Sequence[Rating], rate: float | None, library: str, say: Callable[[str], None]
    ) -> None:
        """`rate` is in messages a second, None for what suits; `say` prints a line."""
        self._orders = orders
        self._rate = rate
        self._library = library
        self._say = say

    async def headless(self, stop: asyncio.Event) -> None:
        """Play the wave, and compare its score with the truth. Raises OperatorError where they differ."""
        async with open_stage(rate=self._rate or RATE, library=self._library) as stage:
            await stage.agent.start()
            try:
                await unless_stopped(stop, self._play(stage))
            except StoppedError:
                raise OperatorError("The demo was stopped before its end.") from None

    async def open(self, stop: asyncio.Event) -> None:
        """Serve the chat page, and play the wave for whoever opens it, until stopped."""
        async with open_stage(rate=self._rate or visit.RATE, library=self._library) as stage:
            await visit.Visit(stage=stage, orders=self._orders, say=self._say).run(stop)

    async def _play(self, stage: Stage) -> None:
        started = time.monotonic()
        await stage.bring_customers(self._orders, think=(0.05, 0.5))
        self._say(f"{len(self._orders)} orders of {stage.shop.name} are in; their customers open their links")
        await self._watch("linked", lambda: _linked(stage), len(self._orders))
        counts = await self._wave(stage)
        report = await stage.report(WAVE)
        crowd = await stage.crowd()
        rate = self._rate or RATE
        self._say(
            f"{time.monotonic() - started:.0f} s on {self._library} at up to {rate:g} messages a second"
        )
        self._compare(report, crowd, counts)

    async def _wave(self, stage: Stage) -> WaveCounts:
        await stage.plan_wave(reminder="3d", open_for="7d")
        self._say("The wave is planned; the agent asks")
        minded = ratings.answered(self._orders, "delivery")
        await self._watch("answered", lambda: _answered(stage), minded)
        await self._watch("settled", lambda: _settled(stage), len(self._orders))
        return await stage.counts(WAVE)

    async def _watch(self, what: str, measure: Callable[[], Any], whole: int) -> None:
        """Wait until `measure` reaches `whole`. Raises OperatorError where it stands still."""
        reached, since = -1, time.monotonic()
        while (now := await measure()) < whole:
            if now > reached:
                reached, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET_FOR:
                raise OperatorError(f"The demo stands still at {now} of {whole} {what}; run it again.")
            await asyncio.sleep(0.25)
        self._say(f"{whole} {what}")

    def _compare(self, report: scores.Report, crowd: Mapping[str, int], counts: WaveCounts) -> None:
        """Say each figure beside the truth, counted from the file by other means."""
        figures = report.as_json()
        minded = ratings.answered(self._orders, "delivery")
        score = 100 * ratings.satisfied(self._orders, "delivery") / minded if minded else None
        truths = (
            ("n", figures["n"], minded),
            ("CSAT", figures["score"], score),
            ("response rate", figures["response_rate"], 100 * minded / len(self._orders)),
            ("asked twice", crowd["asked_twice"], 0),
            ("people in the wave", counts.audience, len(self._orders)),
        )
        self._say(f"{'':20}{'agent':>10}{'truth':>10}")
        wrong = []
        for name, ours, truth in truths:
            self._say(f"{name:20}{_figure(ours):>10}{_figure(truth):>10}")
            if _figure(ours) != _figure(truth):
                wrong.append(name)
        if wrong:
            raise OperatorError(f"Not as in the file: {', '.join(wrong)}.")


async def _linked(stage: Stage) -> int:
    return (await stage.crowd())["linked"]


async def _answered(stage: Stage) -> int:
    return (await stage.crowd())["answered"]


async def _settled(stage: Stage) -> int:
    counts = await stage.counts(WAVE)
    return counts.audience - counts.states[InvitationState.DUE] - counts.states[InvitationState.SENDING]


def _figure(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
