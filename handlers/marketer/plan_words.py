"""The words of a plan but for its audience: moments, spans, shares and numbers, each read by itself."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from handlers.shop import Shop
from handlers.survey.eligibility import FLOOR
from handlers.survey.schedule import Schedule
from handlers.unclear import UnclearPlanError
from storage.kinds import Every

FARTHEST: Final = timedelta(days=2 * 366)
"""A wave further ahead than this has a mistyped year."""

SHORTEST_OPEN: Final = timedelta(hours=1)
LONGEST_OPEN: Final = timedelta(days=60)
LONGEST_DELAY: Final = timedelta(days=60)
SHORTEST_SPREAD: Final = timedelta(minutes=10)
LONGEST_SPREAD: Final = timedelta(days=7)

MOST_A_DAY: Final = 1_000_000

NONE: Final = ("none", "no", "0")

_SPAN = re.compile(r"([0-9]{1,5})\s*([mhdw])", re.ASCII)
_SHARE = re.compile(r"([0-9]{1,3})\s*%?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def read_open_time(said: str) -> timedelta:
    """How long a question can be answered. Raises UnclearPlanError."""
    open_for = _span(said)
    if not SHORTEST_OPEN <= open_for <= LONGEST_OPEN:
        raise UnclearPlanError("plan-open-range", said=said)
    return open_for


def read_reminder(said: str) -> timedelta | None:
    """How long after the question the silent are reminded; None: never. Raises UnclearPlanError."""
    if said.strip().casefold() in NONE:
        return None
    remind = _span(said)
    if remind < FLOOR:
        raise UnclearPlanError("plan-reminder-early", said=said)
    return remind


def read_delay(said: str) -> timedelta:
    """How long since the customer has the order. Raises UnclearPlanError."""
    event, _, wait = (part.strip() for part in said.partition("+"))
    if event.casefold() != "delivered":
        raise UnclearPlanError("plan-after-unclear", said=said)
    delay = _span(wait) if wait else timedelta()
    if delay > LONGEST_DELAY:
        raise UnclearPlanError("plan-after-long", said=said)
    return delay


def read_spread(said: str) -> timedelta:
    """The window over which the questions of a wave are spread. Raises UnclearPlanError."""
    spread = _span(said)
    if not SHORTEST_SPREAD <= spread <= LONGEST_SPREAD:
        raise UnclearPlanError("plan-spread-range", said=said)
    return spread


def read_share(said: str) -> int | None:
    """How many of a hundred are drawn; None: all. Raises UnclearPlanError."""
    found = _SHARE.fullmatch(said.strip())
    if found is None or not 1 <= int(found[1]) <= 100:
        raise UnclearPlanError("plan-sample-unclear", least="1%", most="100%", example="20%", said=said)
    return int(found[1]) if int(found[1]) < 100 else None


def read_daily(said: str, *, of: str) -> int:
    """How many questions or answers a day; `of` says which. Raises UnclearPlanError."""
    if _NUMBER.fullmatch(said.strip()) is None or not 1 <= int(said) <= MOST_A_DAY:
        raise UnclearPlanError("plan-daily-unclear", of=of, most=MOST_A_DAY, said=said)
    return int(said)


def read_repeat(every: str, first: datetime, shop: Shop) -> Schedule:
    """The schedule that begins at a moment, at the time that the shop's clocks show then. Raises UnclearPlanError."""
    try:
        period = Every(every.strip().casefold())
    except ValueError:
        raise UnclearPlanError("plan-every-unclear", known=", ".join(Every), said=every) from None
    local = first.astimezone(shop.time_zone)
    return Schedule(period, local.date(), local.time().replace(microsecond=0, fold=0), shop.time_zone)


def read_moment(at: str, *, now: datetime, shop: Shop) -> datetime:
    """A moment from `now` on, in UTC; without a zone it is the shop's. Raises UnclearPlanError."""
    said = at.strip()
    if said.casefold() == "now":
        return now
    example = f"{(now.astimezone(shop.time_zone) + timedelta(days=1)).date()} 10:00"
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise UnclearPlanError("plan-at-unclear", example=example, said=at) from None
    if _is_date(said):
        raise UnclearPlanError("plan-at-no-time", example=example, said=at)
    # By the year first: the first and the last hours of the calendar exist in one zone only.
    if moment.year > now.year + 3:
        raise UnclearPlanError("plan-at-far", said=at)
    if moment.year >= now.year - 1:
        moment = (moment if moment.tzinfo else _in_zone(moment, shop)).astimezone(UTC)
        if moment > now + FARTHEST:
            raise UnclearPlanError("plan-at-far", said=at)
        if moment >= now:
            return moment
    raise UnclearPlanError("plan-at-passed", said=at)


def _span(said: str) -> timedelta:
    found = _SPAN.fullmatch(said.strip().casefold())
    if found is None:
        raise UnclearPlanError("plan-span-unclear", said=said)
    return int(found[1]) * _UNITS[found[2]]


def _is_date(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


def _in_zone(moment: datetime, shop: Shop) -> datetime:
    """The moment at which the shop's clocks show this; the first, where they show it twice."""
    local = moment.replace(tzinfo=shop.time_zone)
    if local.astimezone(UTC).astimezone(shop.time_zone).replace(tzinfo=None) != moment:
        raise UnclearPlanError("plan-at-skipped", zone=shop.time_zone.key, said=f"{moment:%Y-%m-%d %H:%M}")
    return local
