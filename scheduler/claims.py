"""Claiming messages in this process's name, and writing how their sending ended."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from handlers.customer.leaving import Drop, Go, Hold, LeaveOut, decide
from handlers.marketer.reserving import kept_contacts
from handlers.replies import Content
from handlers.shop import Shop
from handlers.survey.eligibility import Kept
from scheduler.clock import Clock
from scheduler.endings import Ending, broken, released
from scheduler.faults import where
from scheduler.pauses import Pauses
from scheduler.terms import Forever, Term
from storage import asks, bots, caps, contacts, facts, invitations, messages, outcomes, rooms
from storage.asks import NEVER, Asks
from storage.caps import Spent
from storage.database import Database, Session
from storage.facts import InvitationFacts
from storage.kinds import InvitationState, MessageKind, SkipReason, SurveyKind
from storage.messages import PRIORITY, URGENT, DueMessage
from storage.writer import Batch, Writer

logger = logging.getLogger(__name__)


class TermOverError(Exception):
    """Another process ticks, polls and sends by now; this one must claim nothing more."""


SPARE: Final = 8
"""So many messages more than needed are looked at, for those whose chat is busy."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process, and no other, may send now, once."""

    message: DueMessage
    content: Content


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look at the line gave, and what stays in it."""

    claimed: Sequence[Claimed] = ()
    more: bool = False  # another look may find more at once
    resting: bool = False  # somebody's message waits for nothing but their chat's rest
    urgent: bool = False  # a message stays that a person waits for


class Claims:
    """The line of messages, as one process sees it."""

    def __init__(
        self,
        *,
        bot_id: int,
        owner: str,
        database: Database,
        writer: Writer,
        shop: Shop,
        clock: Clock,
        term: Term | None = None,
    ) -> None:
        """`owner` names this process: what others claimed is not its own; `term` says whether it still may."""
        self._bot_id = bot_id
        self._owner = owner
        self._database = database
        self._writer = writer
        self._shop = shop
        self._clock = clock
        self._term = term or Forever()
        self._endings: Batch[Ending, None] = Batch(writer=writer, write=self._write_endings)
        self._pauses = Pauses(bot_id=bot_id, writer=writer, clock=clock)
        self._in_doubt: list[Ending] = []  # claimed by a commit whose answer never came: they haven't left

    async def adopt(self) -> int:
        """What a dead owner left becomes `unknown`; returns how many. Only for the one process that sends."""
        async with self._writer.unit() as session:
            await self._check_term(session)
            number = await outcomes.orphan(session, owner=self._owner)
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
        """Store a pause of the whole bot that was met by what is no message."""
        await self._pauses.pause(seconds)

    async def take(self, most: int, *, busy_chats: Collection[int]) -> Turn:
        """Claim up to `most` messages that may leave now, in their order, and one at most for a chat.

        Raises TermOverError where another process sends by now.
        """
        await self.give_back()
        now = self._clock.now()
        going: list[Claimed] = []
        left_out: list[tuple[DueMessage, SkipReason]] = []
        held: list[tuple[int, datetime]] = []
        dropped: list[DueMessage] = []
        unfit: list[Ending] = []
        async with self._writer.unit() as session:
            await self._check_term(session)
            line = await self._line(session, most, busy_chats, now)
            chosen = _one_each(line, busy_chats)[:most]
            if not chosen:
                return Turn(resting=bool(line), urgent=any(map(_urgent, line)))
            known = await _known(session, chosen, now, self._shop)
            for message in chosen:
                match self._decide(message, known, now):
                    case Go(content):
                        going.append(Claimed(message, content))
                    case LeaveOut(reason):
                        left_out.append((message, reason))
                    case Hold(until):
                        held.append((message.id, until))
                    case Drop():
                        dropped.append(message)
                    case Ending() as ending:
                        unfit.append(ending)
            ids = [claimed.message.id for claimed in going] + [ending.result.message_id for ending in unfit]
            taken = await messages.claim(session, ids, owner=self._owner, now=now)
            if unfit:
                await self._write_held(session, unfit)
            await self._put_off(session, known, chosen, now)
            await messages.hold(session, held)
            await messages.drop(session, [m.id for m in (*dropped, *(m for m, _ in left_out))])
            await invitations.skip(
                session, [(m.invitation_id, why) for m, why in left_out if m.invitation_id is not None]
            )
            claimed = [claim for claim in going if claim.message.id in taken]
            self._in_doubt = [released(claim.message, owner=self._owner, now=now) for claim in claimed]
            await session.commit()
        self._in_doubt = []
        return Turn(
            claimed,
            more=True,
            resting=any(message.chat_id in busy_chats for message in line),
            urgent=any(_urgent(message) and message not in chosen for message in line),
        )

    async def give_back(self) -> None:
        """Let what the last `take` claimed be due again, where the answer to its commit was lost.

        Nobody was told of it, so that it has surely never left; whether it was claimed at all, its rows say.
        Until this has succeeded nothing more is claimed, since a second claim can't be told from the first.
        Raises TermOverError.
        """
        if not self._in_doubt:
            return
        async with self._writer.unit() as session:
            await self._check_term(session)
            await self._write_held(session, self._in_doubt)
            await session.commit()
        self._in_doubt = []

    def _decide(
        self, message: DueMessage, known: "_Known", now: datetime
    ) -> Go | LeaveOut | Hold | Drop | Ending:
        about = known.facts.get(message.invitation_id or 0)
        before = known.before.get(about.contact_id, NEVER) if about else NEVER
        spent = known.spent.get(message.limited_wave or 0)
        try:
            decided = decide(
                message,
                about,
                now=now,
                shop=self._shop,
                before=before,
                kept=known.kept.get(about.contact_id, ()) if about else (),
                spent=spent,
            )
        except Exception as error:  # noqa: BLE001 - a fault in one message must not stop the others
            logger.error("Message %d can't be made: %s", message.id, where(error))  # noqa: TRY400
            return broken(message, error, owner=self._owner, now=now)
        first = about is not None and about.state is InvitationState.DUE
        if first and spent and message.limited_wave and isinstance(decided, Go):
            known.spent[message.limited_wave] = spent.one_more()
        return decided

    async def _put_off(
        self, session: Session, known: "_Known", chosen: Sequence[DueMessage], now: datetime
    ) -> None:
        """Let the others of a wave that has used up its day wait with those who were looked at."""
        morning = self._shop.morning(now)
        for wave_id, spent in known.spent.items():
            if spent.used_up and morning < spent.asks_until:
                first = next(message.id for message in chosen if message.limited_wave == wave_id)
                await caps.put_off(session, wave_id, first=first, until=morning)

    async def _line(
        self, session: Session, most: int, busy_chats: Collection[int], now: datetime
    ) -> list[DueMessage]:
        """The front of the line; without the busy chats if nothing else stands there, which is rare."""
        page = most + SPARE
        line = await messages.due(session, bot_id=self._bot_id, now=now, most=page)
        if len(line) == page and not _one_each(line, busy_chats):
            others = await messages.due(
                session, bot_id=self._bot_id, now=now, most=page, busy_chats=busy_chats
            )
            return others or line
        return line

    async def end(self, ending: Ending) -> None:
        """Write how the sending of a claimed message ended."""
        await self._endings.submit(ending)

    async def _check_term(self, session: Session) -> None:
        if not await self._term.holds(session):
            raise TermOverError

    async def _write_endings(self, session: Session, endings: Sequence[Ending]) -> Sequence[None]:
        """Late results are nobody's: whoever took over has made these messages `unknown`."""
        if not await self._term.holds(session):
            return [None] * len(endings)
        return await self._write_held(session, endings)

    async def _write_held(self, session: Session, endings: Sequence[Ending]) -> Sequence[None]:
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
                await rooms.move(session, *ending.moved)
        return await outcomes.write_results(session, [ending.result for ending in endings])


