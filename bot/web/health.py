"""Whether the agent lives, and whether it can work: for whoever restarts it and whoever sends it traffic."""

import asyncio
import logging
from http import HTTPStatus
from typing import Final

from fastapi import Response
from fastapi.responses import JSONResponse

from scheduler.faults import where
from storage import bots
from storage.database import Database, is_database_trouble

logger = logging.getLogger(__name__)

PATIENCE: Final = 5.0
"""Seconds that the database has to answer."""

FRESH: Final = 1.0
"""Seconds for which an answer is good enough for the next one who asks."""


class Health:
    """Says no more than yes, or why not: the address may be public."""

    def __init__(self, *, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._turn = asyncio.Lock()
        self._answers = False
        self._stale_at = 0.0

    async def live(self) -> Response:
        """200 while the loop runs; if that doesn't come, a restart helps."""
        return JSONResponse({"live": True})

    async def ready(self) -> Response:
        """200 while updates can be stored; if that doesn't come, a restart won't help."""
        if await self._database_answers():
            return JSONResponse({"ready": True})
        return JSONResponse(
            {"ready": False, "because": "the database doesn't answer"}, HTTPStatus.SERVICE_UNAVAILABLE
        )

    async def _database_answers(self) -> bool:
        """One look a second, however many ask: no crowd of them takes the connections that updates need."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            if loop.time() >= self._stale_at:
                self._answers = await self._look()
                self._stale_at = loop.time() + FRESH
            return self._answers

    async def _look(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as session:
                await bots.username(session, bot_id=self._bot_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, we aren't ready
            if not is_database_trouble(error):
                logger.error("The database can't be asked: %s", where(error))  # noqa: TRY400
            return False
        return True
