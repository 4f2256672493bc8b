"""A wave as somebody asks for it: the words read, the survey chosen, the wave stored."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from handlers.shop import Shop
from handlers.survey.scales import Scale
from storage import surveys, waves
from storage.database import Session
from storage.kinds import SurveyKind, WaveState
from storage.tables import Survey, Wave

AUDIENCES: Final = ("all",)

_FIRST_SCALES: Final = {
    SurveyKind.CSAT: Scale(SurveyKind.CSAT, 1, 5),
    SurveyKind.NPS: Scale(SurveyKind.NPS, 0, 10),
    SurveyKind.CES: Scale(SurveyKind.CES, 1, 7),
}


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
        survey = SurveyKind(kind.casefold())
    except ValueError:
        raise UnclearPlanError(f"I know the surveys {', '.join(SurveyKind)}, not {kind!r}.") from None
    if audience.casefold() not in AUDIENCES:
        raise UnclearPlanError(f"I know the audience {', '.join(AUDIENCES)}, not {audience!r}.")
    return Plan(
        kind=survey,
        audience=audience.casefold(),
        at=_moment(at, now=now, shop=shop),
        name=(name or f"{survey.upper()} {now.astimezone(shop.time_zone):%Y-%m-%d}").strip()[:100],
    )


def _moment(at: str, *, now: datetime, shop: Shop) -> datetime:
    if at.casefold() == "now":
        return now
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise UnclearPlanError(f'I understand "now" and moments such as "2026-05-05 10:00", not {at!r}.') from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=shop.time_zone)
    if moment < now:
        raise UnclearPlanError(f'{at} has passed; give a later moment, or "now".')
    return moment.astimezone(UTC)


async def survey_of(session: Session, kind: SurveyKind, *, now: datetime) -> Survey:
    """The newest survey of a kind; the first is made with its usual scale."""
    if newest := await surveys.newest(session, kind):
        return newest
    scale = _FIRST_SCALES[kind]
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
