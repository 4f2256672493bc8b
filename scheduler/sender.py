"""Claim, send, record: for every message, whatever its kind, at the pace that Telegram allows."""

import asyncio
import itertools
import logging
from datetime import datetime, timedelta
from typing import Final, Protocol

from handlers.messenger import NotSent, Outcome, Rejected, RetryAfter, Unknown
from handlers.replies import Content
from scheduler.capacity import AT_ONCE, Capacity
from scheduler.claims import Claimed, Claims, TermOverError, Turn
from scheduler.clock import Clock
from scheduler.endings import Ending, broken, ending, held_back, released
from scheduler.faults import Outage, where
from scheduler.gathering import Gathering
from scheduler.pacing import LEAD, Pacer, backoff
from scheduler.rests import Rests
from scheduler.stopping import StoppedError, comes, unless_stopped
from storage.bots import EVERY_CHAT

logger = logging.getLogger(__name__)

TOGETHER: Final = 0.005
"""Seconds for which an outcome waits for others to be written with, where many leave a second."""

LONGEST_LEAD: Final = 0.25
"""Seconds by which a message is claimed before its slot at most, where the database takes its time."""

AMPLE: Final = 1.5
"""So many times as long as a claim has just taken the next may take without making a message late."""

CALMING: Final = 0.95
"""The part of the lead that stays with each claim that is quicker."""

LOOK_AGAIN: Final = 1.0
"""Seconds after which the line is looked at, whether or not anybody called."""

FAILURES_IN_PEACE: Final = 3
"""So many failures in a row are bad luck; after that, sending rests for 1, 2, 4 ... seconds, and nothing is claimed
before Telegram has told who we are: what meets an outage may stay unknown, and isn't sent again."""

TOO_LATE: Final = 5.0
"""Seconds after its slot at which a claimed message doesn't leave any more, by the loop's clock or by ours: the
process was stopped meanwhile (SIGSTOP), or the machine suspended, in which the loop's clock stands still, and
another may have taken over."""

LAST_TRIES: Final = 4
"""Tries to write an outcome, half a second apart, while the agent stops and the database is away."""


class TokenRefusedError(Exception):
    """Telegram doesn't know the token any more; nothing can be sent."""


class Speaker(Protocol):
    """What puts content into Telegram's words and sends it."""

    async def say(
        self, chat_id: int, content: Content, *, thread_id: int | None = None, reply_to: int | None = None
    ) -> Outcome:
        """Send a message; `Sent.result` is the Bot API's Message."""
        ...

    async def greet(self) -> Outcome:
        """Ask who the bot is: nothing is lost by it, however it ends."""
        ...


