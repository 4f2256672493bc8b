"""Which language a person is spoken to in."""

from typing import Final

SPOKEN: Final = ("en", "ru", "uk", "pl", "zh")
"""The languages that have a catalog, the one to fall back to first; a test holds this to the files."""


def choose(*wishes: str | None) -> str:
    """The first wish that we speak, in the order given; English if there is none.

    A wish is a language tag as Telegram sends it (Bot API: User.language_code): "pt-br" asks for "pt".
    """
    for wish in wishes:
        if wish and (language := wish.lower().replace("_", "-").split("-")[0]) in SPOKEN:
            return language
    return SPOKEN[0]
