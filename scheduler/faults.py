"""What is said of errors: that the database is away, once, or undid something; of others where, never their words."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from storage.database import conflict, is_database_trouble

logger = logging.getLogger(__name__)


class Outage:
    """Tells a database that is away, which is waited for, from errors of our own, which are not."""

    def __init__(self, *, meanwhile: str) -> None:
        """`meanwhile` is what waits for the database, as a sentence goes on: "nothing is sent"."""
        self._meanwhile = meanwhile
        self._on = False

    def explains(self, error: BaseException) -> bool:
        """Whether the database is the cause; that is logged: an absence the first time."""
        if not is_database_trouble(error):
            return False
        if state := conflict(error):
            logger.warning(
                "The database undid a transaction that stood in another's way (%s); it is tried again", state
            )
            return True
        if not self._on:
            logger.error("The database is away (%s): %s meanwhile", type(error).__name__, self._meanwhile)
        self._on = True
        return True

    def over(self) -> None:
        """Note that the database answered."""
        if self._on:
            logger.warning("The database is back")
        self._on = False


class Bulkhead:
    """Keeps a fault of ours in one wave, or one plan, from all the others: only the database's go further."""

    def __init__(self, *, rest: timedelta) -> None:
        """`rest` is how long what has failed is left alone."""
        self._rest = rest
        self._failed: dict[str, datetime] = {}

    async def run(self, trouble: str, work: Callable[[], Awaitable[None]], *, now: datetime) -> None:
        """Do some work, unless it failed a moment ago; `trouble` says what can't be done where it fails.

        That is logged once, and again only after all went well in between. Raises what the database raised
        where that is the cause.
        """
        failed = self._failed.get(trouble)
        if failed is not None and abs(now - failed) < self._rest:
            return
        try:
            await work()
        except Exception as error:
            if is_database_trouble(error):
                raise
            if failed is None:
                logger.error("%s: %s", trouble, where(error))  # noqa: TRY400 - without the error's own words
            self._failed[trouble] = now
        else:
            self._failed.pop(trouble, None)


def where(error: BaseException) -> str:
    """The error's name and the code that it came through; its own words may hold what a person wrote."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
