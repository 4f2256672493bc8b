"""A wave as somebody asks for it: the words read, the survey chosen, the wave stored."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from handlers.shop import Shop
from handlers.survey.scales import Scale, default_scale
from storage import surveys, waves
from storage.database import Session
from storage.kinds import SurveyKind, WaveState
from storage.tables import Survey, Wave

AUDIENCES: Final = ("all",)

FARTHEST: Final = timedelta(days=2 * 366)
"""A wave further ahead than this has a mistyped year."""

LONGEST_NAME: Final = 100
"""Characters of a wave's name; what is over is cut off."""


class UnclearPlanError(ValueError):
    """A word that isn't understood; the message says what was meant."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for, understood."""

    kind: SurveyKind
    audience: str
    at: datetime
    name: str


def read(*, kind: str, audience: str, at: str, name: str | None, now: datetime, shop: Shop) -> Plan:
    """Read the words of a plan; moments without a zone are the shop's. Raises UnclearPlanError."""
    try:
        survey = SurveyKind(kind.strip().casefold())
    except ValueError:
        raise UnclearPlanError(f"I know the surveys {', '.join(SurveyKind)}, not {kind!r}.") from None
    if audience.strip().casefold() not in AUDIENCES:
        raise UnclearPlanError(f"I know the audience {', '.join(AUDIENCES)}, not {audience!r}.")
    named = " ".join((name or "").split())[:LONGEST_NAME].rstrip()
    return Plan(
        kind=survey,
        audience=audience.strip().casefold(),
        at=_moment(at, now=now, shop=shop),
        name=named or f"{survey.upper()} {now.astimezone(shop.time_zone):%Y-%m-%d}",
    )


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


async def plan(session: Session, wanted: Plan, *, now: datetime) -> Wave:
    """Store the wave; the agent fills and sends it when it is due."""
    survey = await survey_of(session, wanted.kind, now=now)
    return await waves.plan(
        session,
        Wave(
            name=wanted.name,
            survey_id=survey.id or 0,
            audience=wanted.audience,
            due_at=wanted.at,
            state=WaveState.PLANNED,
            created_at=now,
        ),
    )