@dataclass(frozen=True, slots=True)
class _Known:
    """What decides about messages: by invitation, and by contact what they were asked before."""

    facts: Mapping[int, InvitationFacts]
    before: Mapping[int, Asks]
    # By contact, too: for which times they are kept for an NPS wave.
    kept: Mapping[int, Sequence[Kept]] = field(default_factory=dict)
    # Of waves with daily limits; it grows by what goes now.
    spent: dict[int, Spent] = field(default_factory=dict)


async def _known(session: Session, chosen: Sequence[DueMessage], now: datetime, shop: Shop) -> _Known:
    about = {m.invitation_id for m in chosen if m.invitation_id is not None}
    known = await facts.load(session, about, now=now) if about else {}
    questions = [
        (m, known[m.invitation_id])
        for m in chosen
        if m.kind is MessageKind.QUESTION and m.invitation_id in known
    ]
    if not questions:
        return _Known(known, {})
    first = [(m, asked) for m, asked in questions if asked.state is InvitationState.DUE]
    limited = {m.limited_wave for m, _ in first if m.limited_wave is not None}
    before = await asks.of_contacts(session, [asked.contact_id for _, asked in questions])
    yielding = {asked.contact_id for _, asked in first if asked.kind is not SurveyKind.NPS}
    return _Known(
        facts=known,
        before=before,
        kept=await kept_contacts(session, yielding, now=now, before=before, shop=shop),
        spent=await caps.spent(session, limited, since=shop.begin_of(shop.today(now))) if limited else {},
    )


def _one_each(line: Sequence[DueMessage], busy_chats: Collection[int]) -> list[DueMessage]:
    """The first message of each chat that isn't busy, in their order."""
    first: dict[int, DueMessage] = {}
    for message in line:
        if message.chat_id not in busy_chats:
            first.setdefault(message.chat_id, message)
    return list(first.values())


def _urgent(message: DueMessage) -> bool:
    return PRIORITY[message.kind] <= URGENT
