"""/survey's screens of quick answers: which are offered, and what the shop's own are called in each language.

One list stands under all three prompts: what a shop asks after a low score and after a high one is about the
same things, and so they can be counted against each other.
"""

from collections.abc import Sequence
from typing import Final

from handlers.customer import reasons
from handlers.customer.language import NATIVE
from handlers.marketer.survey_frame import Drawn, View, back, marked, rows
from handlers.marketer.survey_screens import Screen, Spot
from handlers.replies import Button, Line, Value
from handlers.texts.bidi import isolated

_A_ROW: Final = 2
_NONE: Final = "—"


def screen(view: View, spot: Spot) -> Drawn:
    """One of the shop's own, where it is chosen and still there; else all of them."""
    if spot.screen is Screen.QUICK and spot.value in view.form.quick_answers:
        return _one(view, spot.value)
    return _all(view)


def name(view: View, language: str, reason: str) -> Drawn:
    """What is typed in reply to this is what the quick answer is called in a language."""
    words = view.form.wording.get(language, {}).get(reason)
    lines = (
        Line("survey-quick-name", {"language": NATIVE[language]}),
        *([Line("own-words", {"words": isolated(words)})] if words else []),
        Line("survey-quick-reply", {"language": NATIVE[language], "most": str(reasons.LONGEST)}),
    )
    nameless = view.button(Line("button-quick-nameless"), Screen.USUAL, f"{language}{reason}")
    known = reason in view.form.quick_answers
    return lines, (
        *([(nameless,)] if words and len(_languages(view, reason)) > 1 else []),
        back(view, Screen.QUICK, reason if known else ""),
    )


def preview(view: View, language: str) -> dict[str, Value]:
    """What stands under a prompt in a language (`quick-answers` in the catalogs)."""
    offered = view.form.quick_answers
    own = [_called(view, reason, language) for reason in offered if reason in reasons.OWN]
    return {
        **{reason: "yes" if reason in offered else "no" for reason in reasons.USUAL},
        "own": "".join(f"{isolated(words)} · " for words in own),
    }


def _all(view: View) -> Drawn:
    offered = view.form.quick_answers
    full = len(offered) >= reasons.MOST
    usual = [
        view.button(_button(view, reason), Screen.OFFER, reason)
        for reason in reasons.USUAL
        if reason in offered or not full
    ]
    own = [
        view.button(_button(view, reason), Screen.QUICK, reason)
        for reason in offered
        if reason in reasons.OWN
    ]
    new = view.button(Line("button-quick-new"), Screen.WORDS, f"{view.language}{reasons.NEW}")
    lines = (
        Line("survey-quick-which"),
        *(
            Line("survey-quick-in", {"language": called, **preview(view, language)}, language)
            for language, called in NATIVE.items()
        ),
        *([_elsewhere(view)] if own else []),
        *([Line("survey-quick-full", {"most": str(reasons.MOST)})] if full else []),
    )
    return lines, (*rows([*usual, *own], _A_ROW), *([] if full else [(new,)]), back(view))


def _one(view: View, reason: str) -> Drawn:
    lines: Sequence[Line] = [
        Line(
            "survey-quick-word",
            {
                "language": called,
                "words": isolated(view.form.wording.get(language, {}).get(reason, _NONE)),
            },
        )
        for language, called in NATIVE.items()
    ]
    worded = _languages(view, reason)
    languages: list[Button] = [
        view.button(marked(called, language in worded), Screen.WORDS, f"{language}{reason}")
        for language, called in NATIVE.items()
    ]
    return (Line("survey-quick-own"), *lines, _elsewhere(view)), (
        *rows(languages, 3),
        (view.button(Line("button-quick-away"), Screen.OFFER, reason),),
        back(view, Screen.QUICK),
    )


def _button(view: View, reason: str) -> Line:
    said = reasons.said(reason, view.form.wording, (view.language, view.sample.shop.language))
    return Line("button-quick", {"offered": "yes" if reason in view.form.quick_answers else "no", **said})


def _called(view: View, reason: str, language: str) -> str:
    """As those read it who speak this language."""
    return reasons.own(reason, view.form.wording, (language, view.sample.shop.language))


def _languages(view: View, reason: str) -> Sequence[str]:
    """Those in which a quick answer has words."""
    return [language for language, parts in view.form.wording.items() if reason in parts]


def _elsewhere(view: View) -> Line:
    return Line("survey-quick-elsewhere", {"language": NATIVE[view.sample.shop.language]})
