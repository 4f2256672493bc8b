"""A wave before it is planned: whom it asks and whom not, when and how, and how precise that will be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.score_message import LONGEST_NAME
from handlers.marketer import audience_lines, wave_lines
from handlers.marketer.planning import Wanted
from handlers.marketer.preview import PRECISE, Preview
from handlers.replies import Line, Value
from handlers.shop import Shop
from handlers.survey.eligibility import RESERVED_FOR
from handlers.survey.scoring import answers_needed, shown
from handlers.texts import figures
from handlers.texts.units import clip
from storage.kinds import Every, SkipReason, SurveyKind

_WITHOUT_PAUSE: Final = (Every.WEEK, Every.MONTH)
"""Of an NPS that repeats so often, the next one is always near enough to keep its people free."""


def lines(
    wanted: Wanted, seen: Preview | None, *, shop: Shop, now: datetime, language: str
) -> Sequence[Line]:
    """The card; without a preview nobody is counted, as for what asks after each purchase."""
    return (
        head(wanted),
        *([to_people(seen)] if seen else [Line("card-to")]),
        *audience_lines.lines(wanted.audience, language),
        *(left_out(seen) if seen else ()),
        when(wanted, shop=shop, now=now, language=language),
        *(_done(wanted, seen, shop=shop, now=now, language=language) if seen else ()),
        *_keeps(wanted, language),
        *how(wanted, shop, language),
        *(_precision(seen, language) if seen else ()),
    )


def head(wanted: Wanted) -> Line:
    """The wave's name, and what it asks."""
    return Line("card-head", {"wave": clip(wanted.name, LONGEST_NAME), "kind": wanted.kind.upper()})


def to_people(seen: Preview) -> Line:
    """How many would be asked, or may be at most; or how many of the first, where nobody has looked at the others."""
    if seen.of_first is not None:
        return Line("card-to-people-of-first", {"people": seen.asked, "first": seen.of_first})
    return Line("card-to-people" if seen.at_least is None else "card-to-at-most", {"people": seen.asked})


def left_out(seen: Preview) -> Sequence[Line]:
    """How many would not be asked, and why not."""
    return () if seen.of_first is not None else wave_lines.left_out(seen.left_out)


def when(wanted: Wanted, *, shop: Shop, now: datetime, language: str) -> Line:
    """When the wave asks, by the shop's clocks."""
    if wanted.at is None:
        delay = wanted.after or timedelta()
        if not delay:
            return Line("card-after")
        return Line("card-after-span", {"span": figures.span(delay, language)})
    if wanted.at <= now and wanted.repeats is None:
        return Line("card-now")
    moment = _moment(wanted.at, shop=shop, now=now, language=language)
    city = figures.city(shop.time_zone, language)
    if wanted.repeats is not None:
        every = wanted.repeats.every.value
        return Line("card-every", {"every": every, "moment": moment, "city": city})
    return Line("card-at", {"moment": moment, "city": city})


def _done(wanted: Wanted, seen: Preview, *, shop: Shop, now: datetime, language: str) -> Sequence[Line]:
    """By when all who are asked will have been, to the minute; unknown where that depends on how many answer."""
    if wanted.at is None or seen.last is None:
        return ()
    line = "card-last" if SkipReason.DAILY_CAP in seen.left_out else "card-done"
    local = (seen.last + timedelta(minutes=1)).astimezone(shop.time_zone).replace(second=0, microsecond=0)
    if local.date() == max(wanted.at, now).astimezone(shop.time_zone).date():
        return (Line(line, {"moment": f"{local:%H:%M}"}),)
    return (Line(line, {"moment": _moment(local, shop=shop, now=now, language=language)}),)


def _keeps(wanted: Wanted, language: str) -> Sequence[Line]:
    """Whom an NPS is planned for is asked nothing else before it; one that repeats often asks so for ever."""
    if wanted.kind is not SurveyKind.NPS or not wanted.repeats or wanted.repeats.every not in _WITHOUT_PAUSE:
        return ()
    return (Line("card-keeps", {"span": figures.span(RESERVED_FOR, language)}),)


