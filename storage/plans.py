"""Plans that ask by a rule: whose purchases are to be asked about, in the wave of which day."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from storage.database import Session
from storage.kinds import PlanState, SurveyKind, WaveState
from storage.statements import among, insert
from storage.tables import Contact, Plan, Purchase, Survey, Wave
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import plan_table as plan
from storage.tables import purchase_table as purchase
from storage.tables import wave_table as wave
from storage.waves import UNLINKED, Person, asked_about

GIVEN_UP: Final = timedelta(days=30)
"""So long after it was too late an order is still noted as such; older ones aren't a plan's business."""


async def add(session: Session, new: Plan) -> Plan:
    """Store a plan; the agent asks by it from now on."""
    session.add(new)
    await session.flush()
    return new


async def running(session: Session) -> list[Plan]:
    """The plans that go on, the oldest first."""
    found = await session.execute(
        select(Plan).where(among(plan.c.state, PlanState.RUNNING)).order_by(plan.c.id)
    )
    return list(found.scalars())


async def everyone(session: Session) -> list[Plan]:
    """All plans, the oldest first, also those that were stopped."""
    return list((await session.execute(select(Plan).order_by(plan.c.id))).scalars())


async def stop(session: Session, plan_id: int, *, now: datetime) -> bool:
    """Let a plan make no more questions; those that are in line still leave. False: there is no such plan."""
    stopped = await session.execute(
        update(plan)
        .where(plan.c.id == plan_id)
        .values(state=PlanState.STOPPED, stopped_at=func.coalesce(plan.c.stopped_at, now))
        .returning(plan.c.id)
    )
    return stopped.first() is not None


async def still_running(session: Session, plan_id: int) -> bool:
    """Whether somebody has stopped it meanwhile."""
    found = await session.execute(select(plan.c.state).where(plan.c.id == plan_id).with_for_update())
    state: PlanState | None = found.scalar_one_or_none()
    return state is PlanState.RUNNING


async def wave_of_day(
    session: Session, of: Plan, survey: Survey, *, day: date, until: datetime, now: datetime
) -> Wave:
    """The plan's wave of one of the shop's days, made when its first person is found; it ends at `until`."""
    await session.execute(
        insert(session, wave)
        .values(
            name=f"{of.name} {day.isoformat()}",
            survey_id=survey.id,
            audience=of.audience,
            due_at=now,
            open_seconds=of.open_seconds,
            remind_seconds=of.remind_seconds,
            plan_id=of.id,
            day=day,
            fills_until=until,
            is_test=False,
            state=WaveState.RUNNING,
            fill_cursor="",
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["plan_id", "day"])
    )
    found = await session.execute(select(Wave).where(wave.c.plan_id == of.id, wave.c.day == day))
    return found.scalar_one()


async def people_due(
    session: Session, of: Plan, *, day: date, now: datetime, patience: timedelta, most: int
) -> list[Person]:
    """People with a purchase whose moment to be asked about has come, each with the latest such purchase.

    A purchase is looked at once by a plan. One that nobody has opened the link of is waited for, for as long
    as `patience`; afterwards it is too late for anybody. Somebody who stands in the wave of this day already
    waits for the next one.
    """
    delay = timedelta(seconds=of.delay_seconds)
    looked_at = exists().where(
        invitation.c.wave_id == wave.c.id,
        wave.c.plan_id == of.id,
        invitation.c.order_id == purchase.c.order_id,
    )
    in_todays_wave = exists().where(
        invitation.c.wave_id == wave.c.id,
        wave.c.plan_id == of.id,
        wave.c.day == day,
        invitation.c.contact_id == purchase.c.contact_id,
    )
    since = max(of.created_at, now - patience - GIVEN_UP) - delay
    found = await session.execute(
        select(Purchase, Contact, asked_about(purchase, of.kind).label("asked_about"))
        .outerjoin(contact, contact.c.id == purchase.c.contact_id)
        .where(
            # The moment to ask came since the plan was made, and has come by now.
            purchase.c.received_at >= since,
            purchase.c.received_at <= now - delay,
            _ready(now - delay - patience),
            ~looked_at,
            ~in_todays_wave,
        )
        .order_by(purchase.c.received_at.desc(), purchase.c.id.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    people: dict[str, Person] = {}
    for row in found:
        order, asked = row[0], row[2]
        owner: Contact | None = row[1]
        cursor = str(owner.id) if owner is not None else f"{UNLINKED}{order.id}"
        if cursor not in people:  # the latest of somebody's purchases; the others come with the next wave
            people[cursor] = Person(
                cursor=cursor,
                contact=owner,
                open_order=None if asked and of.kind is not SurveyKind.NPS else order,
                latest_order=order,
                too_late=order.received_at < now - delay - patience,
            )
    return list(people.values())


def _ready(too_late_before: datetime) -> ColumnElement[bool]:
    """Linked to a person; or given up."""
    return or_(purchase.c.contact_id.is_not(None), and_(purchase.c.received_at < too_late_before))
