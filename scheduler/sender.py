"""Claim, send, record: for every message, whatever its kind, at the pace that Telegram allows."""

import asyncio
import itertools
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from handlers.messenger import (
    Gone,
    GoneReason,
    Moved,
    NotSent,
    Outcome,
    Rejected,
    RetryAfter,
    Sent,
    Unknown,
)
from handlers.replies import Content
from scheduler.claims import Claimed, Claims, Ending
from scheduler.clock import Clock
from scheduler.pacing import Pacer
from storage.bots import EVERY_CHAT
from storage.database import is_database_trouble
from storage.kinds import MessageState
from storage.messages import Result

logger = logging.getLogger(__name__)

IN_FLIGHT: Final = 8
"""Requests under way at once: enough that latency doesn't bound the pace, few enough for PTB's pool."""

LOOK_AGAIN: Final = 1.0
"""Seconds after which the line is looked at, whether or not anybody called."""

FAILURES_IN_PEACE: Final = 3
"""So many failures in a row are bad luck; after that, sending rests for 1, 2, 4 ... seconds."""

LONGEST_BACKOFF: Final = 30.0
"""Seconds."""

REFUSED_FOR_NOW: Final = timedelta(days=1)
"""An unknown 403 isn't "blocked": it is tried again a day later, once."""


class TokenRefusedError(Exception):
    """Telegram doesn't know the token any more; nothing can be sent."""


class Speaker(Protocol):
    """What puts content into Telegram's words and sends it."""

    async def say(self, chat_id: int, content: Content, *, thread_id: int | None = None) -> Outcome:
        """Send a message; `Sent.result` is the Bot API's Message."""
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
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self._claims = claims
        self._speaker = speaker
        self._pacer = pacer
        self._clock = clock
        self._owner = owner
        self._free = in_flight
        self._failures = 0
        self._urgent = False
        self._called = asyncio.Event()
        self._freed = asyncio.Event()
        self._stopping = False
        self._refused = False

    def call(self, *, urgent: bool = False) -> None:
        """Say that the line has grown; `urgent`: by something that a person waits for."""
        self._urgent = self._urgent or urgent
        self._called.set()

    def stop(self) -> None:
        """Claim nothing more; `run` returns once what is under way has been recorded."""
        self._stopping = True
        self._called.set()
        self._freed.set()
        self._pacer.stop()

    async def run(self) -> None:
        """Send what is due until stopped. Raises TokenRefusedError; a database that is away is waited for."""
        self._pacer.pause(await self._claims.paused_for(), slower=False)
        async with asyncio.TaskGroup() as sending:
            while not self._stopping:
                if not self._free:
                    await _wait(self._freed)
                    continue
                self._called.clear()
                urgent, self._urgent = self._urgent, False
                # While Telegram is in trouble, one message finds out whether it is back.
                slots = await self._pacer.take(most=1 if self._failures else self._free, urgent=urgent)
                if not await self._use(slots, sending):
                    await _wait(self._called, self._patience())
        if self._refused:
            raise TokenRefusedError

    async def _use(self, slots: Sequence[float], sending: asyncio.TaskGroup) -> bool:
        """Claim for these slots and start the deliveries; False: there was nothing in line."""
        if not slots:
            return True
        try:
            turn = await self._claims.take(len(slots), busy_chats=self._pacer.busy_chats())
        except Exception as error:
            if not is_database_trouble(error):
                raise
            logger.warning("The database is away (%s); nothing is sent meanwhile", type(error).__name__)
            self._pacer.give_back(slots)
            return False
        self._pacer.give_back(slots[len(turn.claimed) :])
        for claimed, at in zip(turn.claimed, slots, strict=False):
            self._free -= 1
            self._pacer.rest(claimed.message.chat_id, at)
            sending.create_task(self._deliver(claimed, at))
        return turn.found

    def _patience(self) -> float:
        now = asyncio.get_running_loop().time()
        return max(min([LOOK_AGAIN, *(until - now for until in self._pacer.busy_chats().values())]), 0.0)

    async def _deliver(self, claimed: Claimed, at: float) -> None:
        try:
            await asyncio.sleep(at - asyncio.get_running_loop().time())
            message = claimed.message
            outcome = await self._speaker.say(message.chat_id, claimed.content, thread_id=message.thread_id)
            await self._record(self._ending(claimed, outcome))
        finally:
            self._free += 1
            self._freed.set()

    async def _record(self, ending: Ending) -> None:
        """Write the outcome, however long the database is away: the message has left."""
        for attempt in itertools.count(1):
            try:
                await self._claims.end(ending)
            except Exception as error:
                if not is_database_trouble(error) or (self._stopping and attempt > 3):
                    raise
                logger.warning("The database is away (%s); an outcome waits for it", type(error).__name__)
                await asyncio.sleep(min(0.1 * 2**attempt, LONGEST_BACKOFF))
            else:
                return

    def _ending(self, claimed: Claimed, outcome: Outcome) -> Ending:  # noqa: PLR0911 - one per outcome
        now = self._clock.now()
        message = claimed.message
        sent = Result(
            message_id=message.id,
            owner=self._owner,
            attempt=claimed.attempt,
            state=MessageState.SENT,
            at=now,
        )
        again = replace(sent, state=MessageState.DUE, not_before=now, counted=False)
        self._notice_trouble(outcome)
        match outcome:
            case Sent(result):
                return Ending(replace(sent, telegram_message_id=result["message_id"]))
            case RetryAfter(seconds):
                # A 429 in a private chat is the whole bot's; a group has an allowance of its own.
                chat_id = EVERY_CHAT if message.chat_id > 0 else message.chat_id
                if chat_id == EVERY_CHAT:
                    self._pacer.pause(seconds, slower=True)
                until = now + timedelta(seconds=seconds)
                return Ending(replace(again, not_before=until), paused=(chat_id, until))
            case Moved(chat_id):
                return Ending(again, moved=(message.chat_id, chat_id))
            case Gone(reason):
                return Ending(
                    replace(sent, state=MessageState.FAILED, failure=reason),
                    blocked=message.chat_id if reason is GoneReason.BLOCKED else None,
                    deactivated=message.chat_id if reason is GoneReason.DEACTIVATED else None,
                )
            case NotSent():
                return Ending(again)
            case Unknown(description):
                return Ending(replace(sent, state=MessageState.UNKNOWN, failure=description[:200]))
            case Rejected(401, _):
                self._refused = True
                self.stop()
                return Ending(again)
            case Rejected(403, description) if claimed.attempt == 1:
                return Ending(
                    replace(
                        sent,
                        state=MessageState.DUE,
                        not_before=now + REFUSED_FOR_NOW,
                        failure=description[:200],
                    )
                )
            case Rejected(code, description):
                logger.error("Telegram refused message %d: %d %s", message.id, code, description)
                return Ending(replace(sent, state=MessageState.FAILED, failure=description[:200]))

    def _notice_trouble(self, outcome: Outcome) -> None:
        if not isinstance(outcome, NotSent | Unknown):
            self._failures = 0
            return
        self._failures += 1
        if self._failures > FAILURES_IN_PEACE:
            self._pacer.pause(
                min(2.0 ** (self._failures - FAILURES_IN_PEACE - 1), LONGEST_BACKOFF), slower=False
            )
            logger.warning("Telegram can't be reached; %d attempts in a row failed", self._failures)


async def _wait(event: asyncio.Event, seconds: float | None = None) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()
