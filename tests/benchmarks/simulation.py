"""The simulated Telegram as a process of its own, with people who tap, and the log of what arrived."""

import asyncio
import gc
import time
from collections.abc import Sequence
from typing import Any, Final

from bot.simulator.calls import SENDING
from bot.simulator.happenings import Happening
from bot.simulator.messages import Message
from bot.simulator.person import Person
from bot.simulator.simulator import Simulator
from tests.benchmarks.worker import obey

TOKEN: Final = "42:BENCH"
PATIENCE: Final = 60.0
"""Seconds after which a tap counts as never answered."""


class Simulation:
    """What the other side asks for, by name."""

    def __init__(self, *, telegram: Simulator) -> None:
        self._telegram = telegram
        self._people: list[Person] = []
        self._questions: list[Message] = []

    async def url(self) -> str:
        """Where the Bot API is."""
        return self._telegram.url

    async def people(self, count: int, *, asked: bool = False) -> dict[str, int]:
        """Let in people, and ask them a question if `asked`; the first chat, and the first question's number."""
        for number in range(count):
            person = self._telegram.person(first_name="Anna", started=True)
            self._people.append(person)
            if asked:
                self._questions.append(self._ask(person, number + 1))
        # Nothing of this goes away again: a look through all of it would hold up what arrives meanwhile.
        gc.collect()
        gc.freeze()
        return {
            "chat": self._people[0].id,
            "message": self._questions[0].id if asked else 0,
        }

    async def group(self) -> int:
        """A group with the bot in it."""
        return self._telegram.group("Team", owner=self._telegram.person(first_name="Maria")).id

    async def latency(self, seconds: float) -> None:
        """Let each answer take so long."""
        self._telegram.faults.latency(seconds)

    async def ban_after(self, sends: int, seconds: int, chat: int | None = None) -> None:
        """After so many sends from now on, refuse all others for a while: of the bot, or in one chat."""
        left = sends

        def notice(happening: Happening) -> None:
            nonlocal left
            if happening.kind == "message" and happening.message and happening.message.from_bot:
                left -= 1
                if left == 0:
                    self._telegram.limits.ban(seconds, chat=chat)

        self._telegram.happenings.listen(notice)

    async def polls(self) -> int:
        """How often updates were asked for."""
        return len(self._telegram.calls.of("getUpdates"))

    async def sends(self) -> int:
        """How many messages have arrived, refused ones included."""
        return sum(call.method in SENDING for call in self._telegram.calls)

    async def total(self) -> int:
        """How many calls have arrived."""
        return self._telegram.calls.total

    async def arrivals(self, since: int = 0) -> list[tuple[float, int | None, bool, bool]]:
        """The messages that have arrived from call number `since` on: when, where to, taken, within a ban."""
        return [
            (call.arrived, call.chat_id, call.message_id is not None, call.in_ban)
            for call in self._telegram.calls.since(since)
            if call.method in SENDING
        ]

    async def taps(self, first: int, count: int, at_once: int) -> dict[str, Any]:
        """Let people tap, so many at any time, each waiting for the toast and the edit before the next begins."""
        waiting: dict[int, asyncio.Future[None]] = {}

        def notice(happening: Happening) -> None:
            done = waiting.get(happening.chat.id)
            question = happening.message
            if (
                done is None
                or done.done()
                or question is None
                or happening.kind not in ("answered", "edited")
            ):
                return
            if question.edits and presses[question.chat.id].answer is not None:
                done.set_result(None)

        presses: dict[int, Any] = {}
        people = iter(range(first, first + count))
        waits: list[float] = []
        lost = 0

        async def customer() -> None:
            nonlocal lost
            for number in people:
                question = self._questions[number]
                done = waiting[question.chat.id] = asyncio.get_running_loop().create_future()
                began = time.perf_counter()
                presses[question.chat.id] = self._telegram.world.press(
                    question, person=self._people[number].account, data=f"ts:a:{number + 1}:{number % 5 + 1}"
                )
                try:
                    async with asyncio.timeout(PATIENCE):
                        await done
                except TimeoutError:
                    lost += 1
                waits.append(time.perf_counter() - began)

        stop_listening = self._telegram.happenings.listen(notice)
        began = time.perf_counter()
        async with asyncio.TaskGroup() as customers:
            for _ in range(at_once):
                customers.create_task(customer())
        seconds = time.perf_counter() - began
        stop_listening()
        return {"seconds": seconds, "p50": _share(waits, 0.5), "p99": _share(waits, 0.99), "lost": lost}

    def _ask(self, person: Person, invitation: int) -> Message:
        rows = [
            [{"text": str(score), "callback_data": f"ts:a:{invitation}:{score}"} for score in range(1, 6)],
            [{"text": "Not now", "callback_data": f"ts:l:{invitation}:"}],
        ]
        return self._telegram.world.post(
            person.chat,
            sender=self._telegram.bot,
            fields={"text": "Hello Anna, your Shoes have arrived.\n\nHow satisfied are you with them?"},
            markup={"inline_keyboard": rows},
        )


def _share(waits: Sequence[float], share: float) -> float:
    return sorted(waits)[int(len(waits) * share)]


async def main() -> None:
    """Listen, and obey."""
    async with Simulator(token=TOKEN, seed=1, rate=None) as telegram:
        telegram.limits.turn_off()
        simulation = Simulation(telegram=telegram)
        names = (
            *("url", "people", "group", "latency", "ban_after"),
            *("polls", "sends", "total", "arrivals", "taps"),
        )
        await obey({name: getattr(simulation, name) for name in names})


if __name__ == "__main__":
    asyncio.run(main())
