"""What our buttons carry: that they are ours, one letter for the act, the invitation, and what was chosen."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PREFIX: Final = "ts:"
"""Says that a button is ours: the agent may be a guest in a bot that has buttons of its own."""


class Act(StrEnum):
    """What a press asks for. The letters stand in messages that are out: never give one a new meaning."""

    ANSWER = "a"
    CHANGE = "c"
    REASON = "r"
    SKIP = "s"
    LATER = "l"
    NEVER = "n"
    VIEW = "v"  # under a score: what it shows instead; the number is the view's
    LANGUAGE = "g"  # the number is the contact's, or the room's
    FORGET = "f"  # erase all of a person, whose number it is, or don't
    WAVES = "w"  # the list of waves; the number is the page's
    DRAFT = (
        "d"  # a wave that is being planned, whose number it is; the first letter of the choice is its step's
    )
    SURVEY = "q"  # a screen of /survey; the number is the version that its survey had when it was drawn
    PROGRESS = "p"  # how far a wave is, whose number it is; or pause it, resume it, stop it
    PLAN = "e"  # a plan that asks every so often or after each purchase, whose number it is; or stop it


@dataclass(frozen=True, slots=True)
class Press:
    """A press as its button meant it; who may press it, and when, is decided elsewhere.

    `choice` is what was chosen: up to 16 of a-z and 0-9, or nothing.
    """

    act: Act
    invitation_id: int
    choice: str = ""

    def data(self) -> str:
        """Callback data (Bot API: 1-64 bytes)."""
        return f"{PREFIX}{self.act}:{self.invitation_id}:{self.choice}"


# No number of ours has more than 15 digits; a longer one would only be an attack on the database.
_FORM = re.compile(PREFIX + r"([acrslnvgfwpdqe]):([1-9][0-9]{0,14}):([a-z0-9]{0,16})")


def read(data: str) -> Press | None:
    """The press that `data` stands for; None for anything that no button of ours carries."""
    form = _FORM.fullmatch(data)
    return Press(Act(form[1]), int(form[2]), form[3]) if form else None
