"""A survey as the shop wants it asked: its scale, what stands on the buttons, its bands and its own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.customer.wording import PARTS, UnclearWordingError, checked
from handlers.survey.scales import OFFERED, Bands, NotOfferedError, Scale, default_scale
from handlers.survey.symbols import offered
from handlers.texts.languages import SPOKEN
from storage import surveys
from storage.database import Session
from storage.kinds import SurveyKind, Symbols
from storage.tables import Survey

Wording = Mapping[str, Mapping[str, str]]
"""Own words by language and part; see handlers/customer/wording.py."""


class ImpossibleSurveyError(ValueError):
    """No survey can be asked so; the message says what can."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a survey is asked. Whatever of it changes makes a new version."""

    scale: Scale
    bands: Bands
    symbols: Symbols = Symbols.DIGITS
    wording: Wording = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """The form of a survey and its number; without a number where it wasn't asked or changed yet."""

    number: int | None
    form: Form


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be otherwise; what is None, or isn't there, stays.

    Another scale brings its own bands. Empty words give a part back to the catalogs.
    """

    scale: tuple[int, int] | None = None
    symbols: Symbols | None = None
    low_to: int | None = None
    high_from: int | None = None
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by language and part


def read_scale(said: str) -> tuple[int, int]:
    """The bounds in "1-7". Raises ImpossibleSurveyError for anything else."""
    bounds = re.fullmatch(r"\s*([0-9]{1,3})\s*[-–]\s*([0-9]{1,3})\s*", said, re.ASCII)
    if bounds is None:
        raise ImpossibleSurveyError(f"A scale is written as 1-7, not {said!r}.")
    return int(bounds[1]), int(bounds[2])


def read_words(said: Sequence[str]) -> dict[tuple[str, str], str]:
    """Own words, each as in "ru:question=Ну как?". Raises ImpossibleSurveyError."""
    words = {}
    for one in said:
        where, equals, what = one.partition("=")
        language, colon, part = (piece.strip().casefold() for piece in where.partition(":"))
        if not (equals and colon):
            raise ImpossibleSurveyError(f'Own words are written as ru:question="...", not {one!r}.')
        if language not in SPOKEN:
            raise ImpossibleSurveyError(f"We speak {', '.join(SPOKEN)}, not {language!r}.")
        if part not in PARTS:
            raise ImpossibleSurveyError(f"The parts of a survey are {', '.join(PARTS)}, not {part!r}.")
        words[language, part] = what
    return words


def changed(form: Form, changes: Changes) -> Form:
    """The form after the changes. Raises ImpossibleSurveyError where no survey can be asked so."""
    scale = _scale(form.scale.kind, *changes.scale) if changes.scale else form.scale
    symbols = changes.symbols or form.symbols
    if not offered(symbols, scale.lowest, scale.highest):
        raise ImpossibleSurveyError(
            f"Nobody can tell {len(scale.scores)} faces apart; choose digits or stars for this scale."
        )
    usual = form.bands if scale == form.scale else scale.bands
    return Form(
        scale=scale,
        bands=_bands(
            scale,
            usual.low_to if changes.low_to is None else changes.low_to,
            usual.high_from if changes.high_from is None else changes.high_from,
        ),
        symbols=symbols,
        wording=_wording(form.wording, changes.words),
    )


async def newest(session: Session, kind: SurveyKind) -> Version:
    """How a survey is asked now: as the newest version says, or in its usual form."""
    if found := await surveys.newest(session, kind):
        return Version(found.version, _form(found))
    scale = default_scale(kind)
    return Version(None, Form(scale, scale.bands))


async def change(session: Session, kind: SurveyKind, changes: Changes, *, now: datetime) -> Version:
    """Ask a survey otherwise, from the next wave on; what changes nothing makes no new version.

    Raises ImpossibleSurveyError.
    """
    while True:
        before = await newest(session, kind)
        wanted = changed(before.form, changes)
        if wanted == before.form:
            return before
        number = (before.number or 0) + 1
        stored = await surveys.add_version(
            session,
            kind,
            version=number,
            lowest=wanted.scale.lowest,
            highest=wanted.scale.highest,
            low_to=wanted.bands.low_to,
            high_from=wanted.bands.high_from,
            symbols=wanted.symbols,
            wording=wanted.wording or None,
            now=now,
        )
        # Somebody else may have made this version in the same moment; then theirs is what is changed.
        if _form(stored) == wanted:
            return Version(number, wanted)


def _form(survey: Survey) -> Form:
    return Form(
        scale=Scale(survey.kind, survey.lowest, survey.highest),
        bands=Bands(low_to=survey.low_to, high_from=survey.high_from),
        symbols=survey.symbols,
        wording=survey.wording or {},
    )


def _scale(kind: SurveyKind, lowest: int, highest: int) -> Scale:
    try:
        return Scale(kind, lowest, highest)
    except NotOfferedError:
        scales = [f"{scale.lowest}-{scale.highest}" for scale in OFFERED if scale.kind is kind]
        raise ImpossibleSurveyError(
            f"{kind.upper()} is asked on {', '.join(scales)}, not on {lowest}-{highest}."
        ) from None


def _bands(scale: Scale, low_to: int, high_from: int) -> Bands:
    if not scale.lowest <= low_to < high_from <= scale.highest:
        raise ImpossibleSurveyError(
            f"Low scores up to {low_to} and high ones from {high_from} don't fit {scale.lowest}-{scale.highest}: "
            "each needs a score of the scale, and low ends before high begins."
        )
    return Bands(low_to=low_to, high_from=high_from)


def _wording(before: Wording, words: Mapping[tuple[str, str], str]) -> Wording:
    wording = {language: dict(parts) for language, parts in before.items()}
    for (language, part), said in words.items():
        try:
            wording.setdefault(language, {})[part] = checked(said)
        except UnclearWordingError as error:
            raise ImpossibleSurveyError(str(error)) from None
    own = {
        language: {part: said for part, said in parts.items() if said} for language, parts in wording.items()
    }
    return {language: parts for language, parts in own.items() if parts}
