"""The message of /survey at each of its screens: how a survey is asked, and the buttons that change that."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from handlers.customer import reasons
from handlers.customer.language import NATIVE
from handlers.customer.wording import PARTS, QUESTION, REMINDER, shown_places
from handlers.marketer import survey_quick
from handlers.marketer.survey_frame import Drawn, View, back, marked, rows
from handlers.marketer.survey_sample import scores
from handlers.marketer.survey_screens import Screen, Spot, scales_of
from handlers.press import Act, Press
from handlers.replies import Button, Content, Line
from handlers.survey import symbols
from handlers.survey.scales import Band, Scale
from handlers.texts.units import clip
from storage.kinds import SurveyKind, Symbols

LONGEST_SHOWN: Final = 600
"""UTF-16 units of own words where several stand below each other: a message holds 4096 (Bot API: sendMessage)."""

MOST_SYMBOLS: Final = 7
"""Labels that stand on one button; of more only the first and the last."""


def choose(language: str) -> Content:
    """Which survey, where none is named."""
    buttons = tuple(
        Button(kind.upper(), data=Press(Act.SURVEY, 1, Spot(kind).choice()).data()) for kind in SurveyKind
    )
    return Content(lines=(Line("survey-which"),), language=language, keyboard=(buttons,))


def content(view: View, spot: Spot) -> Content:
    """The message at a screen; a press that changes something shows the screen where it stands."""
    lines, keyboard = _SCREENS[spot.screen](view, spot)
    return Content(lines=(_head(view), *lines), language=view.language, keyboard=keyboard)


def _head(view: View) -> Line:
    return Line("survey-head", {"kind": view.kind.upper(), "version": str(view.number)})


def _card(view: View, _: Spot) -> Drawn:
    scale = view.form.scale
    changing = (
        *([view.button(Line("button-scale"), Screen.SCALE)] if len(scales_of(view.kind)) > 1 else []),
        view.button(Line("button-symbols"), Screen.SYMBOLS),
    )
    lines = (
        Line("survey-scale", {"scale": _bounds(scale), "labels": _labels(view.form.symbols, scale)}),
        *_all_words(view, view.language),
    )
    return lines, (
        changing,
        (
            view.button(Line("button-bands"), Screen.BANDS),
            view.button(Line("button-words"), Screen.WORDS),
        ),
        (view.button(Line("button-quick-answers"), Screen.QUICK),),
        (view.button(Line("button-test"), Screen.TEST),),
        (Button(Line("button-back"), data=Press(Act.SURVEY, view.number, Spot().choice()).data()),),
    )


def _scale(view: View, _: Spot) -> Drawn:
    buttons = [
        view.button(marked(_bounds(scale), scale == view.form.scale), Screen.SCALE, value)
        for value, scale in scales_of(view.kind).items()
    ]
    return (Line("survey-scale-which"),), (*rows(buttons), back(view))


def _symbols(view: View, _: Spot) -> Drawn:
    scale = view.form.scale
    buttons = [
        (view.button(marked(_labels(each, scale), each is view.form.symbols), Screen.SYMBOLS, each),)
        for each in Symbols
        if symbols.offered(each, scale.lowest, scale.highest)
    ]
    return (Line("survey-symbols-which"),), (*buttons, back(view))


def _bands(view: View, _: Spot) -> Drawn:
    """Each bound can go as far as the other one lets it."""
    scale, bands = view.form.scale, view.form.bands
    low = [
        view.button(marked(f"≤ {score}", score == bands.low_to), Screen.BANDS, f"l{score}")
        for score in range(scale.lowest, bands.high_from)
    ]
    high = [
        view.button(marked(f"≥ {score}", score == bands.high_from), Screen.BANDS, f"h{score}")
        for score in range(bands.low_to + 1, scale.highest + 1)
    ]
    return (Line("survey-bands-which"),), (*rows(low), *rows(high), back(view))


def _words(view: View, spot: Spot) -> Drawn:
    language, part = spot.place
    if not language:
        return _languages(view)
    if part in (*reasons.OWN, reasons.NEW):
        return survey_quick.name(view, language, part)
    return _part(view, language, part) if part else _parts(view, language)


def _languages(view: View) -> Drawn:
    buttons = [
        view.button(marked(name, language in view.form.wording), Screen.WORDS, language)
        for language, name in NATIVE.items()
    ]
    return (Line("survey-language-which"),), (*rows(buttons, 2), back(view))


def _parts(view: View, language: str) -> Drawn:
    own = view.form.wording.get(language, {})
    buttons = [
        view.button(
            Line("button-part", {"part": part, "own": "yes" if part in own else "no"}),
            Screen.WORDS,
            f"{language}{part}",
        )
        for part in _asked_parts(view)
    ]
    lines = (*_all_words(view, language), Line("survey-words-which"))
    return lines, (*rows(buttons, 2), back(view, Screen.WORDS))


def _part(view: View, language: str, part: str) -> Drawn:
    """What is typed in reply to this replaces the words that it shows, with their places as they were written."""
    own = view.form.wording.get(language, {}).get(part)
    if own is not None:
        now: Sequence[Line] = (Line("own-words", {"words": own}),)
    else:
        now = _said(view, language, part)[:1]
    usual = view.button(Line("button-usual"), Screen.USUAL, f"{language}{part}")
    asked = Line("survey-words-reply", {"language": NATIVE[language], "places": shown_places()})
    return (_title(view, language, part), *now, asked), (
        *([(usual,)] if own is not None else []),
        back(view, Screen.WORDS, language),
    )


_SCREENS: Final[dict[Screen, Callable[[View, Spot], Drawn]]] = {
    Screen.CARD: _card,
    Screen.SCALE: _scale,
    Screen.SYMBOLS: _symbols,
    Screen.BANDS: _bands,
    Screen.WORDS: _words,
    Screen.USUAL: _words,
    Screen.QUICK: survey_quick.screen,
    Screen.OFFER: survey_quick.screen,
}


def _all_words(view: View, language: str) -> Iterator[Line]:
    """All that customers who speak this language read, in the order of PARTS, and the quick answers."""
    for part in _asked_parts(view):
        yield _title(view, language, part)
        yield from map(_shortened, _said(view, language, part))
    yield Line("survey-quick")
    yield Line("quick-answers", survey_quick.preview(view, language), language)


def _asked_parts(view: View) -> Sequence[str]:
    """The parts that somebody may read: a band without a score is asked nothing."""
    return [
        part
        for part in PARTS
        if part in (QUESTION, REMINDER) or scores(view.form.scale, view.form.bands, Band(part))
    ]


def _said(view: View, language: str, part: str) -> Sequence[Line]:
    """A part as customers who speak this language read it."""
    if part == QUESTION:
        return view.sample.question(view.form, language)
    if part == REMINDER:
        return view.sample.reminder(view.form, language)
    return view.sample.follow_up(view.form, Band(part), language)


def _title(view: View, language: str, part: str) -> Line:
    if part == QUESTION:
        return Line("survey-question", {"language": NATIVE[language]})
    return Line("survey-reminder") if part == REMINDER else _after(view, Band(part))


def _shortened(line: Line) -> Line:
    """Own words may be long, and five of them stand here."""
    if line.id != "own-words":
        return line
    return Line(line.id, {"words": clip(str(line.values["words"]), LONGEST_SHOWN)}, line.language)


def _after(view: View, band: Band) -> Line:
    found = scores(view.form.scale, view.form.bands, band)
    ends = dict.fromkeys((str(found[0]), str(found[-1]))) if found else ()
    return Line("survey-after", {"band": band.value, "scores": "–".join(ends) or "—"})


def _bounds(scale: Scale) -> str:
    return f"{scale.lowest}–{scale.highest}"


def _labels(kind: Symbols, scale: Scale) -> str:
    """What stands on the buttons of a scale, side by side."""
    labels = [
        symbols.label(kind, score, lowest=scale.lowest, highest=scale.highest) for score in scale.scores
    ]
    return " ".join(labels) if len(labels) <= MOST_SYMBOLS else f"{labels[0]} … {labels[-1]}"
