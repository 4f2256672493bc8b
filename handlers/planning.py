"""A wave as somebody asks for it: the words read, the survey chosen, the wave stored."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from handlers.shop import Shop
from handlers.survey.eligibility import FLOOR
from handlers.survey.scales import Scale, default_scale
from storage import plans, surveys, waves
from storage.database import Session
from storage.kinds import PlanState, SurveyKind, WaveState
from storage.tables import Plan, Survey, Wave

AUDIENCES: Final = ("all",)

FARTHEST: Final = timedelta(days=2 * 366)
"""A wave further ahead than this has a mistyped year."""

SHORTEST_OPEN: Final = timedelta(hours=1)
LONGEST_OPEN: Final = timedelta(days=60)
LONGEST_DELAY: Final = timedelta(days=60)

LONGEST_NAME: Final = 100
"""Characters of a wave's name; what is over is cut off."""


_SPAN = re.compile(r"([0-9]{1,5})\s*([mhdw])", re.ASCII)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


class UnclearPlanError(ValueError):
    """A word that isn't understood; the message says what was meant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, understood: one wave at a moment, or after each purchase (`after` it was received)."""

    kind: SurveyKind
    audience: str
    name: str
    at: datetime | None
    after: timedelta | None
    open_for: timedelta
    remind_after: timedelta | None


def read(
    *,
    kind: str,
    audience: str,
    now: datetime,
    shop: Shop,
    at: str | None = None,
    after: str | None = None,
    name: str | None = None,
    open_for: str = "7d",
    reminder: str = "3d",
) -> Wanted:
    """Read the words of a plan; moments without a zone are the shop's. Raises UnclearPlanError.

    `at` is a moment, "now" if neither it nor `after` is given; `after` is "delivered" or "delivered+2d";
    `reminder` is a time after the question, or "none".
    """
    try:
        survey = SurveyKind(kind.strip().casefold())
    except ValueError:
        raise UnclearPlanError(f"I know the surveys {', '.join(SurveyKind)}, not {kind!r}.") from None
    if audience.strip().casefold() not in AUDIENCES:
        raise UnclearPlanError(f"I know the audience {', '.join(AUDIENCES)}, not {audience!r}.")
    if at is not None and after is not None:
        raise UnclearPlanError("A wave is either at a moment or after each purchase; give one of both.")
    named = " ".join((name or "").split())[:LONGEST_NAME].rstrip()
    which = "after purchase" if after is not None else f"{now.astimezone(shop.time_zone):%Y-%m-%d}"
    open_time, remind = _open_time(open_for), _reminder(reminder)
    if remind is not None and remind >= open_time:
        raise UnclearPlanError(
            f"A reminder after {reminder} comes when the question is closed already, after {open_for}."
        )
    return Wanted(
        kind=survey,
        audience=audience.strip().casefold(),
        name=named or f"{survey.upper()} {which}",
        at=_moment("now" if at is None else at, now=now, shop=shop) if after is None else None,
        after=_delay(after) if after is not None else None,
        open_for=open_time,
        remind_after=remind,
    )


def _open_time(said: str) -> timedelta:
    open_for = _span(said)
    if not SHORTEST_OPEN <= open_for <= LONGEST_OPEN:
        raise UnclearPlanError(f"A question stays open for 1h to 60d, not for {said}.")
    return open_for


def _reminder(said: str) -> timedelta | None:
    if said.strip().casefold() in ("none", "no", "0"):
        return None
    remind = _span(said)
    if remind < FLOOR:
        raise UnclearPlanError(f"A reminder comes 1d after the question at the earliest, not {said}.")
    return remind


def _delay(said: str) -> timedelta:
    """Since the customer has the order."""
    event, _, wait = (part.strip() for part in said.partition("+"))
    if event.casefold() != "delivered":
        raise UnclearPlanError(f'I understand "delivered" and such as "delivered+2d", not {said!r}.')
    delay = _span(wait) if wait else timedelta()
    if delay > LONGEST_DELAY:
        raise UnclearPlanError(f"After more than 60d nobody remembers an order; {said} is too long.")
    return delay


def _span(said: str) -> timedelta:
    found = _SPAN.fullmatch(said.strip().casefold())
    if found is None:
        raise UnclearPlanError(f'I understand times such as "90m", "12h", "3d" and "2w", not {said!r}.')
    return int(found[1]) * _UNITS[found[2]]


def _moment(at: str, *, now: datetime, shop: Shop) -> datetime:
    said = at.strip()
    if said.casefold() == "now":
        return now
    example = f"{(now.astimezone(shop.time_zone) + timedelta(days=1)).date()} 10:00"
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise UnclearPlanError(f'I understand "now" and moments such as "{example}", not {at!r}.') from None
    if _is_date(said):
        raise UnclearPlanError(f'{at} has no time of day; write it as in "{example}".')
    # By the year first: the first and the last hours of the calendar exist in one zone only.
    if moment.year > now.year + 3:
        raise UnclearPlanError(_too_far(at))
    if moment.year >= now.year - 1:
        moment = (moment if moment.tzinfo else _in_zone(moment, shop)).astimezone(UTC)
        if moment > now + FARTHEST:
            raise UnclearPlanError(_too_far(at))
        if moment >= now:
            return moment
    raise UnclearPlanError(f'{at} has passed; give a later moment, or "now".')


def _too_far(at: str) -> str:
    return f"{at} is more than two years ahead; check the year."


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
        raise UnclearPlanError(
            f"No clock in {shop.time_zone.key} will show {moment:%Y-%m-%d %H:%M}: "
            "they go forward then; give a time an hour later."
        )
    return local


async def scale_of(session: Session, kind: SurveyKind) -> Scale:
    """The scale that a kind is asked on now; the usual one where it wasn't asked yet."""
    newest = await surveys.newest(session, kind)
    return Scale(kind, newest.lowest, newest.highest) if newest else default_scale(kind)


async def survey_of(session: Session, kind: SurveyKind, *, now: datetime) -> Survey:
    """The newest survey of a kind; the first is made with its usual scale."""
    if newest := await surveys.newest(session, kind):
        return newest
    scale = default_scale(kind)
    return await surveys.add_version(
        session,
        kind,
        version=1,
        lowest=scale.lowest,
        highest=scale.highest,
        low_to=scale.bands.low_to,
        high_from=scale.bands.high_from,
        now=now,
    )


async def plan(session: Session, wanted: Wanted, *, now: datetime) -> Wave:
    """Store a wave; the agent fills and sends it when it is due."""
    survey = await survey_of(session, wanted.kind, now=now)
    return await waves.plan(
        session,
        Wave(
            name=wanted.name,
            survey_id=survey.id or 0,
            audience=wanted.audience,
            due_at=wanted.at or now,
            open_seconds=_seconds(wanted.open_for),
            remind_seconds=_seconds(wanted.remind_after) if wanted.remind_after else None,
            state=WaveState.PLANNED,
            created_at=now,
        ),
    )


async def plan_after(session: Session, wanted: Wanted, *, now: datetime) -> Plan:
    """Store a plan that asks after each purchase; the agent makes a wave of each day on which somebody is asked."""
    return await plans.add(
        session,
        Plan(
            name=wanted.name,
            kind=wanted.kind,
            audience=wanted.audience,
            delay_seconds=_seconds(wanted.after or timedelta()),
            open_seconds=_seconds(wanted.open_for),
            remind_seconds=_seconds(wanted.remind_after) if wanted.remind_after else None,
            state=PlanState.RUNNING,
            created_at=now,
        ),
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
