"""HTTP for python-telegram-bot, as its `BaseRequest` allows: by aiohttp instead of httpx.

httpx looks through all of its connections with each request, and asks the system whether each is still open: with
16 under way it sends a third of what it sends with 8.
"""

from typing import Any, Final

from aiohttp import ClientSession, FormData, TCPConnector
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.adapters.http import bounds
from handlers.messenger import Outcome, refusal, refusal_in

_USUAL_SECONDS: Final = 30.0


class RefusalError(TelegramError):
    """Telegram's refusal, read in full; one of PTB's own kind, which it lets through as it is."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("")
        self.outcome = outcome


class AiohttpRequest(BaseRequest):
    """Carries PTB's requests, but refusals are read before its exceptions.

    Those make one of 401 and 404, of 413 and 502, and change the letters' case in a description.
    """

    def __init__(self, *, proxy: str | None, connections: int) -> None:
        """`connections` may be open at once, through a proxy if there is one."""
        self._connections = connections
        self._proxy = proxy
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that PTB takes for the usual; each request brings its own."""
        return _USUAL_SECONDS

    async def initialize(self) -> None:
        """Open; what is open already stays so."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections)
            self._session = ClientSession(connector=connector, proxy=self._proxy)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """The status and the body of a success. `read_timeout` bounds the whole request; see `bounds`.

        Raises RefusalError for any other answer, RuntimeError while it isn't open, and what aiohttp raises.
        """
        if self._session is None:
            raise RuntimeError("AiohttpRequest works between initialize and shutdown only.")
        seconds = read_timeout if isinstance(read_timeout, int | float) else _USUAL_SECONDS
        async with self._session.request(
            method,
            url,
            data=_form(request_data) if request_data else None,
            headers={"User-Agent": self.USER_AGENT},
            timeout=bounds(seconds),
        ) as response:
            status, body = response.status, await response.read()
        if 200 <= status < 300:
            return status, body
        if method == "GET":
            raise RefusalError(refusal(status, f"HTTP {status} instead of the file"))
        raise RefusalError(refusal_in(status, body))


def _form(given: RequestData) -> FormData | dict[str, str]:
    """The parameters as a form; with files it has parts."""
    if not given.contains_files:
        return given.json_parameters
    form = FormData(given.json_parameters, quote_fields=False)  # Telegram reads names as they are
    for name, (filename, content, mime_type) in given.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form
