"""The screens of /survey: what its buttons carry, and what they change of a survey."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.customer import reasons
from handlers.customer.wording import PARTS
from handlers.marketer.surveys import Changes, Form
from handlers.survey.scales import OFFERED, Scale
from handlers.survey.symbols import offered
from handlers.texts.languages import SPOKEN
from storage.kinds import SurveyKind, Symbols


class Screen(StrEnum):
    """What /survey shows of a survey. The letters stand in messages that are out: never give one a new meaning."""

    CARD = ""  # how it is asked
    SCALE = "s"
    SYMBOLS = "y"
    BANDS = "b"
    WORDS = "w"  # which language; with one, which part; with both, the words themselves
    USUAL = "u"  # no screen: the catalogs' words instead of the shop's; of a quick answer, none in a language
    QUICK = "q"  # the quick answers; with one of the shop's own, what that is called in each language
    OFFER = "o"  # no screen: a quick answer is taken away, or a usual one is offered again
    TEST = "t"  # no screen: the question is sent to whoever pressed


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a button leads, and what was chosen with it; without a kind, to the list of the surveys."""

    kind: SurveyKind | None = None
    screen: Screen = Screen.CARD
    value: str = ""

    def choice(self) -> str:
        """What a button that leads here carries: 15 characters at most."""
        return f"{self.kind or ''}{self.screen}{self.value}"

    @property
    def place(self) -> tuple[str, str]:
        """The language and the part of words, each empty where it isn't chosen yet."""
        return self.value[:2], self.value[2:]


_FORM: Final = re.compile(f"({'|'.join(SurveyKind)})([{''.join(Screen)}]?)([a-z0-9]*)")

_BOUND: Final = re.compile(r"([lh])([0-9]{1,2})", re.ASCII)
"""Of low scores the highest, or of high ones the lowest."""

_PLACES: Final = frozenset(
    f"{language}{part}" for language in SPOKEN for part in (*PARTS, *reasons.OWN, reasons.NEW)
)


def read(choice: str) -> Spot | None:
    """The spot that a button carries; None for what no button does."""
    if not choice:
        return Spot()
    form = _FORM.fullmatch(choice)
    if form is None:
        return None
    spot = Spot(SurveyKind(form[1]), Screen(form[2]), form[3])
    return spot if _exists(spot) else None


def changes(spot: Spot, form: Form) -> Changes | None:
    """What a button changes of a survey; None: it only shows something."""
    match spot.screen:
        case Screen.SCALE if spot.value:
            scale = scales_of(form.scale.kind)[spot.value]
            # Where there are no faces for so many scores, digits say them.
            fits = offered(form.symbols, scale.lowest, scale.highest)
            return Changes(scale=(scale.lowest, scale.highest), symbols=None if fits else Symbols.DIGITS)
        case Screen.SYMBOLS if spot.value:
            return Changes(symbols=Symbols(spot.value))
        case Screen.BANDS if bound := _BOUND.fullmatch(spot.value):
            score = int(bound[2])
            return Changes(low_to=score) if bound[1] == "l" else Changes(high_from=score)
        case Screen.USUAL:
            return Changes(words={spot.place: ""})
        case Screen.OFFER:
            return Changes(quick_answers=_turned(spot.value, form))
    return None


def scales_of(kind: SurveyKind) -> Mapping[str, Scale]:
    """The scales on which a survey can be asked, by what their buttons carry."""
    return {str(scale.highest): scale for scale in OFFERED if scale.kind is kind}


def _turned(reason: str, form: Form) -> Sequence[str]:
    """The quick answers without one that was among them, or with one that wasn't."""
    if reason in form.quick_answers:
        return [offered for offered in form.quick_answers if offered != reason]
    return [*form.quick_answers, reason]


def _exists(spot: Spot) -> bool:
    """Whether some survey's screen has a button that leads here."""
    match spot.screen:
        case Screen.SCALE:
            known: object = not spot.value or (spot.kind and spot.value in scales_of(spot.kind))
        case Screen.SYMBOLS:
            known = not spot.value or spot.value in tuple(Symbols)
        case Screen.BANDS:
            known = not spot.value or _BOUND.fullmatch(spot.value)
        case Screen.WORDS:
            known = spot.value in ("", *SPOKEN) or spot.value in _PLACES
        case Screen.USUAL:
            known = spot.value in _PLACES
        case Screen.QUICK:
            known = spot.value in ("", *reasons.OWN)
        case Screen.OFFER:
            known = spot.value in reasons.ALL
        case _:
            known = not spot.value
    return bool(known)
