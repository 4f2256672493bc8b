"""Logging to standard error, into which no token can get."""

import logging
import re
import sys
from typing import Final

_TOKEN: Final = re.compile(r"\b[0-9]{1,15}:[A-Za-z0-9_-]{20,}")

# They log addresses with the token in them, or whole answers of Telegram with people's words.
_TALKATIVE: Final = ("httpx", "httpcore", "telegram", "aiogram", "aiohttp")


class _Redacting(logging.Formatter):
    """Also what a library put into an exception's text passes through here."""

    def __init__(self, *, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = _TOKEN.sub("<token>", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line


def configure(*, secrets: tuple[str, ...], level: int = logging.INFO) -> None:
    """Log to standard error from `level` on; `secrets` are blotted out wherever they appear."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(secrets=tuple(secret for secret in secrets if secret)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
