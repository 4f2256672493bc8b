"""The planner's message at each of its steps: what it asks, and the buttons that answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.intake.contacts import COLUMN
from handlers.marketer import audience_lines, wave_card
from handlers.marketer.audience_words import ALL, EXAMPLES
from handlers.marketer.draft_steps import (
    NO_REMINDER,
    OPEN_TIMES,
    REMINDERS,
    TESTS,
    Drafted,
    Offer,
    choice,
    holds,
    offered,
)
from handlers.marketer.plan_words import read_open_time, read_reminder
from handlers.marketer.planning import Wanted
from handlers.marketer.preview import Preview
from handlers.marketer.wave_words import KIND
from handlers.press import Act, Press
from handlers.replies import Button, Content, Keyboard, Line
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY, Criteria
from handlers.texts import figures
from handlers.texts.units import clip
from storage.contact_lists import ListSize
from storage.kinds import DraftStep, SurveyKind

LONGEST_LABEL: Final = 24
"""UTF-16 units of a value on a button, of which two stand in a row on a phone."""

_KINDS: Final = (SurveyKind.NPS, SurveyKind.CSAT, SurveyKind.CES)
_TESTS: Final = {
    "b30": "button-bought-30",
    "b90": "button-bought-90",
    "first": "button-first-time",
    "repeat": "button-repeat",
    "never": "button-never-asked",
}
_TIMES: Final = (
    (("now", "button-at-once"),),
    (("tomorrow", "button-tomorrow"), ("monday", "button-monday")),
    (("month", "button-every-month"), ("quarter", "button-every-quarter")),
    (("after", "button-after-delivery"),),
    (("words", "button-type"),),
)


@dataclass(frozen=True, slots=True)
class View:
    """What drawing a draft takes: `wanted` is what its words mean, and `seen` who would be asked.

    `lists` are those that the audience names.
    """

    number: int
    draft: Drafted
    offers: Sequence[Offer]
    wanted: Wanted | None
    seen: Preview | None
    lists: Sequence[ListSize]
    problem: Line | None
    now: datetime
    shop: Shop
    language: str

    @property
    def criteria(self) -> Criteria:
        """Whom the draft is for, as far as that is said."""
        return self.wanted.audience if self.wanted else EVERYBODY

    def button(self, label: Line | str, action: str, style: str | None = None) -> Button:
        """A button of the step at which the draft is."""
        return Button(
            label, data=Press(Act.DRAFT, self.number, choice(self.draft.step, action)).data(), style=style
        )


def content(view: View) -> Content:
    """The message; what was wrong is said first."""
    lines, keyboard = _STEPS[view.draft.step](view)
    return Content(
        lines=(*([view.problem] if view.problem else []), *lines), language=view.language, keyboard=keyboard
    )


Drawn = tuple[Sequence[Line], Keyboard]


def _kind(view: View) -> Drawn:
    buttons = tuple(
        view.button(_chosen(kind.upper(), view.draft.words.get(KIND) == kind), kind) for kind in _KINDS
    )
    return (Line("planner-kind"),), (buttons, _leave(view))


def _audience(view: View) -> Drawn:
    lines = (
        Line("planner-audience"),
        *([wave_card.to_people(view.seen)] if view.seen else []),
        *audience_lines.lines(view.criteria, view.language),
        *(_size(of) for of in view.lists),
        *(wave_card.left_out(view.seen) if view.seen else ()),
        Line("planner-reply", {"example": "bought:90d category:…"}),
        Line("planner-file", {"column": COLUMN}),
    )

    def test(action: str, label: str | None = None) -> Button:
        meant = offered(action, view.offers)
        on = meant is not None and holds(view.criteria, meant)
        if label is None:
            return view.button(Line(_TESTS[action], {"chosen": "yes" if on else "no"}), action)
        return view.button(_chosen(clip(label, LONGEST_LABEL), on), action)

    everybody = Line("button-everybody", {"chosen": "no" if view.criteria.every else "yes"})
    named = [test(f"o{number}", value) for number, (_, value) in enumerate(view.offers)]
    return lines, (
        (view.button(everybody, ALL),),
        *_rows([test(action) for action in TESTS]),
        *_rows(named),
        (view.button(Line("button-type"), "words"), view.button(Line("button-next"), "next")),
        _leave(view),
    )


def _audience_words(view: View) -> Drawn:
    known = " · ".join(EXAMPLES)
    lines = (Line("planner-audience-words", {"known": known}), Line("planner-file", {"column": COLUMN}))
    return lines, (_leave(view),)


def _size(of: ListSize) -> Line:
    """How many contacts of a list are known."""
    return Line("planner-list", {"list": of.name, "known": of.known, "contacts": of.contacts})


def _time(view: View) -> Drawn:
    rows = tuple(tuple(view.button(Line(label), action) for action, label in row) for row in _TIMES)
    city = figures.city(view.shop.time_zone, view.language)
    return (Line("planner-time", {"city": city}),), (*rows, _leave(view))


def _time_words(view: View) -> Drawn:
    tomorrow = view.shop.today(view.now) + timedelta(days=1)
    examples = (f"{tomorrow} 10:00", f'at="{tomorrow} 10:00" every=quarter', "delivered+2d")
    city = figures.city(view.shop.time_zone, view.language)
    return (Line("planner-time-words", {"examples": "\n".join(examples), "city": city}),), (_leave(view),)


def _details(view: View) -> Drawn:
    wanted = view.wanted
    known = (wave_card.head(wanted), *wave_card.how(wanted, view.shop, view.language)) if wanted else ()
    more = Line("planner-details-reply", {"example": "sample=20% spread=3h daily-cap=500"})
    return (Line("planner-details"), *known, more), (
        (view.button(Line("button-open"), "open"), view.button(Line("button-reminder"), "reminder")),
        (view.button(Line("button-name"), "name"), view.button(Line("button-next"), "next")),
        _leave(view),
    )


def _open(view: View) -> Drawn:
    buttons = [view.button(figures.span(read_open_time(said), view.language), said) for said in OPEN_TIMES]
    return (Line("planner-open"),), (*_rows(buttons), _leave(view))


def _reminder(view: View) -> Drawn:
    spans = {said: read_reminder(said) for said in REMINDERS}
    open_for = view.wanted.open_for if view.wanted else None
    buttons = [
        view.button(figures.span(after, view.language), said)
        for said, after in spans.items()
        if after and (open_for is None or after < open_for)
    ]
    none = view.button(Line("button-no-reminder"), NO_REMINDER)
    return (Line("planner-reminder"),), (*_rows(buttons), (none,), _leave(view))


def _name(view: View) -> Drawn:
    return (Line("planner-name"),), ((view.button(Line("button-no-name"), "none"),), _leave(view))


def _card(view: View) -> Drawn:
    return _planned(view)[0], (
        (view.button(Line("button-test"), "test"),),
        (
            view.button(Line("button-schedule"), "plan", "primary"),
            view.button(Line("button-edit-wave"), "change"),
        ),
        (view.button(Line("button-cancel"), "cancel"),),
    )


def _change(view: View) -> Drawn:
    return (Line("planner-change"),), (
        (
            view.button(Line("button-question"), DraftStep.KIND),
            view.button(Line("button-audience"), DraftStep.AUDIENCE),
        ),
        (
            view.button(Line("button-time"), DraftStep.TIME),
            view.button(Line("button-details"), DraftStep.DETAILS),
        ),
        _leave(view),
    )


def _planned(view: View) -> Drawn:
    if view.wanted is None:
        return (), ()
    card = wave_card.lines(view.wanted, view.seen, shop=view.shop, now=view.now, language=view.language)
    head = (Line("planner-planned"),) if view.draft.step is DraftStep.PLANNED else ()
    return (*head, *card), ()


def _cancelled(view: View) -> Drawn:
    return (Line("planner-cancelled"),), ()


_STEPS: Final[dict[DraftStep, Callable[[View], Drawn]]] = {
    DraftStep.KIND: _kind,
    DraftStep.AUDIENCE: _audience,
    DraftStep.AUDIENCE_WORDS: _audience_words,
    DraftStep.TIME: _time,
    DraftStep.TIME_WORDS: _time_words,
    DraftStep.DETAILS: _details,
    DraftStep.OPEN: _open,
    DraftStep.REMINDER: _reminder,
    DraftStep.NAME: _name,
    DraftStep.CARD: _card,
    DraftStep.CHANGE: _change,
    DraftStep.PLANNED: _planned,
    DraftStep.CANCELLED: _cancelled,
}


def _leave(view: View) -> tuple[Button, ...]:
    """The way back, where there is one, and the way out."""
    cancel = view.button(Line("button-cancel"), "cancel")
    first = view.draft.step is DraftStep.KIND and not view.draft.is_complete
    return (cancel,) if first else (view.button(Line("button-back"), "back"), cancel)


def _rows(buttons: Sequence[Button]) -> Keyboard:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _chosen(label: str, on: bool) -> str:
    return f"• {label}" if on else label
