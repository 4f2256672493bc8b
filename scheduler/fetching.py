"""Fetches the files that answered the planner, and has them read: beside the updates, none of which waits for it."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from handlers.admin.score_view import Showing
from handlers.intake import contacts
from handlers.intake.contacts import UnusableListError, name_for
from handlers.marketer import list_intake, sent_files
from handlers.messenger import NotSent, Outcome, RetryAfter, Unknown
from handlers.replies import Line, Reply, Say
from handlers.shop import Shop
from scheduler.clock import Clock
from scheduler.faults import Outage, where
from scheduler.pacing import backoff
from scheduler.stopping import StoppedError, comes, unless_stopped
from scheduler.timer import Timer
from scheduler.waking import whenever
from storage import contact_lists, messages
from storage import sent_files as waiting_files
from storage.database import Database, Session
from storage.tables import SentFile
from storage.writer import Writer

logger = logging.getLogger(__name__)

TICK: Final = timedelta(seconds=1)

FETCHED_WITHIN: Final = 30.0
"""Seconds that Telegram may take to give a file of a few megabytes."""

TRIES: Final = 3
"""So often a file is asked for where Telegram is slow or out of reach; then its sender is told."""

WORTH_WAITING: Final = 10.0
"""Seconds of a 429 after which a file isn't asked for again."""


class Fetcher:
    """Takes up each file where it was left: a crash at any moment loses none, and makes no list of one twice."""

    def __init__(
        self,
        *,
        database: Database,
        writer: Writer,
        shop: Shop,
        clock: Clock,
        timer: Timer,
        download: Callable[[str], Awaitable[bytes | Outcome]],
        leave: Callable[[Sequence[Reply]], None],
        messages_waiting: Callable[[], None],
    ) -> None:
        """`download` is `Messenger.download`; `leave` takes what may leave at once, best effort."""
        self._database = database
        self._writer = writer
        self._shop = shop
        self._clock = clock
        self._download = download
        self._leave = leave
        self._messages_waiting = messages_waiting
        self._outage = Outage(meanwhile="no file of contacts is read")
        self._stopping = asyncio.Event()
        self._woken = timer.every(TICK)

    def stop(self) -> None:
        """Let `run` return after the step under way; the next start goes on from there."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        """Fetch until stopped; a database that is away is waited for."""
        await whenever(self._woken, self.fetch, stopping=self._stopping, outage=self._outage)

    async def fetch(self) -> None:
        """Fetch and read the files that wait, one after the other. Raises StoppedError."""
        async with self._database.reading() as session:
            waiting = await waiting_files.waiting(session)
        for sent in waiting:
            if self._stopping.is_set():
                return
            try:
                await self._settle(sent)
            except UnusableListError as error:
                await self._refuse(sent, error.line)

    async def _settle(self, sent: SentFile) -> None:
        """From the file to the list, and from the list into the draft; each is stored by itself."""
        async with self._database.reading() as session:
            wanted = await sent_files.wanted_by(self._showing(session, sent), sent, hold=False)
        if wanted is None:
            await self._forget(sent)
            return
        list_id = sent.list_id
        if list_id is None and (list_id := await self._read(sent, await self._fetched(sent))) is None:
            return
        async with self._database.reading() as session:
            name = await contact_lists.name_of(session, list_id)
            showing = self._showing(session, sent)
            foreseen = await sent_files.foresee(showing, sent, name) if name else None
        async with self._writer.unit() as session:
            if not await waiting_files.settle(session, sent.id or 0):
                return
            showing = self._showing(session, sent)
            said = await sent_files.use(showing, sent, name, foreseen) if name else ()
            await self._put_in_line(session, said)
            await session.commit()
        self._send(said)

    async def _fetched(self, sent: SentFile) -> bytes:
        """The file's bytes. Raises UnusableListError where Telegram doesn't give it, and StoppedError."""
        for attempt in itertools.count(1):
            found = await unless_stopped(self._stopping, self._asked_for(sent))
            if isinstance(found, bytes):
                return found
            logger.warning("A file of contacts can't be fetched: %s", type(found).__name__)
            match found:
                case RetryAfter(seconds) if attempt < TRIES and seconds <= WORTH_WAITING:
                    await self._rest(seconds)
                case NotSent() | Unknown() if attempt < TRIES:
                    await self._rest(backoff(attempt))
                case _:
                    break
        raise UnusableListError("list-not-fetched", file=sent.file_name)

    async def _asked_for(self, sent: SentFile) -> bytes | Outcome:
        try:
            async with asyncio.timeout(FETCHED_WITHIN):
                return await self._download(sent.file_id)
        except TimeoutError:
            return Unknown("it takes too long")

    async def _rest(self, seconds: float) -> None:
        if await comes(self._stopping, seconds):
            raise StoppedError

    async def _read(self, sent: SentFile, raw: bytes) -> int | None:
        """The list of the file's contacts, which can be named now; None where another process has read it.

        Raises UnusableListError.
        """
        file, now = sent.file_name, self._clock.now()
        try:
            # A second for a large one, in which nobody else should have to wait.
            found = await asyncio.to_thread(contacts.read, raw, file=file)
        except UnusableListError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
            logger.error("A file of contacts can't be read: %s", where(error))  # noqa: TRY400 - it holds names
            raise UnusableListError("list-no-table", file=file) from None
        refs = await list_intake.known_by(self._database, found, file=file)
        list_id = await list_intake.store(self._writer, refs, now=now)
        async with self._writer.unit() as session:
            await contact_lists.name(session, list_id, name_for(file))
            if not await waiting_files.has_become(session, sent.id or 0, list_id):
                return None
            await session.commit()
        return list_id

    async def _refuse(self, sent: SentFile, line: Line) -> None:
        async with self._writer.unit() as session:
            if not await waiting_files.settle(session, sent.id or 0):
                return
            said = [sent_files.refusal(sent, line)]
            await self._put_in_line(session, said)
            await session.commit()
        self._send(said)

    async def _forget(self, sent: SentFile) -> None:
        async with self._writer.unit() as session:
            await waiting_files.settle(session, sent.id or 0)
            await session.commit()

    async def _put_in_line(self, session: Session, said: Sequence[Reply | Say]) -> None:
        now = self._clock.now()
        says = [effect.as_message(now) for effect in said if isinstance(effect, Say)]
        await messages.put_in_line(session, says, now=now)

    def _send(self, said: Sequence[Reply | Say]) -> None:
        if any(isinstance(effect, Say) for effect in said):
            self._messages_waiting()
        self._leave([effect for effect in said if not isinstance(effect, Say)])

    def _showing(self, session: Session, sent: SentFile) -> Showing:
        return Showing(session, self._clock.now(), self._shop, sent.language)
