"""The port to Telegram: one call by name, and every way in which it can end."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol


class GoneReason(StrEnum):
    """Why a chat can't be reached, as far as Telegram says."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NEVER_STARTED = "never_started"
    NOT_FOUND = "not_found"
    REMOVED = "removed"  # the bot was taken out of the group


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram did it; `result` is the Bot API's `result`, as plain JSON values."""

    result: Any = None


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Telegram asks for a pause (429); `seconds` is how long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat can't be reached until the person comes back."""

    reason: GoneReason
    description: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup; `chat_id` is the new one, to be used everywhere from now on."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refused this call, and would refuse it again; `code` is the Bot API's error code."""

    code: int
    description: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The call never reached Telegram: sending it again can't double anything."""

    description: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call may or may not have been carried out: sending it again could double it."""

    description: str


Outcome = Sent | RetryAfter | Gone | Moved | Rejected | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send: its name as the person sees it, and its bytes or where they lie."""

    name: str
    content: bytes | Path = field(repr=False)


class Messenger(Protocol):
    """What an adapter of a Telegram library does. It never raises for what Telegram or the network does."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - it bounds the library's own request, not a block of ours
    ) -> Outcome:
        """Call a Bot API method with plain JSON values; `files` by parameter name; `timeout` in seconds.

        What is given is what leaves: nobody's defaults are added. `None` and `""` are left out, since to
        Telegram an empty parameter and an absent one are the same. A file that can't be read raises
        `OSError` before anything has left.
        """
        ...

    async def download(self, file_id: str) -> bytes | Outcome:
        """The file's bytes (Telegram gives bots up to 20 MB), or how the attempt ended."""
        ...


# https://github.com/tdlib/telegram-bot-api, Client.cpp: the texts are the only thing that tells these apart.
_GONE_TEXTS = {
    "bot was blocked by the user": GoneReason.BLOCKED,
    "user is deactivated": GoneReason.DEACTIVATED,
    "bot can't initiate conversation": GoneReason.NEVER_STARTED,
    "bot was kicked from": GoneReason.REMOVED,
    "bot is not a member of": GoneReason.REMOVED,
    "chat not found": GoneReason.NOT_FOUND,
    "group chat was deleted": GoneReason.NOT_FOUND,
    "group chat was deactivated": GoneReason.NOT_FOUND,
    "peer_id_invalid": GoneReason.NOT_FOUND,
}

_PAUSE_UNSAID = 5.0
"""Seconds to wait after a 429 that doesn't say how long."""


def refusal(code: int, description: str, parameters: Mapping[str, Any] | None = None) -> Outcome:
    """The outcome of an answer with `ok: false`: Bot API error code, description and ResponseParameters.

    An unknown 403 stays `Rejected(403, ...)`: it isn't taken for "blocked". A 5xx may have come after
    Telegram had done the work, so it is `Unknown`. A 429 is never a `Rejected`, even without parameters.
    """
    parameters = parameters or {}
    if (seconds := parameters.get("retry_after")) is not None:
        return RetryAfter(float(seconds))
    if (chat_id := parameters.get("migrate_to_chat_id")) is not None:
        return Moved(int(chat_id))
    if code == 429:
        return RetryAfter(_PAUSE_UNSAID)
    if code in (400, 403):
        lowered = description.lower()
        for text, reason in _GONE_TEXTS.items():
            if text in lowered:
                return Gone(reason, description)
    if code >= 500:
        return Unknown(description)
    return Rejected(code, description)


def refusal_in(status: int, body: bytes | str) -> Outcome:
    """The outcome of a method's HTTP answer other than 2xx.

    A body that isn't the Bot API's comes from something in between (a proxy's 502 page) and doesn't say
    whether the call went through: `Unknown`. A bare 404 means a malformed token, as 401 means a revoked one:
    both are `Rejected(401, ...)`; an unknown method says so and stays `Rejected(404, ...)`.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or answer.get("ok") is not False:
        return Unknown(f"HTTP {status}, and no answer of the Bot API")
    code = answer.get("error_code", status)
    description = answer.get("description", "")
    if code == 404 and "method not found" not in description.lower():
        code = 401
    return refusal(code, description, answer.get("parameters"))
