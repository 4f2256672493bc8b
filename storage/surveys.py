"""The questions, their scales and their words, by version."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from storage.database import Session
from storage.kinds import SurveyKind, Symbols
from storage.statements import insert
from storage.tables import Survey
from storage.tables import survey_table as survey


async def newest(session: Session, kind: SurveyKind) -> Survey | None:
    """The version of this kind that new waves use."""
    found = await session.execute(
        select(Survey).where(survey.c.kind == kind).order_by(survey.c.version.desc()).limit(1)
    )
    return found.scalar_one_or_none()


async def add_version(
    session: Session,
    kind: SurveyKind,
    *,
    version: int,
    lowest: int,
    highest: int,
    low_to: int,
    high_from: int,
    symbols: Symbols = Symbols.DIGITS,
    wording: Mapping[str, Mapping[str, str]] | None = None,
    quick_answers: Sequence[str] | None = None,
    now: datetime,
) -> Survey:
    """Add a version; the same version twice is the same survey."""
    await session.execute(
        insert(session, survey)
        .values(
            kind=kind,
            version=version,
            lowest=lowest,
            highest=highest,
            low_to=low_to,
            high_from=high_from,
            symbols=symbols,
            wording=wording,
            quick_answers=quick_answers,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    found = await session.execute(select(Survey).where(survey.c.kind == kind, survey.c.version == version))
    return found.scalar_one()
