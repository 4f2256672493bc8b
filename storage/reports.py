"""The one query over eligible answers, from which every figure comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from storage.database import Session
from storage.kinds import InvitationState, SurveyKind
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import response_table as response
from storage.tables import survey_table as survey
from storage.tables import wave_table as wave

FIELDS: Final = ("product", "category", "store", "operator", "channel", "language", "wave")
"""What answers can be filtered by and split by: the snapshot taken when the invitation was made."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers: of a kind, given in `[since, until)`, and where every field of `where` has one of its values.

    With a `wave_id` only those of that wave; two waves may have one name.
    """

    kind: SurveyKind
    since: datetime | None = None
    until: datetime | None = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wave_id: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How often a score was given on a scale, by the value of a field where the answers are split."""

    lowest: int
    highest: int
    score: int
    number: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The invitations that were delivered in a time, and how many of those same ones were answered."""

    delivered: int
    answered: int


_STAFF: Final = select(contact.c.id).where(contact.c.is_staff)
"""Few, or nobody: both databases look them up once, where a join would look up everybody."""


_WAVE_NAME: Final = select(wave.c.name).where(wave.c.id == invitation.c.wave_id).scalar_subquery()


def _within(scope: Scope, moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """The live invitations of a scope (no test, not of staff, not voided), by the moment that counts here."""
    conditions: list[ColumnElement[bool]] = [
        invitation.c.kind == scope.kind,
        ~invitation.c.is_test,
        invitation.c.voided_at.is_(None),
        func.coalesce(invitation.c.contact_id, 0).not_in(_STAFF),
        *(_column(name).in_(list(values)) for name, values in scope.where.items()),
    ]
    if scope.wave_id is not None:
        conditions.append(invitation.c.wave_id == scope.wave_id)
    if scope.since is not None:
        conditions.append(moment >= scope.since)
    if scope.until is not None:
        conditions.append(moment < scope.until)
    return and_(*conditions)


def _eligible(scope: Scope) -> ColumnElement[bool]:
    """The answers of a scope that were given before the invitation expired.

    By the first tap: one that changes an answer may come a little after the time is up.
    """
    in_time = or_(invitation.c.expires_at.is_(None), response.c.first_answered_at < invitation.c.expires_at)
    return and_(_within(scope, response.c.answered_at), in_time)


def _column(name: str) -> ColumnElement[Any]:
    if name not in FIELDS:
        raise ValueError(f"Answers have no field {name!r}.")
    return _WAVE_NAME if name == "wave" else invitation.c[name]


def _answers(scope: Scope, by: str | None) -> Select[Any]:
    """The eligible answers themselves: one row each, one per person and cell for NPS (their last)."""
    cell = _column(by) if by is not None else None
    columns: list[ColumnElement[Any]] = [response.c.lowest, response.c.highest, response.c.score]
    if cell is not None:
        columns.append(cell.label("value"))
    statement = (
        select(*columns)
        .select_from(response)
        .join(invitation, invitation.c.id == response.c.invitation_id)
        .where(_eligible(scope))
    )
    if scope.kind is not SurveyKind.NPS:
        return statement
    order = func.row_number().over(
        partition_by=[invitation.c.contact_id, *([cell] if cell is not None else [])],
        order_by=[response.c.answered_at.desc(), response.c.id.desc()],
    )
    ranked = statement.add_columns(order.label("place")).subquery()
    return select(*(ranked.c[column.name] for column in statement.selected_columns)).where(
        ranked.c.place == 1
    )


async def score_counts(session: Session, scope: Scope, *, by: str | None = None) -> list[ScoreCount]:
    """How often each score was given; `by` splits the answers by a field."""
    answers = _answers(scope, by).subquery()
    cell = () if by is None else (answers.c.value,)
    groups = (answers.c.lowest, answers.c.highest, answers.c.score)
    found = await session.execute(
        select(*groups, func.count(), *cell).group_by(*groups, *cell).order_by(*groups, *cell)
    )
    return [ScoreCount(*row) for row in found]


async def delivery(session: Session, scope: Scope) -> Delivery:
    """Delivered invitations by when they were sent, and the answered among them: never over 100 %."""
    return await _delivered(session, _within(scope, invitation.c.sent_at))


async def closed_delivery(session: Session, scope: Scope, *, now: datetime) -> Delivery:
    """The same of those alone that can't be answered any more: what is to be expected of others is told by these.

    The answered among the open ones don't count either: the quick would count before the silent.
    """
    return await _delivered(session, _within(scope, invitation.c.sent_at), invitation.c.expires_at <= now)


async def _delivered(session: Session, *which: ColumnElement[bool]) -> Delivery:
    answered = func.count().filter(invitation.c.state == InvitationState.ANSWERED)
    found = await session.execute(
        select(func.count(), answered)
        .select_from(invitation)
        .where(*which, invitation.c.sent_at.is_not(None))
    )
    return Delivery(*found.one())


@dataclass(frozen=True, slots=True)
class Verbatim:
    """One answer as somebody reads it, with what it was about."""

    score: int
    highest: int
    comment: str | None
    first_name: str
    product: str | None
    store: str | None
    reason: str | None = None
    wording: Mapping[str, Mapping[str, str]] | None = (
        None  # of the version that was asked: see Survey.wording
    )


async def verbatims(session: Session, scope: Scope, *, most: int, low: bool) -> list[Verbatim]:
    """The newest eligible answers: those with words or a quick answer, or (`low`) the low ones."""
    said = or_(response.c.comment.is_not(None), response.c.reason.is_not(None))
    found = await session.execute(
        select(
            response.c.score,
            response.c.highest,
            response.c.comment,
            contact.c.first_name,
            invitation.c.product,
            invitation.c.store,
            response.c.reason,
            survey.c.wording,
        )
        .select_from(response)
        .join(invitation, invitation.c.id == response.c.invitation_id)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .join(survey, survey.c.id == invitation.c.survey_id)
        .where(
            _eligible(scope),
            response.c.score <= survey.c.low_to if low else said,
        )
        .order_by(response.c.answered_at.desc(), response.c.id.desc())
        .limit(most)
    )
    return [Verbatim(*row) for row in found]


async def waiting(
    session: Session, kind: SurveyKind, *, where: Mapping[str, Sequence[str]] | None = None
) -> int:
    """How many questions of a kind are out at present, unanswered, and would count if they were."""
    found = await session.execute(
        select(func.count())
        .select_from(invitation)
        .where(
            _within(Scope(kind=kind, where=where or {}), invitation.c.sent_at),
            invitation.c.state.in_([InvitationState.SENT, InvitationState.UNKNOWN]),
        )
    )
    return int(found.scalar_one())


async def values_of(session: Session, name: str, *, most: int = 1000) -> list[str]:
    """The values that a field has in the invitations there are."""
    column = wave.c.name if name == "wave" else _column(name)
    found = await session.execute(select(column).where(column.is_not(None)).distinct().limit(most))
    return sorted(found.scalars())
