"""Waves: planned, filled from the people of the shop, and followed until every question is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, and_, exists, func, or_, select, update

from storage.database import Session
from storage.kinds import InvitationState, SurveyKind, WaveState
from storage.statements import among
from storage.tables import Contact, Purchase, Survey, Wave
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import purchase_table as purchase
from storage.tables import survey_table as survey
from storage.tables import wave_table as wave

IMPORTED: Final = "imported"
"""The audience of what another tool asked: its answers count, and it was no wave of ours."""

UNLINKED = "ref:"
"""The fill cursor of the second pass: over people who haven't opened a link yet."""


async def plan(session: Session, new: Wave) -> Wave:
    """Store a wave; the agent fills it when it is due."""
    session.add(new)
    await session.flush()
    return new


async def due(session: Session, now: datetime) -> list[tuple[Wave, Survey]]:
    """Waves whose people are to be chosen now, the oldest first; also those that a crash left half filled."""
    found = await session.execute(
        select(Wave, Survey)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(among(wave.c.state, WaveState.PLANNED, WaveState.FILLING), wave.c.due_at <= now)
        .order_by(wave.c.due_at, wave.c.id)
    )
    return [(row[0], row[1]) for row in found]


async def by_id(session: Session, wave_id: int) -> Wave | None:
    """The wave as it is now."""
    return await session.get(Wave, wave_id, populate_existing=True, with_for_update=True)


async def next_due(session: Session, *, after: datetime) -> datetime | None:
    """The moment at which the next planned wave is due."""
    found = await session.execute(
        select(func.min(wave.c.due_at)).where(among(wave.c.state, WaveState.PLANNED), wave.c.due_at > after)
    )
    moment: datetime | None = found.scalar_one_or_none()
    return moment


async def set_state(session: Session, wave_id: int, state: WaveState, *, cursor: str | None = None) -> None:
    """Move a wave on; `cursor` says how far it is filled."""
    values: dict[str, object] = {"state": state}
    if cursor is not None:
        values["fill_cursor"] = cursor
    await session.execute(update(wave).where(wave.c.id == wave_id).values(values))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of an audience: a contact, or a ref nobody has opened a link of; and the order to ask about.

    `open_order` is the latest order that may be asked about; `latest_order` the latest of all, which says
    why there is none to ask about. `too_late`: the moment to ask about it passed while nobody could.
    """

    cursor: str
    contact: Contact | None
    open_order: Purchase | None
    latest_order: Purchase | None
    too_late: bool = False


async def linked_people(
    session: Session, *, kind: SurveyKind, after: int, now: datetime, most: int
) -> list[Person]:
    """Contacts with at least one purchase, by id, from the one after `after`."""
    other = purchase.alias("other")
    mine = other.c.contact_id == contact.c.id
    open_one = and_(
        mine,
        other.c.received_at <= now,
        other.c.cancelled_at.is_(None),
        ~other.c.is_test,
        # NPS asks about the shop: any order of theirs shows that they know it, asked about or not.
        *(() if kind is SurveyKind.NPS else (~asked_about(other, kind),)),
    )
    found = await session.execute(
        select(
            Contact,
            _latest(other, open_one).label("open_id"),
            _latest(other, mine).label("latest_id"),
        )
        .where(contact.c.id > after, exists().where(purchase.c.contact_id == contact.c.id))
        .order_by(contact.c.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    rows = found.all()
    orders = await _orders(
        session, [order for row in rows for order in (row.open_id, row.latest_id) if order]
    )
    return [
        Person(
            cursor=str(row[0].id),
            contact=row[0],
            open_order=orders.get(row.open_id),
            latest_order=orders.get(row.latest_id),
        )
        for row in rows
    ]


def asked_about(orders: FromClause, kind: SurveyKind) -> ColumnElement[bool]:
    """Whether a question of this kind is or was out about an order; a test doesn't count."""
    return exists().where(
        invitation.c.kind == kind,
        invitation.c.purchase_id == orders.c.id,
        ~invitation.c.is_test,
        ~among(
            invitation.c.state, InvitationState.SKIPPED, InvitationState.CANCELLED, InvitationState.FAILED
        ),
    )


async def unlinked_people(session: Session, *, after: str, most: int) -> list[Person]:
    """Refs of purchases that belong to no contact, in order, from the one after `after`."""
    found = await session.execute(
        select(purchase.c.contact_ref, func.max(purchase.c.id).label("latest_id"))
        .where(purchase.c.contact_id.is_(None), purchase.c.contact_ref > after)
        .group_by(purchase.c.contact_ref)
        .order_by(purchase.c.contact_ref)
        .limit(most)
    )
    rows = found.all()
    orders = await _orders(session, [row.latest_id for row in rows])
    return [
        Person(
            cursor=UNLINKED + row.contact_ref,
            contact=None,
            open_order=None,
            latest_order=orders.get(row.latest_id),
        )
        for row in rows
    ]


async def finish_settled(session: Session, now: datetime) -> None:
    """Waves whose every question is answered, expired or given up are done."""
    still_open = exists().where(
        invitation.c.wave_id == wave.c.id,
        among(invitation.c.state, InvitationState.DUE, InvitationState.SENDING, InvitationState.SENT),
    )
    # What may have arrived can be answered, and its reminder reaches whom it didn't, until its time is up.
    maybe_open = exists().where(
        invitation.c.wave_id == wave.c.id,
        among(invitation.c.state, InvitationState.UNKNOWN),
        invitation.c.expires_at > now,
    )
    await session.execute(
        update(wave)
        .where(
            among(wave.c.state, WaveState.RUNNING),
            ~still_open,
            ~maybe_open,
            or_(wave.c.fills_until.is_(None), wave.c.fills_until <= now),
        )
        .values(state=WaveState.DONE, finished_at=now)
    )


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """A wave and how many of its people are in each state: each person in exactly one."""

    wave: Wave
    kind: SurveyKind
    states: dict[InvitationState, int]

    @property
    def audience(self) -> int:
        """Everybody the wave looked at, asked or not."""
        return sum(self.states.values())


async def counts(session: Session) -> list[WaveCounts]:
    """Every wave that was planned, in the order in which they were; imported history isn't among them."""
    waves = await session.execute(
        select(Wave, survey.c.kind)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(wave.c.audience != IMPORTED)
        .order_by(wave.c.id)
    )
    tally = await session.execute(
        select(invitation.c.wave_id, invitation.c.state, func.count()).group_by(
            invitation.c.wave_id, invitation.c.state
        )
    )
    by_wave: dict[int, dict[InvitationState, int]] = {}
    for wave_id, state, number in tally:
        by_wave.setdefault(wave_id, {})[state] = number
    return [
        WaveCounts(
            wave=row[0],
            kind=row[1],
            states={state: by_wave.get(row[0].id, {}).get(state, 0) for state in InvitationState},
        )
        for row in waves
    ]


def _latest(orders: FromClause, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(orders.c.id)
        .where(condition)
        .order_by(orders.c.received_at.desc(), orders.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def _orders(session: Session, ids: Sequence[int]) -> dict[int, Purchase]:
    if not ids:
        return {}
    found = await session.execute(
        select(Purchase).where(purchase.c.id.in_(set(ids))).execution_options(populate_existing=True)
    )
    return {order.id: order for order in found.scalars() if order.id is not None}
