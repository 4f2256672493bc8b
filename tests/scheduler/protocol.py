"""The protocol of delivery, to be played move by move: processes that take over, die and wake up late.

Everything that decides or remembers is the real code over a real database. Only time, Telegram and the order
of the moves are the player's.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError

from handlers.customer.taps import PressedScore, TapWriter
from handlers.messenger import Gone, GoneReason, NotSent, Outcome, Rejected, RetryAfter, Sent, Unknown
from handlers.press import Act, Press
from handlers.shop import Shop
from handlers.survey.quiet_hours import QuietHours
from handlers.updates import Person, Tap
from scheduler.claims import Claimed, Claims, TermOverError
from scheduler.endings import Ending, ending
from scheduler.ticks import Ticks
from storage.kinds import InvitationState, MessageKind, MessageState
from storage.tables import invitation_table, message_table, response_table
from tests.scheduler.commits import Commit, Fragile
from tests.scheduler.offices import Offices
from tests.scheduler.stage import BOT_ID, Stage

SHOP = Shop(
    name="Greenleaf", time_zone=ZoneInfo("UTC"), language="en", quiet_hours=QuietHours(begin=0, end=0)
)


ASKING = (MessageKind.QUESTION, MessageKind.REMINDER)


class Answer(Enum):
    """What becomes of a call: whether the message arrives, and what the process is told."""

    SENT = (True, None)
    LOST_AFTER = (True, Unknown("the connection broke"))
    LOST_BEFORE = (False, Unknown("the connection broke"))
    NEVER_LEFT = (False, NotSent("no connection"))
    FLOOD = (False, RetryAfter(30))
    REFUSED_FOR_NOW = (False, Rejected(403, "not now"))
    REFUSED = (False, Rejected(400, "no"))
    BLOCKED = (False, Gone(GoneReason.BLOCKED))

    @property
    def arrives(self) -> bool:
        return bool(self.value[0])

    @property
    def final(self) -> bool:
        """Whether Telegram said that the message can't arrive."""
        return self in (Answer.REFUSED, Answer.REFUSED_FOR_NOW, Answer.BLOCKED)


@dataclass(eq=False)
class Process:
    """One run of the agent; it may be stopped between any two moves for as long as the player likes."""

    name: str
    alive: bool = True
    epoch: int = 0
    owner: str = ""
    claims: Claims | None = None
    adopted: bool = False
    in_hand: list["Delivery"] = field(default_factory=list)
    in_doubt: set[int] = field(default_factory=set)
    """Messages that were claimed in its name, which it never heard."""

    @property
    def chats(self) -> Collection[int]:
        return {delivery.claimed.message.chat_id for delivery in self.in_hand}


@dataclass(eq=False)
class Delivery:
    """A message in a process's hand: claimed, and after the call with its ending."""

    process: Process
    epoch: int
    owner: str
    claims: Claims
    claimed: Claimed
    ended: Ending | None = None


@dataclass(frozen=True)
class Standing:
    """A question, or its reminder, in somebody's chat."""

    telegram_id: int
    chat_id: int
    invitation_id: int


