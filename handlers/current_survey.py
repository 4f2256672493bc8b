"""The survey by which a kind is asked now, and its scale."""

from datetime import datetime

from handlers.survey.scales import Scale, default_scale
from storage import surveys
from storage.database import Session
from storage.kinds import SurveyKind
from storage.tables import Survey


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
