"""What one process does at a time for a bot: tick, send, fetch files, and take updates where they are polled."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

from bot.speech import Speech
from handlers.messenger import Outcome
from handlers.replies import Reply
from handlers.shop import Shop
from scheduler.capacity import Capacity
from scheduler.claims import Claims, TermOverError
from scheduler.clock import Clock
from scheduler.faults import Outage
from scheduler.fetching import Fetcher
from scheduler.pacing import Pacer, backoff
from scheduler.progress import ProgressKeeper
from scheduler.rests import Rests
from scheduler.sender import Sender
from scheduler.stopping import comes
from scheduler.terms import Term
from scheduler.ticks import Ticker, Ticks
from scheduler.timer import Timer
from storage.database import Database
from storage.writer import Writer

logger = logging.getLogger(__name__)

Receive = Callable[[asyncio.Event], Awaitable[None]]
"""Takes updates, or lets Telegram know where they go, until its event is set."""


class Duty:
    """Everything of it is made anew for each term; `call` and `wake` do nothing while another process is on duty."""

    def __init__(
        self,
        *,
        bot_id: int,
        owner: str,
        database: Database,
        writer: Writer,
        shop: Shop,
        clock: Clock,
        timer: Timer,
        speech: Speech,
        pacer: Pacer,
        rests: Rests,
        download: Callable[[str], Awaitable[bytes | Outcome]],
        leave: Callable[[Sequence[Reply]], None],
        capacity: Capacity | None = None,
        resend_unknown_after: timedelta | None = None,
    ) -> None:
        """`owner` names this process.

        For `capacity` see `Sender`, for `download` and `leave` `Fetcher`, for `resend_unknown_after` `Ticks`.
        """
        self._bot_id = bot_id
        self._owner = owner
        self._database = database
        self._writer = writer
        self._shop = shop
        self._clock = clock
        self._timer = timer
        self._speech = speech
        self._pacer = pacer
        self._rests = rests
        self._download = download
        self._leave = leave
        self._capacity = capacity
        self._resend_unknown_after = resend_unknown_after
        self.sender: Sender | None = None
        self.ticker: Ticker | None = None
        self._outage = Outage(meanwhile="nothing is sent")

    def call(self, *, urgent: bool = False) -> None:
        """Say that messages wait; `urgent`: a person waits for one of them."""
        if self.sender is not None:
            self.sender.call(urgent=urgent)

    def wake(self) -> None:
        """Look at once for what is due."""
        if self.ticker is not None:
            self.ticker.wake()

    async def run(self, term: Term, over: asyncio.Event, *, receive: Receive | None = None) -> None:
        """Be on duty until `over`; returns once what is under way is recorded, and what came is handled."""
        # Each term has a name of its own: what this process left in an earlier one is adopted as any other's.
        owner = f"{self._owner}/{term.epoch}"
        claims = Claims(
            bot_id=self._bot_id,
            owner=owner,
            database=self._database,
            writer=self._writer,
            shop=self._shop,
            clock=self._clock,
            term=term,
        )
        if await self._adopt(claims, over):
            with self._timer.for_a_while():
                await self._work(claims, owner, over, receive)

    async def _work(self, claims: Claims, owner: str, over: asyncio.Event, receive: Receive | None) -> None:
        sender = Sender(
            claims=claims,
            speaker=self._speech,
            pacer=self._pacer,
            clock=self._clock,
            owner=owner,
            rests=self._rests,
            capacity=self._capacity,
        )
        ticks = Ticks(
            database=self._database,
            writer=self._writer,
            shop=self._shop,
            messages_waiting=sender.call,
            resend_unknown_after=self._resend_unknown_after,
        )
        ticker = Ticker(ticks=ticks, timer=self._timer, clock=self._clock)
        progress = ProgressKeeper(
            bot_id=self._bot_id,
            database=self._database,
            writer=self._writer,
            shop=self._shop,
            clock=self._clock,
            timer=self._timer,
            editor=self._speech,
            pacer=self._pacer,
        )
        fetcher = Fetcher(
            database=self._database,
            writer=self._writer,
            shop=self._shop,
            clock=self._clock,
            timer=self._timer,
            download=self._download,
            leave=self._leave,
            messages_waiting=partial(sender.call, urgent=True),
        )
        self.sender, self.ticker = sender, ticker
        try:
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(sender.run())
                ticking = group.create_task(ticker.run())
                showing = group.create_task(progress.run())
                fetching = group.create_task(fetcher.run())
                receiving = group.create_task(_until(over, receive))
                await over.wait()
                await receiving
                fetcher.stop()
                await fetching
                progress.stop()
                await showing
                ticker.stop()
                await ticking
                sender.stop()
                await sending
        finally:
            self.sender = self.ticker = None

    async def _adopt(self, claims: Claims, over: asyncio.Event) -> bool:
        """What a dead process left becomes `unknown`, before anything is sent. False: the term is over first."""
        for attempt in itertools.count(1):
            try:
                await claims.adopt()
            except TermOverError:
                return False
            except Exception as error:
                if not self._outage.explains(error):
                    raise
            else:
                self._outage.over()
                return True
            if await comes(over, backoff(attempt, first=0.2)):
                break
        return False


async def _until(over: asyncio.Event, receive: Receive | None) -> None:
    if receive is not None:
        await receive(over)
