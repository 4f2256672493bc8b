"""A survey as the shop wants it asked: its scale, its buttons, its bands, its own words and its quick answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.customer import reasons, wording
from handlers.customer.wording import Wording
from handlers.marketer import quick_answers
from handlers.survey.scales import OFFERED, Bands, NotOfferedError, Scale, default_scale
from handlers.survey.symbols import offered
from handlers.texts.languages import SPOKEN
from storage import surveys
from storage.database import Session
from storage.kinds import SurveyKind, Symbols
from storage.tables import Survey


class ImpossibleSurveyError(ValueError):
    """No survey can be asked so; the message says what can."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a survey is asked. Whatever of it changes makes a new version."""

    scale: Scale
    bands: Bands
    symbols: Symbols = Symbols.DIGITS
    wording: Wording = field(default_factory=dict)
    quick_answers: Sequence[str] = tuple(reasons.USUAL)  # in the order of reasons.ALL


@dataclass(frozen=True, slots=True)
class Version:
    """The form of a survey and its number; without a number where it wasn't asked or changed yet."""

    number: int | None
    form: Form


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be otherwise; what is None, or isn't there, stays.

    Another scale brings its own bands. Empty words give a part back to the catalogs. Words for a quick answer
    offer it, and one that has no words left, or isn't offered any more, is gone with all it was called.
    """

    scale: tuple[int, int] | None = None
    symbols: Symbols | None = None
    low_to: int | None = None
    high_from: int | None = None
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by language and part
    quick_answers: Sequence[str] | None = None


def changed(form: Form, changes: Changes) -> Form:
    """The form after the changes.

    Raises ImpossibleSurveyError where no survey can be asked so, UnclearWordingError for words that can't be said.
    """
    scale = _scale(form.scale.kind, *changes.scale) if changes.scale else form.scale
    symbols = changes.symbols or form.symbols
    if not offered(symbols, scale.lowest, scale.highest):
        raise ImpossibleSurveyError(
            f"Nobody can tell {len(scale.scores)} faces apart; choose digits or stars for this scale."
        )
    words = quick_answers.placed(changes.words, form.quick_answers)
    said = _wording(form.wording, words)
    wanted = form.quick_answers if changes.quick_answers is None else changes.quick_answers
    answers = quick_answers.offered(wanted, words, said)
    if nameless := [reason for reason in changes.quick_answers or () if reason not in answers]:
        raise ImpossibleSurveyError(
            f'{nameless[0]} has no words yet; give it some: --say {SPOKEN[0]}:{nameless[0]}="...".'
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
        wording=_kept(said, answers),
        quick_answers=answers,
    )


async def newest(session: Session, kind: SurveyKind) -> Version:
    """How a survey is asked now: as the newest version says, or in its usual form."""
    if found := await surveys.newest(session, kind):
        return Version(found.version, _form(found))
    scale = default_scale(kind)
    return Version(None, Form(scale, scale.bands))


async def change(session: Session, kind: SurveyKind, changes: Changes, *, now: datetime) -> Version:
    """Ask a survey otherwise, from the next wave on; what changes nothing makes no new version.

    Raises ImpossibleSurveyError and UnclearWordingError, as `changed` does.
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
            quick_answers=None if wanted.quick_answers == tuple(reasons.USUAL) else wanted.quick_answers,
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
        quick_answers=tuple(reasons.offered(survey.quick_answers)),
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


def _wording(before: Wording, words: quick_answers.Words) -> Wording:
    said = {language: dict(parts) for language, parts in before.items()}
    for (language, part), what in words.items():
        checked = reasons.checked if part in reasons.OWN else wording.checked
        said.setdefault(language, {})[part] = checked(what)
    return said


def _kept(said: Wording, offered: Sequence[str]) -> Wording:
    """The words that there are, but for those of quick answers that aren't offered."""
    own = {
        language: {
            part: words
            for part, words in parts.items()
            if words and (part not in reasons.OWN or part in offered)
        }
        for language, parts in said.items()
    }
    return {language: parts for language, parts in own.items() if parts}
