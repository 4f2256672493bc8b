"""Logging to standard error, into which no token can get."""

import logging
import re
import sys
from typing import Final
from urllib.parse import quote

# In an address it stands behind "bot", and an encoded address has no colon.
_TOKEN: Final = re.compile(r"[0-9]{1,15}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")

# They log addresses with the token in them, or whole answers of Telegram with people's words.
_TALKATIVE: Final = ("httpx", "httpcore", "telegram", "aiogram", "aiohttp")

# They log each step of their own; aiosqlite's at DEBUG come with the values of a statement.
_CHATTY: Final = ("alembic", "apscheduler", "aiosqlite", "sqlalchemy", "filelock")


class _Redacting(logging.Formatter):
    """Also what a library put into an exception's text passes through here."""

    def __init__(self, *, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted(forms, key=len, reverse=True)  # one may be part of another

    def format(self, record: logging.LogRecord) -> str:
        line = _TOKEN.sub("<token>", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line


def configure(*, secrets: tuple[str, ...], level: int = logging.INFO) -> None:
    """Log to standard error from `level` on; `secrets` are blotted out wherever they appear."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(secrets=secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
