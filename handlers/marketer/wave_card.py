"""A wave before it is planned: whom it asks and whom not, when and how, and how precise that will be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.score_message import LONGEST_NAME
from handlers.marketer import audience_lines, wave_lines
from handlers.marketer.planning import Wanted
from handlers.marketer.preview import PRECISE, Preview
from handlers.replies import Line
from handlers.shop import Shop
from handlers.survey.duration import left_by
from handlers.survey.eligibility import RESERVED_FOR
from handlers.survey.scoring import answers_needed, shown
from handlers.texts import figures
from handlers.texts.units import clip
from storage.kinds import Every, SurveyKind
from storage.tables import Limits

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
    """How many would be asked; or how many of the first, where nobody has looked at the others."""
    if seen.of_first is not None:
        return Line("card-to-people-of-first", {"people": seen.asked, "first": seen.of_first})
    return Line("card-to-people", {"people": seen.asked})


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
    """By when everybody will have been asked, to the minute; unknown where that depends on how many answer."""
    limits = wanted.limits
    if wanted.at is None or not seen.asked or seen.of_first is not None or limits.daily_answers is not None:
        return ()
    begin = max(wanted.at, now)
    last = left_by(
        seen.asked,
        begin,
        rate=shop.send_rate,
        quiet=shop.quiet_hours,
        zone=shop.time_zone,
        until=begin + wanted.open_for,
        spread=timedelta(seconds=limits.spread_seconds) if limits.spread_seconds else None,
        daily_cap=limits.daily_cap,
    )
    local = (last + timedelta(minutes=1)).astimezone(shop.time_zone).replace(second=0, microsecond=0)
    if local.date() == begin.astimezone(shop.time_zone).date():
        return (Line("card-done", {"moment": f"{local:%H:%M}"}),)
    return (Line("card-done", {"moment": _moment(local, shop=shop, now=now, language=language)}),)


def _keeps(wanted: Wanted, language: str) -> Sequence[Line]:
    """Whom an NPS is planned for is asked nothing else before it; one that repeats often asks so for ever."""
    if wanted.kind is not SurveyKind.NPS or not wanted.repeats or wanted.repeats.every not in _WITHOUT_PAUSE:
        return ()
    return (Line("card-keeps", {"span": figures.span(RESERVED_FOR, language)}),)


def how(wanted: Wanted, shop: Shop, language: str) -> Sequence[Line]:
    """The hours in which nobody is asked, how long a question is open, and what limits how many are asked."""
    return (*_quiet(shop), _openness(wanted, language), *_limits(wanted.limits, language))


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


def _limits(limits: Limits, language: str) -> Sequence[Line]:
    spread, percent = limits.spread_seconds, limits.sample_percent
    return (
        *(
            [Line("card-spread", {"span": figures.span(timedelta(seconds=spread), language)})]
            if spread
            else []
        ),
        *([Line("card-sample", {"percent": figures.percent(percent, language)})] if percent else []),
        *([Line("card-daily-cap", {"most": limits.daily_cap})] if limits.daily_cap else []),
        *([Line("card-daily-answers", {"most": limits.daily_answers})] if limits.daily_answers else []),
    )


def _precision(seen: Preview, language: str) -> Sequence[Line]:
    """What to expect of those who are asked; and what it takes to know better."""
    if not seen.asked:
        return ()
    expected = Line("card-expect-few")
    if seen.margin is not None:
        expected = Line("card-expect", {"answers": _rounded(seen.answers), "margin": str(shown(seen.margin))})
    rate = figures.percent(shown(100 * seen.rate), language)
    source = Line("card-rate", {"rate": rate, "known": "measured" if seen.rate_is_measured else "assumed"})
    people = seen.people_for_precision
    if people is None or (seen.margin is not None and seen.margin <= PRECISE):
        return (expected, source)
    needed = _rounded(answers_needed(seen.kind, PRECISE))
    precise = Line(
        "card-precision", {"margin": str(shown(PRECISE)), "answers": needed, "people": _rounded(people)}
    )
    return (expected, source, precise)


def _moment(of: datetime, *, shop: Shop, now: datetime, language: str) -> str:
    """A moment by the shop's clocks, with its year where that isn't this one."""
    local = of.astimezone(shop.time_zone)
    return figures.moment(local, language, year=local.year != now.astimezone(shop.time_zone).year)


def _rounded(number: int) -> int:
    """To two digits: what is only expected isn't known to the last one."""
    unit = int(10 ** max(len(str(number)) - 2, 0))
    return round(number / unit) * unit
