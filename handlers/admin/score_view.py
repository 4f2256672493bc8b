"""/nps, /csat, /ces and /scores: a score message, and the buttons that change what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from handlers.admin import score_message
from handlers.admin.score_query import Query, read_query
from handlers.admin.scores import breakdown, report
from handlers.in_return import in_place
from handlers.periods import PRESETS, UnclearWordError, nearest, read_period
from handlers.press import Act, Press
from handlers.replies import Button, Content, Edit, Keyboard, Line, Reply, Say, Toast
from handlers.shop import Shop
from handlers.updates import Command, Tap
from storage import reports, rooms
from storage.database import Session
from storage.kinds import SurveyKind
from storage.reports import Scope

MOST_SHOWN: Final = 5
"""Answers shown one by one in a message."""

_SPLITS: Final = {"product": "button-by-product", "store": "button-by-store"}
_SHOWS: Final = {"comments": "button-comments", "low": "button-low"}
_PERIODS: Final = {"7d": "period-7d", "30d": "period-30d", "90d": "period-90d", "all": "period-all"}


class View(Query, frozen=True, omit_defaults=True):
    """A query, and which side of its answer is shown: the score, or answers one by one."""

    show: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """What drawing a score message needs."""

    session: Session
    now: datetime
    shop: Shop
    language: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a view shows now; `before` is what it showed until a button of it was pressed."""

    kind: SurveyKind
    view: View
    lines: tuple[Line, ...]
    before: Mapping[str, Any] | None = None


async def look(showing: Showing, command: Command) -> Drawn | Line:
    """What /nps, /csat and /ces show; or the answer to a word that isn't understood."""
    kind = SurveyKind(command.name)
    try:
        asked = read_query(command.argument, today=showing.shop.today(showing.now))
        view = msgspec.convert(msgspec.to_builtins(asked), View)
        return Drawn(kind, view, await _lines(showing, kind, view))
    except UnclearWordError as unclear:
        return Line("query-unclear", {"word": unclear.word[:100], "meant": unclear.meant[:100]})


async def ask(showing: Showing, command: Command, found: Drawn | Line) -> list[Say]:
    """/nps, /csat, /ces: a score message with its buttons."""
    if isinstance(found, Line):
        return [in_place(command, Content(lines=(found,), language=showing.language))]
    number = await rooms.add_view(
        showing.session,
        chat_id=command.chat_id,
        kind=found.kind,
        query=msgspec.to_builtins(found.view),
        now=showing.now,
    )
    return [in_place(command, _content(showing, number, found))]


async def all_scores(showing: Showing, command: Command) -> Content:
    """/scores: one line of each survey, over the usual period."""
    period = read_period(Query().period, today=showing.shop.today(showing.now))
    lines: list[Line] = [Line("scores-head"), score_message.span(period, Query(), showing.language)]
    for kind in SurveyKind:
        found = await report(showing.session, kind, period, shop=showing.shop)
        lines += score_message.summary(found, language=showing.language)
    return Content(lines=tuple(lines), language=showing.language)


async def turned(showing: Showing, tap: Tap, pressed: Press) -> Drawn | None:
    """What a score message shows after a press on a button of it; None for one that doesn't work here."""
    if tap.chat_id is None or tap.message_id is None:
        return None
    stored = await rooms.view(showing.session, pressed.invitation_id, chat_id=tap.chat_id)
    view = _turned(msgspec.convert(stored.query, View), pressed.choice) if stored else None
    if stored is None or view is None:
        return None
    try:
        return Drawn(stored.kind, view, await _lines(showing, stored.kind, view), before=stored.query)
    except UnclearWordError:  # what it was filtered by has left with the person it belonged to
        return None


async def press(showing: Showing, tap: Tap, pressed: Press, found: Drawn | None) -> list[Reply]:
    """A button under a score message: the same message shows something else."""
    number, stored = pressed.invitation_id, None
    if found is not None and tap.chat_id is not None:
        stored = await rooms.view(showing.session, number, chat_id=tap.chat_id)
        if stored is not None and stored.query != found.before:  # somebody else pressed meanwhile
            found = await turned(showing, tap, pressed)
    if found is None or stored is None or tap.chat_id is None or tap.message_id is None:
        return [Toast(tap.callback_id, Line("toast-unclear"), showing.language)]
    stored.query = msgspec.to_builtins(found.view)
    await showing.session.flush()
    content = _content(showing, number, found)
    return [
        Toast(tap.callback_id, None, showing.language),
        Edit(tap.chat_id, tap.message_id, content),
    ]


def _content(showing: Showing, number: int, found: Drawn) -> Content:
    return Content(lines=found.lines, language=showing.language, keyboard=_keyboard(number, found.view))


def _turned(view: View, choice: str) -> View | None:
    """What a button makes of a view; None for a choice that no button has."""
    if choice in PRESETS:
        return msgspec.structs.replace(view, period=choice)
    if choice in _SPLITS:
        return msgspec.structs.replace(view, by=choice, show="")
    if choice in _SHOWS:
        return msgspec.structs.replace(view, show=choice, by=None)
    return msgspec.structs.replace(view, show="", by=None) if choice == "back" else None


async def _lines(showing: Showing, kind: SurveyKind, view: View) -> tuple[Line, ...]:
    """What a view shows now. Raises UnclearWordError for a filter's value that no answer has."""
    shop, session = showing.shop, showing.session
    period = read_period(view.period, today=shop.today(showing.now))
    where = await resolve(session, view.where)
    if view.show in _SHOWS:
        since, until = period.moments(shop)
        scope = Scope(kind=kind, since=since, until=until, where=where)
        said = await reports.verbatims(session, scope, most=MOST_SHOWN, low=view.show == "low")
        title = Line(_SHOWS[view.show])
        return score_message.verbatims(
            title, said, period, view, language=showing.language, otherwise=shop.language
        )
    if view.by is not None:
        cells = await breakdown(session, kind, period, by=view.by, shop=shop, where=where)
        return score_message.split(cells, view, language=showing.language)
    found = await report(session, kind, period, shop=shop, where=where)
    waiting = 0 if found.score else await reports.waiting(session, kind, where=where)
    return score_message.overview(found, view, waiting=waiting, language=showing.language)


async def resolve(session: Session, where: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """The stored values that each filter means: the same but for case, else those that contain the words.

    Raises UnclearWordError where there are none, with the nearest value there is.
    """
    found: dict[str, Sequence[str]] = {}
    for name, wanted in where.items():
        values = await reports.values_of(session, name)
        plain = wanted.casefold()
        same = [value for value in values if value.casefold() == plain]
        within = [value for value in values if plain in value.casefold()]
        if not same and not within:
            raise UnclearWordError(
                f"{name}:{wanted}", f"{name}:{nearest(wanted, values)}" if values else "all"
            )
        found[name] = same or within
    return found


def _keyboard(number: int, view: View) -> Keyboard:
    def button(label: Line, choice: str) -> Button:
        return Button(label, data=Press(Act.VIEW, number, choice).data())

    periods = tuple(
        button(Line(text, {"chosen": "yes" if view.period == period else "no"}), period)
        for period, text in _PERIODS.items()
    )
    if view.by is not None or view.show:
        return (periods, (button(Line("button-back"), "back"),))
    return (
        periods,
        tuple(button(Line(text), choice) for choice, text in _SPLITS.items()),
        tuple(button(Line(text), choice) for choice, text in _SHOWS.items()),
    )