class Sender:
    """The one place from which messages leave."""

    def __init__(
        self,
        *,
        claims: Claims,
        speaker: Speaker,
        pacer: Pacer,
        clock: Clock,
        owner: str,
        rests: Rests | None = None,
        capacity: Capacity | None = None,
    ) -> None:
        self._claims = claims
        self._speaker = speaker
        self._pacer = pacer
        self._clock = clock
        self._owner = owner
        self._rests = rests or Rests()
        capacity = capacity or Capacity.at(pacer.rate)
        self._most = self._free = capacity.in_flight
        self._lump = capacity.lump
        self._requests = asyncio.Semaphore(AT_ONCE)
        self._outcomes = Gathering(enough=max(capacity.lump // 2, 1), seconds=TOGETHER)
        self._failures = 0
        self._greeted = False  # since the last failure Telegram has told who we are
        self._urgent = False
        self._lead = LEAD
        self._hindered = False  # since the last look there was always more to send
        self._stirred = asyncio.Event()  # called, a delivery ended, or stopped
        self._stopping = asyncio.Event()
        self._refused = False
        self._outage = Outage(meanwhile="nothing is sent")

    def call(self, *, urgent: bool = False) -> None:
        """Say that the line has grown; `urgent`: by something that a person waits for."""
        if urgent:
            self._urgent = True
            self._pacer.hurry()
        self._stirred.set()

    def stop(self) -> None:
        """Claim nothing more; `run` returns once what is under way has been recorded."""
        self._stopping.set()
        self._stirred.set()

    async def run(self) -> None:
        """Send what is due until stopped. Raises TokenRefusedError; a database that goes away is waited for."""
        await self._heed_stored_pause()
        async with asyncio.TaskGroup() as sending:
            while not self._stopping.is_set():
                self._stirred.clear()
                if not (room := self._room()):
                    await self._stirred.wait()
                elif self._failures > FAILURES_IN_PEACE and not self._greeted:
                    await self._greet()
                elif not (turn := await self._look(room, sending)).more:
                    await comes(self._stirred, self._patience(turn))
        await self._give_back()
        if self._refused:
            raise TokenRefusedError

    async def _heed_stored_pause(self) -> None:
        """Rest as long as Telegram asked another process, or this one before its restart, to."""
        for attempt in itertools.count(1):
            try:
                self._pacer.pause(await self._claims.paused_for(), slower=False)
            except Exception as error:
                if not self._outage.explains(error):
                    raise
            else:
                self._outage.over()
                return
            if await comes(self._stopping, backoff(attempt, first=0.2)):
                return

    def _room(self) -> int:
        """How many may be claimed now. While Telegram is in trouble, one alone tries whether it is back."""
        if self._failures:
            return 1 if self._free == self._most else 0
        return self._free if self._urgent or self._free >= self._lump else 0

    async def _greet(self) -> None:
        """Find out whether Telegram is back, in our place in the pace, by what loses nobody."""
        try:
            await unless_stopped(self._stopping, self._pacer.take())
            outcome = await unless_stopped(self._stopping, self._speaker.greet())
        except StoppedError:
            return
        self._greeted = not isinstance(outcome, NotSent | Unknown)
        match outcome:
            case NotSent() | Unknown():
                self._count_failure()
            case RetryAfter(seconds):
                self._pacer.pause(seconds, slower=True)
                await self._store_pause(seconds)
            case Rejected(401, _):
                self._refused = True
                self.stop()

    async def _store_pause(self, seconds: float) -> None:
        """Let a pause hold over a restart; while the database is away, it holds here."""
        try:
            await self._claims.pause(seconds)
        except Exception as error:
            if not self._outage.explains(error):
                raise

    async def _look(self, room: int, sending: asyncio.TaskGroup) -> Turn:
        """Claim what the next slots are enough for, and start the deliveries."""
        try:
            slots = await unless_stopped(
                self._stopping,
                self._pacer.take(
                    most=room,
                    least=min(self._lump, room),
                    lead=self._lead,
                    urgent=self._urgent,
                    hindered=self._hindered,
                ),
            )
        except StoppedError:
            return Turn()
        if self._stopping.is_set():
            self._pacer.give_back(slots)
            return Turn()
        self._urgent = False
        since, clock_then = asyncio.get_running_loop().time(), self._clock.now()
        try:
            turn = await self._claims.take(len(slots), busy_chats=self._rests.busy(slots[0]))
        except TermOverError:
            self.stop()
            return Turn()
        except Exception as error:
            self._pacer.give_back(slots)
            if not self._outage.explains(error):
                raise
            return Turn()
        self._outage.over()
        took = asyncio.get_running_loop().time() - since
        self._lead = min(max(LEAD, AMPLE * took, CALMING * self._lead), LONGEST_LEAD)
        self._urgent = self._urgent or turn.urgent
        self._pacer.give_back(slots[len(turn.claimed) :])
        self._hindered = turn.more
        for claimed, at in zip(turn.claimed, slots, strict=False):
            self._free -= 1
            self._rests.hold(claimed.message.chat_id)
            deadline = clock_then + timedelta(seconds=at - since + TOO_LATE)
            sending.create_task(self._deliver(claimed, at, deadline))
        return turn

    def _patience(self, turn: Turn) -> float:
        """Seconds until the line is worth another look."""
        if not turn.resting:
            return LOOK_AGAIN
        now = asyncio.get_running_loop().time()
        return min(self._rests.next_end(now) - now, LOOK_AGAIN)

    async def _deliver(self, claimed: Claimed, at: float, deadline: datetime) -> None:
        chat_id = claimed.message.chat_id
        try:
            if (wait := at - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(wait)
            async with self._requests:
                since = asyncio.get_running_loop().time()
                ended = await self._send(claimed, at, deadline)
            await self._outcomes.join()
            await self._record(ended)
            if ended.result.counted:
                self._rests.rest(chat_id, since=since)
            else:
                self._rests.free(chat_id)  # nothing has left for it
        finally:
            self._free += 1
            self._stirred.set()

    async def _send(self, claimed: Claimed, at: float, deadline: datetime) -> Ending:
        message = claimed.message
        now = asyncio.get_running_loop().time()
        late = now - at > TOO_LATE or self._clock.now() > deadline
        if late or self._pacer.forbids(at):
            return released(message, owner=self._owner, now=self._clock.now())
        self._pacer.left(at, now)
        try:
            outcome = await self._speaker.say(
                message.chat_id, claimed.content, thread_id=message.thread_id, reply_to=message.reply_to
            )
        except Exception as error:  # noqa: BLE001 - a fault in one message must not stop the others
            logger.error("Message %d can't be sent: %s", message.id, where(error))  # noqa: TRY400
            return broken(message, error, owner=self._owner, now=self._clock.now())
        self._pacer.answered(at, asyncio.get_running_loop().time())
        self._heed(outcome, claimed)
        return ending(message, outcome, owner=self._owner, now=self._clock.now())

    async def _give_back(self) -> None:
        """Leave nothing behind that was claimed and never left, as far as the database lets us."""
        for _ in range(LAST_TRIES):
            try:
                await self._claims.give_back()
            except TermOverError:
                return  # whoever took over has made it unknown
            except Exception as error:
                if not self._outage.explains(error):
                    raise
                await asyncio.sleep(0.5)
            else:
                return
        logger.error("What was claimed last and never left can't be given back: it will be unknown")

    async def _record(self, ending: Ending) -> None:
        """Write the outcome, however long the database is away: the message has left."""
        last_tries = LAST_TRIES
        for attempt in itertools.count(1):
            try:
                await self._claims.end(ending)
            except Exception as error:
                if not self._outage.explains(error):
                    raise
                if not self._stopping.is_set():
                    await comes(self._stopping, backoff(attempt, first=0.2))
                elif last_tries := last_tries - 1:
                    await asyncio.sleep(0.5)
                else:
                    number = ending.result.message_id
                    logger.error("How message %d ended can't be stored: it will be unknown", number)  # noqa: TRY400
                    return
            else:
                self._outage.over()
                return

    def _heed(self, outcome: Outcome, claimed: Claimed) -> None:
        """Do at once what concerns more than this message; the rest is written with its ending."""
        match outcome:
            case RetryAfter(seconds) if held_back(claimed.message.chat_id) == EVERY_CHAT:
                self._pacer.pause(seconds, slower=True)
            case Rejected(401, _):
                self._refused = True
                self.stop()
            case Rejected(code, description):
                logger.error("Telegram refused message %d: %d %s", claimed.message.id, code, description)
        if isinstance(outcome, NotSent | Unknown):
            self._count_failure()
        else:
            self._failures = 0

    def _count_failure(self) -> None:
        """Rest for longer and longer, once it is more than bad luck."""
        self._greeted = False
        if self._pacer.paused_for():
            return  # what had left before the pause meets the same trouble
        self._failures += 1
        if (too_many := self._failures - FAILURES_IN_PEACE) > 0:
            self._pacer.pause(backoff(too_many), slower=False)
            logger.warning("Telegram can't be reached; %d attempts in a row failed", self._failures)