def how(wanted: Wanted, shop: Shop, language: str) -> Sequence[Line]:
    """The hours in which nobody is asked, how long a question is open, and what limits how many are asked."""
    return (*_quiet(shop), _openness(wanted, language), *_limits(wanted, language))


def _openness(wanted: Wanted, language: str) -> Line:
    """How long a question can be answered, and when the silent are reminded."""
    open_for = figures.span(wanted.open_for, language)
    if wanted.remind_after is None:
        return Line("card-open", {"open": open_for})
    return Line(
        "card-open-reminder", {"open": open_for, "reminder": figures.span(wanted.remind_after, language)}
    )


def _quiet(shop: Shop) -> Sequence[Line]:
    hours = shop.quiet_hours
    if hours.begin == hours.end:
        return ()
    return (Line("card-quiet", {"begin": f"{hours.begin}:00", "end": f"{hours.end}:00"}),)


def _limits(wanted: Wanted, language: str) -> Sequence[Line]:
    """What limits how many are asked; a wave of one of a plan's days has no other day for the rest."""
    limits = wanted.limits
    spread, percent = limits.spread_seconds, limits.sample_percent
    daily = limits.daily_cap or limits.daily_answers
    return (
        *(
            [Line("card-spread", {"span": figures.span(timedelta(seconds=spread), language)})]
            if spread
            else []
        ),
        *([Line("card-sample", {"percent": figures.percent(percent, language)})] if percent else []),
        *([Line("card-daily-cap", {"most": limits.daily_cap})] if limits.daily_cap else []),
        *([Line("card-daily-answers", {"most": limits.daily_answers})] if limits.daily_answers else []),
        *([Line("card-daily-rest")] if daily and wanted.at is None else []),
    )


def _precision(seen: Preview, language: str) -> Sequence[Line]:
    """What to expect of those who are asked; and what it takes to know better."""
    if not seen.asked:
        return ()
    rate = figures.percent(shown(100 * seen.rate), language)
    source = Line("card-rate", {"rate": rate, "known": "measured" if seen.rate_is_measured else "assumed"})
    people, margin = seen.people_for_precision, (seen.fewest or seen).margin
    if people is None or (margin is not None and margin <= PRECISE):
        return (*_expected(seen), source)
    needed = _rounded(answers_needed(seen.kind, PRECISE))
    precise = Line(
        "card-precision", {"margin": str(shown(PRECISE)), "answers": needed, "people": _rounded(people)}
    )
    return (*_expected(seen), source, precise)


def _expected(seen: Preview) -> Sequence[Line]:
    """How many answers, and how precise; between which, where that depends on when people answer."""
    few = seen.fewest
    at_least = [Line("card-at-least", {"people": _rounded(few.asked)})] if few else []
    if seen.margin is None:
        return (*at_least, Line("card-expect-few"))
    many: dict[str, Value] = {"answers": _rounded(seen.answers), "margin": str(shown(seen.margin))}
    if few is None or few.margin is None:
        return (*at_least, Line("card-expect", many))
    fewest: dict[str, Value] = {"least": _rounded(few.answers), "widest": str(shown(few.margin))}
    return (*at_least, Line("card-expect-between", {**many, **fewest}))


def _moment(of: datetime, *, shop: Shop, now: datetime, language: str) -> str:
    """A moment by the shop's clocks, with its year where that isn't this one."""
    local = of.astimezone(shop.time_zone)
    return figures.moment(local, language, year=local.year != now.astimezone(shop.time_zone).year)


def _rounded(number: int) -> int:
    """To two digits: what is only expected isn't known to the last one."""
    unit = int(10 ** max(len(str(number)) - 2, 0))
    return round(number / unit) * unit
