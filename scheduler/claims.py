"""Claiming messages in this process's name, and writing how their sending ended."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.leaving import Drop, Go, LeaveOut, decide
from handlers.replies import Content
from handlers.shop import Shop
from scheduler.clock import Clock
from storage import bots, contacts, facts, invitations, messages
from storage.database import Database, Session
from storage.kinds import SkipReason
from storage.messages import DueMessage, Result
from storage.writer import Batch, Writer

logger = logging.getLogger(__name__)


SPARE: Final = 8
"""So many messages more than needed are looked at, for those whose chat is busy."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process, and no other, may send now, once."""

    message: DueMessage
    content: Content
    attempt: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How the sending of a claimed message ended, and what it taught us of its chat."""

    result: Result
    paused: tuple[int, datetime] | None = None  # chat (or every chat), until when
    blocked: int | None = None
    deactivated: int | None = None
    moved: tuple[int, int] | None = None  # from, to


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look at the line gave: what may leave now, and whether there was anything at all."""

    claimed: Sequence[Claimed]
    found: bool


class Claims:
    """The line of messages, as one process sees it."""

    def __init__(
        self, *, bot_id: int, owner: str, database: Database, writer: Writer, shop: Shop, clock: Clock
    ) -> None:
        """`owner` names this process: what others claimed is not its own."""
        self._bot_id = bot_id
        self._owner = owner
        self._database = database
        self._writer = writer
        self._shop = shop
        self._clock = clock
        self._endings: Batch[Ending, None] = Batch(writer=writer, write=self._write_endings)

    async def adopt(self) -> int:
        """What a dead owner left becomes `unknown`; returns how many. Only for the one process that sends."""
        async with self._writer.unit() as session:
            number = await messages.orphan(session, owner=self._owner)
            await session.commit()
        if number:
            logger.warning("%d messages were being sent when the agent was cut off: unknown now", number)
        return number

    async def paused_for(self) -> float:
        """Seconds that are left of the bot's stored pause."""
        async with self._database.reading() as session:
            until = await bots.paused_until(session, bot_id=self._bot_id)
        return max((until - self._clock.now()).total_seconds(), 0.0) if until else 0.0

    async def pause(self, seconds: float) -> None:
        """Store a pause of the whole bot, so that it holds over a restart."""
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._writer.unit() as session:
            await bots.pause(session, bot_id=self._bot_id, chat_id=bots.EVERY_CHAT, until=until)
            await session.commit()

    async def take(self, most: int, *, busy_chats: Collection[int]) -> Turn:
        """Claim up to `most` messages that may leave now, in their order, and one at most for a chat."""
        now = self._clock.now()
        async with self._writer.unit() as session:
            line = await self._line(session, most, busy_chats, now)
            if not line:
                return Turn((), found=False)
            known = await facts.load(
                session, {m.invitation_id for m in line if m.invitation_id is not None}, now=now
            )
            going: list[Claimed] = []
            left_out: list[tuple[DueMessage, SkipReason]] = []
            dropped: list[int] = []
            for message in line:
                about = known.get(message.invitation_id) if message.invitation_id is not None else None
                match decide(message, about, now=now, shop=self._shop):
                    case Go(content):
                        going.append(Claimed(message, content, message.attempt + 1))
                    case LeaveOut(reason):
                        left_out.append((message, reason))
                    case Drop():
                        dropped.append(message.id)
            ids = [claimed.message.id for claimed in going]
            taken = await messages.claim(session, ids, owner=self._owner, now=now)
            await messages.drop(session, [*dropped, *(message.id for message, _ in left_out)])
            await invitations.skip(
                session, [(m.invitation_id, why) for m, why in left_out if m.invitation_id is not None]
            )
            await session.commit()
        return Turn([claimed for claimed in going if claimed.message.id in taken], found=True)

    async def _line(
        self, session: Session, most: int, busy_chats: Collection[int], now: datetime
    ) -> list[DueMessage]:
        """The front of the line without the busy chats: mostly there is none, so they are asked for last."""
        page = most + SPARE
        line = await messages.due(session, bot_id=self._bot_id, now=now, most=page)
        ready = _one_each(line, busy_chats)
        if not ready and len(line) == page:
            line = await messages.due(session, bot_id=self._bot_id, now=now, most=page, busy_chats=busy_chats)
            ready = _one_each(line, busy_chats)
        return ready[:most]

    async def end(self, ending: Ending) -> None:
        """Write how the sending of a claimed message ended."""
        await self._endings.submit(ending)

    async def next_due(self) -> datetime | None:
        """When the next message becomes due that isn't yet."""
        async with self._database.reading() as session:
            return await messages.next_due(session, after=self._clock.now())

    async def _write_endings(self, session: Session, endings: Sequence[Ending]) -> Sequence[None]:
        now = self._clock.now()
        for ending in endings:
            if ending.paused:
                chat_id, until = ending.paused
                await bots.pause(session, bot_id=self._bot_id, chat_id=chat_id, until=until)
            if ending.blocked is not None:
                await contacts.mark_blocked(session, ending.blocked, at=now)
            if ending.deactivated is not None:
                await contacts.mark_deactivated(session, ending.deactivated, at=now)
            if ending.moved:
                await messages.move_chat(session, *ending.moved)
        return await messages.write_results(session, [ending.result for ending in endings])


def _one_each(line: Sequence[DueMessage], busy_chats: Collection[int]) -> list[DueMessage]:
    first = {message.chat_id: message for message in reversed(line) if message.chat_id not in busy_chats}
    return sorted(first.values(), key=line.index)
