"""The message of /survey at each of its screens: how a survey is asked, and the buttons that change that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.customer.language import NATIVE
from handlers.customer.wording import PARTS, QUESTION, shown_places
from handlers.marketer.survey_sample import Sample, scores
from handlers.marketer.survey_screens import Screen, Spot, scales_of
from handlers.marketer.surveys import Form
from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line
from handlers.survey import symbols
from handlers.survey.scales import Band, Scale
from handlers.texts.units import clip
from storage.kinds import SurveyKind, Symbols

LONGEST_SHOWN: Final = 600
"""UTF-16 units of own words where several stand below each other: a message holds 4096 (Bot API: sendMessage)."""

MOST_SYMBOLS: Final = 7
"""Labels that stand on one button; of more only the first and the last."""

_A_ROW: Final = 5

Drawn = tuple[Sequence[Line], Keyboard]


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
        (view.button(Line("button-test"), Screen.TEST),),
        (Button(Line("button-back"), data=Press(Act.SURVEY, view.number, Spot().choice()).data()),),
    )


def _scale(view: View, _: Spot) -> Drawn:
    buttons = [
        view.button(_marked(_bounds(scale), scale == view.form.scale), Screen.SCALE, value)
        for value, scale in scales_of(view.kind).items()
    ]
    return (Line("survey-scale-which"),), (*_rows(buttons), _back(view))


def _symbols(view: View, _: Spot) -> Drawn:
    scale = view.form.scale
    buttons = [
        (view.button(_marked(_labels(each, scale), each is view.form.symbols), Screen.SYMBOLS, each),)
        for each in Symbols
        if symbols.offered(each, scale.lowest, scale.highest)
    ]
    return (Line("survey-symbols-which"),), (*buttons, _back(view))


def _bands(view: View, _: Spot) -> Drawn:
    """Each bound can go as far as the other one lets it."""
    scale, bands = view.form.scale, view.form.bands
    low = [
        view.button(_marked(f"≤ {score}", score == bands.low_to), Screen.BANDS, f"l{score}")
        for score in range(scale.lowest, bands.high_from)
    ]
    high = [
        view.button(_marked(f"≥ {score}", score == bands.high_from), Screen.BANDS, f"h{score}")
        for score in range(bands.low_to + 1, scale.highest + 1)
    ]
    return (Line("survey-bands-which"),), (*_rows(low), *_rows(high), _back(view))


def _words(view: View, spot: Spot) -> Drawn:
    language, part = spot.place
    if not language:
        return _languages(view)
    return _part(view, language, part) if part else _parts(view, language)


def _languages(view: View) -> Drawn:
    buttons = [
        view.button(_marked(name, language in view.form.wording), Screen.WORDS, language)
        for language, name in NATIVE.items()
    ]
    return (Line("survey-language-which"),), (*_rows(buttons, 2), _back(view))


def _parts(view: View, language: str) -> Drawn:
    own = view.form.wording.get(language, {})
    buttons = [
        view.button(
            Line("button-part", {"part": part, "own": "yes" if part in own else "no"}),
            Screen.WORDS,
            f"{language}{part}",
        )
        for part in PARTS
        if part == QUESTION or scores(view.form.scale, view.form.bands, Band(part))
    ]
    lines = (*_all_words(view, language), Line("survey-words-which"))
    return lines, (*_rows(buttons, 2), _back(view, Screen.WORDS))


def _part(view: View, language: str, part: str) -> Drawn:
    """What is typed in reply to this replaces the words that it shows, with their places as they were written."""
    own = view.form.wording.get(language, {}).get(part)
    if own is not None:
        now: Sequence[Line] = (Line("own-words", {"words": own}),)
    elif part == QUESTION:
        now = view.sample.question(view.form, language)[:1]
    else:
        now = view.sample.follow_up(view.form, Band(part), language)
    usual = view.button(Line("button-usual"), Screen.USUAL, f"{language}{part}")
    title = _question_title(language) if part == QUESTION else _after(view, Band(part))
    asked = Line("survey-words-reply", {"language": NATIVE[language], "places": shown_places()})
    return (title, *now, asked), (
        *([(usual,)] if own is not None else []),
        _back(view, Screen.WORDS, language),
    )


_SCREENS: Final[dict[Screen, Callable[[View, Spot], Drawn]]] = {
    Screen.CARD: _card,
    Screen.SCALE: _scale,
    Screen.SYMBOLS: _symbols,
    Screen.BANDS: _bands,
    Screen.WORDS: _words,
    Screen.USUAL: _words,
}


def _all_words(view: View, language: str) -> Iterator[Line]:
    """The question and what follows it, as customers who speak this language read them."""
    yield _question_title(language)
    yield from map(_shortened, view.sample.question(view.form, language))
    for band in Band:
        if scores(view.form.scale, view.form.bands, band):
            yield _after(view, band)
            yield from map(_shortened, view.sample.follow_up(view.form, band, language))


def _shortened(line: Line) -> Line:
    """Own words may be long, and four of them stand here."""
    if line.id != "own-words":
        return line
    return Line(line.id, {"words": clip(str(line.values["words"]), LONGEST_SHOWN)}, line.language)


def _question_title(language: str) -> Line:
    return Line("survey-question", {"language": NATIVE[language]})


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


def _back(view: View, screen: Screen = Screen.CARD, value: str = "") -> tuple[Button, ...]:
    return (view.button(Line("button-back"), screen, value),)


def _marked(label: str, on: bool) -> str:
    return f"• {label}" if on else label


def _rows(buttons: Sequence[Button], a_row: int = _A_ROW) -> Keyboard:
    return tuple(tuple(buttons[start : start + a_row]) for start in range(0, len(buttons), a_row))
