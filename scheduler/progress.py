"""Keeps the messages that show how far a wave is up to date, as often as a group's allowance bears."""

import asyncio
import logging
from datetime import timedelta
from typing import Final, Protocol

from handlers.marketer.progress import Shown, look
from handlers.messenger import Gone, Moved, Outcome, Rejected, RetryAfter, Sent
from handlers.replies import Edit
from handlers.shop import Shop
from scheduler.clock import Clock
from scheduler.endings import held_back
from scheduler.faults import Outage, where
from scheduler.pacing import Pacer
from scheduler.pauses import Pauses
from scheduler.stopping import unless_stopped
from scheduler.timer import Timer
from scheduler.waking import whenever
from storage import progress
from storage.bots import EVERY_CHAT
from storage.database import Database, is_database_trouble
from storage.tables import ProgressMessage
from storage.writer import Writer

logger = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=15)
"""Between two looks at a message; 20 a minute is all that a group bears (Telegram's Bots FAQ)."""

TICK: Final = timedelta(seconds=1)

PAGE: Final = 20
"""Messages brought up to date in a row, before it is seen which have waited longest."""

NOT_MODIFIED: Final = "message is not modified"
"""Telegram's refusal of an edit that would change nothing."""


class Editor(Protocol):
    """What puts content into Telegram's words and edits a message."""

    async def edit(self, edit: Edit) -> Outcome:
        """Replace what a message of ours says."""
        ...


class ProgressKeeper:
    """Edits what has changed, at the pace of bulk; what can't be edited any more is let go of."""

    def __init__(
        self,
        *,
        bot_id: int,
        database: Database,
        writer: Writer,
        shop: Shop,
        clock: Clock,
        timer: Timer,
        editor: Editor,
        pacer: Pacer,
    ) -> None:
        self._bot_id = bot_id
        self._database = database
        self._writer = writer
        self._shop = shop
        self._clock = clock
        self._editor = editor
        self._pacer = pacer
        self._pauses = Pauses(bot_id=bot_id, writer=writer, clock=clock)
        self._outage = Outage(meanwhile="no progress is shown")
        self._stopping = asyncio.Event()
        self._woken = timer.every(TICK)

    def stop(self) -> None:
        """Let `run` return after the edit under way."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        """Look until stopped; a database that is away is waited for."""
        await whenever(self._woken, self.refresh, stopping=self._stopping, outage=self._outage)

    async def refresh(self) -> None:
        """Bring the messages up to date that nobody has looked at for so long. Raises StoppedError."""
        now = self._clock.now()
        async with self._database.reading() as session:
            waiting = await progress.due(session, bot_id=self._bot_id, before=now - EVERY, now=now, most=PAGE)
        for message in waiting:
            if self._stopping.is_set():
                return
            await self._look_at(message)

    async def _look_at(self, message: ProgressMessage) -> None:
        try:
            async with self._database.reading() as session:
                shown = await look(session, message, shop=self._shop)
        except Exception as error:
            if is_database_trouble(error):
                raise
            await self._give_up(message, error)
            return
        if shown is None:
            await self._let_go(message)
        elif shown.fingerprint == message.shown:
            await self._note(message, shown)
        else:
            await self._edit(message, shown)

    async def _edit(self, message: ProgressMessage, shown: Shown) -> None:
        await unless_stopped(self._stopping, self._pacer.take())
        try:
            outcome = await self._editor.edit(Edit(message.chat_id, message.message_id, shown.content))
        except Exception as error:  # noqa: BLE001 - a fault in one message must not stop the others
            await self._give_up(message, error)
            return
        match outcome:
            case Sent():
                await self._note(message, shown)
            case Rejected(_, description) if NOT_MODIFIED in description.lower():
                await self._note(message, shown)
            case RetryAfter(seconds):
                await self._pause(held_back(message.chat_id), seconds)
                await self._note(message, None)
            case Rejected(401, _):
                await self._note(message, None)  # of the token: nothing is wrong with the message
            case Gone() | Moved() | Rejected():
                logger.info("The progress of wave %d has nowhere to be shown any more", message.wave_id)
                await self._let_go(message)
            case _:
                await self._note(message, None)

    async def _note(self, message: ProgressMessage, shown: Shown | None) -> None:
        """What shows the end of its wave has shown all there is; what may not have arrived is tried again."""
        async with self._writer.unit() as session:
            if shown is not None and shown.is_over:
                await progress.end(session, message)
            else:
                fingerprint = shown.fingerprint if shown else None
                await progress.note_look(session, message, now=self._clock.now(), shown=fingerprint)
            await session.commit()

    async def _give_up(self, message: ProgressMessage, error: Exception) -> None:
        logger.error("The progress of wave %d can't be shown: %s", message.wave_id, where(error))
        await self._let_go(message)

    async def _let_go(self, message: ProgressMessage) -> None:
        async with self._writer.unit() as session:
            await progress.let_go(session, chat_id=message.chat_id, message_id=message.message_id)
            await session.commit()

    async def _pause(self, chat_id: int, seconds: float) -> None:
        if chat_id == EVERY_CHAT:
            self._pacer.pause(seconds, slower=True)
        await self._pauses.pause(seconds, chat_id=chat_id)
