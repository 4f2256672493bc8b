"""The commands that Telegram offers while somebody types "/", by scope and language."""

from collections.abc import Iterator
from typing import Any, Final

from handlers.replies import Line
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN

_TEXTS: Final = {
    "start": "menu-start",
    "stop": "menu-stop",
    "language": "menu-language",
    "privacy": "menu-privacy",
    "mydata": "menu-mydata",
    "forget": "menu-forget",
    "help": "menu-help",
    "nps": "menu-nps",
    "csat": "menu-csat",
    "ces": "menu-ces",
    "scores": "menu-scores",
    "waves": "menu-waves",
    "why": "menu-why",
    "wave": "menu-wave",
    "test": "menu-test",
    "survey": "menu-survey",
    "connect": "menu-connect",
    "disconnect": "menu-disconnect",
    "grant": "menu-grant",
    "revoke": "menu-revoke",
}

_SCORES: Final = ("nps", "csat", "ces", "scores")

SCOPES: Final = {
    "all_private_chats": ("start", "stop", "language", "privacy", "mydata", "forget", "help"),
    "all_group_chats": (*_SCORES, "waves", "help"),
    "all_chat_administrators": (
        *_SCORES,
        "wave",  # before what begins with it: clients choose the first that fits what is typed
        "waves",
        "help",
        "test",
        "survey",
        "why",
        "language",
        "connect",
        "disconnect",
        "grant",
        "revoke",
    ),
}
"""Scopes are decoration: what a person may do is checked when they do it (Bot API: BotCommandScope)."""


def menus(catalog: Catalog) -> Iterator[dict[str, Any]]:
    """The parameters of each setMyCommands call; the first language is also everybody else's."""
    for scope, names in SCOPES.items():
        for language in SPOKEN:
            commands = [
                {"command": name, "description": catalog.plain(Line(_TEXTS[name]), language)}
                for name in names
            ]
            params = {"commands": commands, "scope": {"type": scope}}
            if language == SPOKEN[0]:
                yield params
            yield {**params, "language_code": language}
