"""What the screens of /survey are drawn of: a version of a survey, and buttons that lead on from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.marketer.survey_sample import Sample
from handlers.marketer.survey_screens import Screen, Spot
from handlers.marketer.surveys import Form
from handlers.press import Act, Press
from handlers.replies import Button, Keyboard, Line
from storage.kinds import SurveyKind

A_ROW: Final = 5

Drawn = tuple[Sequence[Line], Keyboard]
"""What a screen shows below its head, and its buttons."""


@dataclass(frozen=True, slots=True)
class View:
    """What drawing a survey takes: `number` is its version, `language` what is spoken where it is shown."""

    kind: SurveyKind
    number: int
    form: Form
    sample: Sample
    language: str

    def button(self, label: Line | str, screen: Screen, value: str = "", style: str | None = None) -> Button:
        """A button that leads on from this version."""
        choice = Spot(self.kind, screen, value).choice()
        return Button(label, data=Press(Act.SURVEY, self.number, choice).data(), style=style)


def back(view: View, screen: Screen = Screen.CARD, value: str = "") -> tuple[Button, ...]:
    """The row that leads back."""
    return (view.button(Line("button-back"), screen, value),)


def marked(label: str, on: bool) -> str:
    """A label, with a dot where that is how it is now."""
    return f"• {label}" if on else label


def rows(buttons: Sequence[Button], a_row: int = A_ROW) -> Keyboard:
    """Buttons in rows of the same length but for the last."""
    return tuple(tuple(buttons[start : start + a_row]) for start in range(0, len(buttons), a_row))
