"""The pauses that Telegram asks for (429), stored so that they hold over a restart and for every process."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from scheduler.clock import Clock
from scheduler.faults import Outage
from scheduler.pacing import Pacer
from scheduler.stopping import comes
from storage import bots
from storage.bots import EVERY_CHAT
from storage.writer import Writer

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at what other processes were asked for."""


class Pauses:
    """A bot's pauses: writes those of this process, and knows those that others wrote as of the last look."""

    def __init__(self, *, bot_id: int, writer: Writer, clock: Clock) -> None:
        self._bot_id = bot_id
        self._writer = writer
        self._clock = clock
        self._until: dict[int, datetime] = {}

    async def pause(self, seconds: float, *, chat_id: int = EVERY_CHAT) -> None:
        """Store a pause of a chat, or of the whole bot."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._know(chat_id, until)
        async with self._writer.unit() as session:
            await bots.pause(session, bot_id=self._bot_id, chat_id=chat_id, until=until)
            await session.commit()

    async def look(self) -> None:
        """Learn what is stored."""
        now = self._clock.now()
        async with self._writer.reading() as session:
            stored = await bots.pauses(session, bot_id=self._bot_id, now=now)
        self._until = {chat_id: until for chat_id, until in self._until.items() if until > now}
        for chat_id, until in stored.items():
            self._know(chat_id, until)

    def left(self, chat_id: int = EVERY_CHAT) -> float:
        """Seconds that are left of a chat's pause, or of the whole bot's; 0: there is none."""
        until = self._until.get(chat_id)
        return max((until - self._clock.now()).total_seconds(), 0.0) if until else 0.0

    def _know(self, chat_id: int, until: datetime) -> None:
        self._until[chat_id] = max(until, self._until.get(chat_id, until))


class PauseWatch:
    """Holds this process to the pauses that others met, whether it is on duty or stands by."""

    def __init__(self, *, pauses: Pauses, pacer: Pacer) -> None:
        self._pauses = pauses
        self._pacer = pacer
        self._stopping = asyncio.Event()
        self._outage = Outage(meanwhile="pauses that other processes met aren't known")

    def stop(self) -> None:
        """Let `run` return."""
        self._stopping.set()

    async def run(self) -> None:
        """Look every second until stopped; a database that is away is waited for."""
        while not await comes(self._stopping, LOOK_EVERY):
            try:
                await self.look()
            except Exception as error:
                if not self._outage.explains(error):
                    raise
            else:
                self._outage.over()

    async def look(self) -> None:
        """Heed what is stored now. Raises what the database raises."""
        await self._pauses.look()
        self._pacer.pause(self._pauses.left(), slower=False)