class Play:
    """The pieces, and every move that can be made with them."""

    def __init__(
        self,
        *,
        stage: Stage,
        offices: Offices,
        resend_after: timedelta | None,
        new_claims: Callable[..., Claims] = Claims,
    ) -> None:
        self.stage = stage
        self.processes: list[Process] = []
        self.standing: list[Standing] = []
        self.arrivals: Counter[int] = Counter()
        self.attempts: Counter[int] = Counter()
        self.refused: set[int] = set()
        self.confirmed: set[int] = set()
        """Messages whose arrival was told to, and written by, the process in office: they are known to be there."""
        self.doubtful: set[int] = set()
        """Messages that were once on their way when a process died or lost its office, or a connection broke."""
        self._offices = offices
        self._new_claims = new_claims
        self._writer = Fragile(database=stage.database)
        self.may_claim = True
        """Unless the last look at the line found nothing, and nothing has happened since."""
        self._resending = resend_after is not None
        self._epoch = 0
        self._numbers = 9000
        self._ticks = Ticks(
            database=stage.database,
            writer=stage.writer,
            shop=SHOP,
            messages_waiting=lambda: None,
            resend_unknown_after=resend_after,
        )

    @property
    def alive(self) -> list[Process]:
        return [process for process in self.processes if process.alive]

    @property
    def holder(self) -> Process | None:
        """The process that has the office, if it is alive and knows."""
        holders = (process for process in self.alive if process.claims and process.epoch == self._epoch)
        return next(holders, None)

    @property
    def late(self) -> list[Process]:
        """Processes that were stopped while they had the office, and don't know yet that another has it."""
        return [process for process in self.alive if process.claims and process.epoch < self._epoch]

    @property
    def free(self) -> list[Process]:
        """Processes that could take over: a term begins when nothing of the last one is in hand."""
        return [process for process in self.alive if not process.in_hand and process is not self.holder]

    @property
    def in_hand(self) -> list[Delivery]:
        """What any process still has to send, or to write down."""
        return [delivery for process in self.alive for delivery in process.in_hand]

    # Moves of a process

    async def open(self) -> None:
        """The opening: one was stopped as it took over, and another has the office."""
        for process in (self.start(), self.start()):
            await self.take_office(process)

    def start(self) -> Process:
        process = Process(f"process {len(self.processes) + 1}")
        self.processes.append(process)
        return process

    async def take_office(self, process: Process) -> None:
        """Whoever had it may be dead, or stopped, and then doesn't know yet."""
        assert not process.in_hand
        self.may_claim = True
        self._epoch, term = await self._offices.take()
        self._doubt(*self.in_hand)
        for other in self.processes:
            self._doubt_claimed(other)
        process.epoch, process.adopted = self._epoch, False
        process.owner = f"{process.name}/{process.epoch}"
        process.claims = self._new_claims(
            bot_id=BOT_ID,
            owner=process.owner,
            database=self.stage.database,
            writer=self._writer,
            shop=SHOP,
            clock=self.stage.clock,
            term=term,
        )

    async def adopt(self, process: Process) -> None:
        assert process.claims is not None
        try:
            await process.claims.adopt()
        except TermOverError:
            process.claims = None
            return
        process.adopted = True

    async def take(self, process: Process, most: int) -> None:
        assert process.claims is not None
        try:
            turn = await process.claims.take(most, busy_chats=process.chats)
        except TermOverError:
            process.claims = None
            return
        assert len(turn.claimed) <= most
        process.in_doubt.clear()
        self.may_claim = turn.more
        process.in_hand += [
            Delivery(process, process.epoch, process.owner, process.claims, claimed)
            for claimed in turn.claimed
        ]

    async def lose_claim(self, process: Process, most: int, commit: Commit) -> None:
        """What a claim does is committed, or not, and the process never hears which."""
        assert process.claims is not None
        self._writer.next_commit = commit
        try:
            turn = await process.claims.take(most, busy_chats=process.chats)
        except TermOverError:
            process.claims = None
        except OperationalError:
            known = {delivery.claimed.message.id for delivery in process.in_hand}
            claimed = await self.stage.rows(message_table)
            process.in_doubt = {row.id for row in claimed if row.owner == process.owner} - known
        else:  # there was nothing to commit
            assert not turn.claimed
            process.in_doubt.clear()
        self._writer.next_commit = Commit.HEARD

    async def call_telegram(self, delivery: Delivery, answer: Answer) -> None:
        """Telegram does what it does, and the process hears what it hears: nothing of both is written yet."""
        message = delivery.claimed.message
        outcome: Outcome | None = answer.value[1]
        self.attempts[message.id] += 1
        if answer.arrives:
            self._numbers += 1
            self._arrive(delivery, self._numbers)
            outcome = outcome or Sent({"message_id": self._numbers})
        assert outcome is not None
        if answer.final:
            self.refused.add(message.id)
        if isinstance(outcome, Unknown):
            self.doubtful.add(message.id)
        now = self.stage.clock.now()
        delivery.ended = ending(message, outcome, owner=delivery.owner, now=now)

    def _arrive(self, delivery: Delivery, telegram_id: int) -> None:
        message = delivery.claimed.message
        self.arrivals[message.id] += 1
        what = f"sent twice: {message.kind} {message.id}"
        assert message.id not in self.confirmed, f"{what} was known to be there"
        assert self.arrivals[message.id] <= (2 if self._resending else 1), what
        if message.invitation_id and message.kind in ASKING:
            self.standing.append(Standing(telegram_id, message.chat_id, message.invitation_id))

    async def write(self, delivery: Delivery) -> None:
        """The outcome reaches the database, however late."""
        assert delivery.ended is not None
        await delivery.claims.end(delivery.ended)
        delivery.process.in_hand.remove(delivery)
        self.may_claim = True
        in_office = delivery.process.epoch == delivery.epoch == self._epoch and delivery.process.adopted
        if in_office and delivery.ended.result.state is MessageState.SENT:
            self.confirmed.add(delivery.claimed.message.id)

    async def give_up(self, delivery: Delivery) -> None:
        """The database is away for so long that the process stops without having written the outcome."""
        self._doubt(delivery)
        delivery.process.claims = None
        delivery.process.in_hand.remove(delivery)

    async def crash(self, process: Process) -> None:
        """A process dies, wherever it is; another one is started."""
        self._doubt(*process.in_hand)
        self._doubt_claimed(process)
        process.alive = False
        process.in_hand.clear()
        self.start()

    def _doubt(self, *deliveries: Delivery) -> None:
        self.doubtful |= {delivery.claimed.message.id for delivery in deliveries}

    def _doubt_claimed(self, process: Process) -> None:
        """Nobody can tell any more that what it had claimed without hearing so has never left."""
        self.doubtful |= process.in_doubt
        process.in_doubt.clear()

    # Moves of people and of time

    async def tap(self, standing: Standing, score: int) -> None:
        self._numbers += 1
        self.may_claim = True
        press = Press(Act.ANSWER, standing.invitation_id, str(score))
        person = Person(standing.chat_id, "Anna")
        tap = Tap(
            self._numbers, person, str(self._numbers), standing.chat_id, standing.telegram_id, press.data()
        )
        async with self.stage.writer.unit() as session:
            writer = TapWriter(bot_id=BOT_ID, shop=SHOP)
            await writer.write(session, [PressedScore(tap, press, self.stage.clock.now())])
            await session.commit()

    async def pass_by(self, span: timedelta) -> None:
        """Time passes, and somebody ticks: nothing guards that, since a tick too late or too many is harmless."""
        self.stage.clock.moment += span
        self.may_claim = True
        now = self.stage.clock.now()
        await self._ticks.expire(now)
        await self._ticks.remind(now)
        await self._ticks.resend(now)

    # What must hold

    async def check(self) -> None:
        """Whatever was played until now, this is true."""
        rows = await self.stage.rows(message_table)
        for row in rows:
            self._check_message(row)
        answered = {row.invitation_id for row in await self.stage.rows(response_table)}
        questions = {row.invitation_id: row.state for row in rows if row.kind == MessageKind.QUESTION}
        for invitation in await self.stage.rows(invitation_table):
            asking = questions[invitation.id]
            fitting = _FITTING[asking] | ({InvitationState.UNKNOWN} if self._resending else set())
            expected = {InvitationState.ANSWERED} if invitation.id in answered else fitting
            assert invitation.state in expected, f"{invitation.state} while its question is {asking}"

    def _check_message(self, row: Any) -> None:
        holder, there = self.holder, self.arrivals[row.id]
        match row.state:
            case MessageState.SENDING if holder and holder.adopted:
                mine = row.owner == holder.owner
                assert mine, f"message {row.id} is in the hand of {row.owner}, which isn't in office"
                in_hand = {delivery.claimed.message.id for delivery in holder.in_hand}
                assert row.id in in_hand | holder.in_doubt, f"message {row.id} is in nobody's hand"
            case MessageState.SENT:
                # A tap below one of them says that the person was asked, and not by which.
                asked = row.kind in ASKING and any(
                    row.invitation_id == s.invitation_id for s in self.standing
                )
                assert there or asked, f"message {row.id} is called sent, and isn't there"
            case MessageState.FAILED:
                assert row.id in self.refused
            case MessageState.UNKNOWN:
                assert row.id in self.doubtful, f"message {row.id} is unknown, and nothing has happened to it"
            case MessageState.DUE | MessageState.CANCELLED:
                assert self._resending or not there, f"message {row.id} is {row.state}, and has arrived"

    async def settle(self) -> None:
        """Let a last process work for days in which all goes well: then nothing waits any more, nobody is lost."""
        last = self.start()
        await self.take_office(last)
        await self.adopt(last)
        for hours in (2, 24, 72, 24):  # until what is sent again, what was refused, and reminders are due
            await self.pass_by(timedelta(hours=hours))
            while await self.work(last):
                pass
        for row in await self.stage.rows(message_table):
            assert row.state not in (MessageState.DUE, MessageState.SENDING), (
                f"message {row.id} is still {row.state}"
            )

    async def work(self, process: Process) -> int:
        """Take what there is, and send it, and all goes well; returns how many."""
        await self.take(process, 3)
        taken = [delivery for delivery in process.in_hand if delivery.ended is None]
        for delivery in taken:
            await self.call_telegram(delivery, Answer.SENT)
            await self.write(delivery)
        return len(taken)


_FITTING = {
    MessageState.DUE: {InvitationState.DUE},
    MessageState.SENDING: {InvitationState.SENDING},
    MessageState.SENT: {InvitationState.SENT, InvitationState.EXPIRED},
    MessageState.UNKNOWN: {InvitationState.UNKNOWN},
    MessageState.FAILED: {InvitationState.FAILED},
    MessageState.CANCELLED: {InvitationState.SKIPPED},
}
"""Where a person who hasn't answered is, while the question is there."""
