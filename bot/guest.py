"""The agent as a guest in a bot that the shop already has: takes what is ours of its updates, and leaves the rest."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, TypeVar

from bot.reception import Reception
from bot.wire import UnreadableUpdateError, decode
from handlers.ours import Whose, at_sight, find_out
from handlers.rights import Rights
from handlers.updates import Command, GroupText, Text, Update
from scheduler.faults import Outage, where
from scheduler.pacing import backoff
from scheduler.stopping import StoppedError
from storage.database import Database

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

DECIDED_WITHIN: Final = 60.0
"""Seconds that an update waits for a database that is away to say whose it is; after that it is the host's."""


class Guest:
    """Stands between a host's updates and the reception. Whatever goes wrong here, nothing is raised to the host.

    What is ours is handled in a task of our own: a host that gives up on an update doesn't undo half of it.
    """

    def __init__(
        self,
        *,
        bot_id: int,
        username: str,
        rights: Rights,
        reception: Reception,
        database: Database,
        now: Callable[[], datetime],
    ) -> None:
        self._bot_id = bot_id
        self._username = username
        self._rights = rights
        self._reception = reception
        self._database = database
        self._now = now
        self._in_hand: set[asyncio.Task[Whose]] = set()
        self._stopped = asyncio.Event()
        self._outage = Outage(meanwhile="buttons and words for the agent wait")

    async def take(self, raw: Mapping[str, Any], *, host_asks: bool = False) -> Whose:
        """Whose an update is; what is ours, or for both, has had its effect when this returns.

        `host_asks`: the host waits for words of this person, in a form of its own.
        """
        try:
            update = decode(raw, username=self._username)
        except UnreadableUpdateError:
            return Whose.THEIRS
        seen_as = at_sight(update, host_asks=host_asks)
        if seen_as is Whose.THEIRS:
            return Whose.THEIRS
        if self._stopped.is_set():
            return seen_as or Whose.THEIRS
        settling = asyncio.create_task(self._settle(update, raw, seen_as))
        self._in_hand.add(settling)
        settling.add_done_callback(self._in_hand.discard)
        return await asyncio.shield(settling)

    async def finish(self) -> None:
        """Take nothing more, and return once what is in hand is stored; without a database it is given up."""
        self._stopped.set()
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    async def _settle(self, update: Update, raw: Mapping[str, Any], seen_as: Whose | None) -> Whose:
        """Decide and handle in the person's turn: what came before may be what this update answers."""
        whose = seen_as
        try:
            async with asyncio.timeout(None if whose else DECIDED_WITHIN) as patience:
                async with self._reception.turn_of(update):
                    whose = whose or await self._found_out(update)
                    patience.reschedule(None)
                    if whose is not Whose.THEIRS:
                        await self._lasting(lambda: self._reception.handle(update, raw))
        except TimeoutError:
            logger.warning("Update %d goes to the host: the database can't say whose it is", update.update_id)
        except StoppedError:
            if whose is not None:
                logger.warning("Update %d is lost: the database was away to the end", update.update_id)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not become one of the host's
            logger.error("Update %d goes to the host: %s", update.update_id, where(error))  # noqa: TRY400
        return whose or Whose.THEIRS

    async def _found_out(self, update: Update) -> Whose:
        if not isinstance(update, Command | Text | GroupText):
            return Whose.THEIRS
        return await self._lasting(lambda: self._look(update))

    async def _look(self, update: Command | Text | GroupText) -> Whose:
        async with self._database.reading() as session:
            return await find_out(session, update, bot_id=self._bot_id, rights=self._rights, now=self._now())

    async def _lasting(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Do it once the database is there. Raises StoppedError where it isn't while we stop."""
        for attempt in itertools.count(1):
            try:
                result = await work()
            except Exception as error:
                if not self._outage.explains(error):
                    raise
                if self._stopped.is_set():
                    raise StoppedError from None
            else:
                self._outage.over()
                return result
            with suppress(TimeoutError):
                async with asyncio.timeout(backoff(attempt, first=0.2)):
                    await self._stopped.wait()
        raise StoppedError
