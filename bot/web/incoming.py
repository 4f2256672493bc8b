"""Updates that Telegram brings: every process has an address for them, and the one on duty tells Telegram of it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from bot.reception import Reception
from bot.settings import Settings
from bot.web.webhook import set_webhook
from handlers.messenger import Messenger
from scheduler.stopping import StoppedError, unless_stopped
from storage.database import Database

logger = logging.getLogger(__name__)


class Incoming:
    """What takes the place of polling where PUBLIC_URL is set."""

    def __init__(
        self, *, settings: Settings, messenger: Messenger, reception: Reception, database: Database
    ) -> None:
        if settings.public_url is None:
            raise ValueError("Telegram can bring updates only where PUBLIC_URL is set.")
        self._public_url = settings.public_url
        self._settings = settings
        self._messenger = messenger
        self._reception = reception
        self._database = database
        self._listening = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take what comes within this block; after it all of that is stored and answered.

        Raises OperatorError where we can't listen.
        """
        # FastAPI takes 15 MiB: it is imported only where something is served.
        from bot.web.application import application  # noqa: PLC0415
        from bot.web.server import serving  # noqa: PLC0415

        settings = self._settings
        app = application(
            public_url=self._public_url,
            secret=settings.secret_token,
            reception=self._reception,
            database=self._database,
            bot_id=settings.bot_id,
        )
        async with serving(app, host=settings.http_host, port=settings.http_port):
            self._listening.set()
            logger.info(
                "Updates for %s are taken at %s, port %d",
                urlsplit(self._public_url).hostname,
                settings.http_host,
                settings.http_port,
            )
            yield

    async def tell(self, over: asyncio.Event) -> None:
        """Let Telegram know, as soon as we listen; returns at once when `over` comes.

        It stays told when we stop: what comes meanwhile waits at Telegram, or is taken by another process.
        Raises OperatorError where Telegram won't come, and TokenRefusedError.
        """
        with suppress(StoppedError):
            await unless_stopped(over, self._listening.wait())
            await set_webhook(
                self._messenger, over, public_url=self._public_url, secret=self._settings.secret_token
            )
