"""A courier that runs, between a Telegram and stored pauses in a test's hands."""

import asyncio
from collections import defaultdict
from typing import Any

from bot.courier import Courier
from handlers.messenger import Sent
from handlers.replies import Content, Edit, Line, Toast
from scheduler.pacing import Pacer
from storage.bots import EVERY_CHAT
from tests.scheduler.virtual_time import now

CONTENT = Content(lines=(Line("any"),), language="en")


def toast(name: str) -> Toast:
    return Toast(name, None, "en")


def edit(chat_id: int, message_id: int = 1) -> Edit:
    return Edit(chat_id, message_id, CONTENT)


class Telegram:
    """Notes what arrives and when, takes its time, and answers as scripted."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, Any]] = []
        self.words: list[tuple[int, str]] = []  # of edits, with their messages
        self.latency: defaultdict[Any, float] = defaultdict(float)
        self.script: list[Any] = []
        self.under_way = 0
        self.most_under_way = 0

    @property
    def names(self) -> list[Any]:
        return [name for _, name in self.arrived]

    async def _arrives(self, name):
        self.arrived.append((now(), name))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.latency[name])
        self.under_way -= 1
        answer = self.script.pop(0) if self.script else Sent(True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def toast(self, toast):
        return await self._arrives(toast.callback_id)

    async def edit(self, edit):
        self.words.append((edit.message_id, edit.content.lines[0].id))
        return await self._arrives((edit.chat_id, edit.message_id))


class StoredPauses:
    def __init__(self) -> None:
        self.stored: list[tuple[int, float]] = []
        self.of_others: dict[int, float] = {}
        """When each ends that another process met."""
        self.fault: Exception | None = None

    async def pause(self, seconds, *, chat_id=EVERY_CHAT):
        if self.fault:
            raise self.fault
        self.stored.append((chat_id, seconds))

    def left(self, chat_id=EVERY_CHAT):
        return max(self.of_others.get(chat_id, 0.0) - now(), 0.0)


class Round:
    """A running courier with everything around it in the test's hands."""

    def __init__(self, *, rate: float = 1000) -> None:
        self.telegram, self.pauses, self.pacer = Telegram(), StoredPauses(), Pacer(rate=rate)
        speech: Any = self.telegram
        pauses: Any = self.pauses
        self.courier = Courier(speech=speech, pacer=self.pacer, pauses=pauses)
        self.since = now()
        self.running = asyncio.create_task(self.courier.run())

    async def stop(self) -> None:
        await self.courier.stop()
        await self.running
