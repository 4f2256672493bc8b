"""Plans that ask by a rule: kept, stopped; whose purchases one asks about, in the wave of which day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, update

from storage.database import Session
from storage.kinds import PlanState, WaveState
from storage.people import ORDER, UNLINKED, OrderFacts, Orders, Person, contacts_of, orders_of
from storage.statements import among, insert
from storage.tables import Limits, Plan, Survey, Wave
from storage.tables import invitation_table as invitation
from storage.tables import plan_table as plan
from storage.tables import purchase_table as purchase
from storage.tables import wave_table as wave
from storage.waves import NOT_OVER

GIVEN_UP: Final = timedelta(days=30)
"""So long after it was too late an order is still noted as such; older ones aren't a plan's business."""

_AHEAD: Final = or_(
    among(wave.c.state, WaveState.PLANNED),
    and_(among(wave.c.state, WaveState.PAUSED), among(wave.c.resumes_as, WaveState.PLANNED)),
)
"""Whether a wave hasn't begun, paused or not. It is true or false, never NULL, and so can be negated."""


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


async def by_id(session: Session, plan_id: int) -> Plan | None:
    """The plan as it is now; None where there is none."""
    return await session.get(Plan, plan_id, populate_existing=True)


async def waves_under_way(session: Session, plan_id: int) -> int:
    """How many of a plan's waves have begun and not ended; stopping the plan lets them go on."""
    found = await session.execute(
        select(func.count())
        .select_from(wave)
        .where(wave.c.plan_id == plan_id, among(wave.c.state, *sorted(NOT_OVER)), ~_AHEAD)
    )
    return found.scalar_one()


async def stop(session: Session, plan_id: int, *, now: datetime) -> bool:
    """Let a plan make no more questions; those that are in line still leave. False: there is no such plan.

    The wave that one which repeats has planned ahead doesn't begin any more.
    """
    stopped = await session.execute(
        update(plan)
        .where(plan.c.id == plan_id)
        .values(state=PlanState.STOPPED, stopped_at=func.coalesce(plan.c.stopped_at, now))
        .returning(plan.c.id)
    )
    await session.execute(
        update(wave)
        .where(wave.c.plan_id == plan_id, _AHEAD)
        .values(state=WaveState.STOPPED, finished_at=now, resumes_as=None)
    )
    return stopped.first() is not None


def handed_on(of: Limits, day: date) -> Limits:
    """The limits of a plan's wave of a day: the plan's own; only the sample is drawn anew."""
    limits = Limits(**{name: getattr(of, name) for name in Limits.model_fields})
    if limits.sample_seed is not None:
        limits.sample_seed += day.toordinal()
    return limits


def values_of_wave(of: Plan, survey: Survey, *, day: date, now: datetime) -> dict[str, Any]:
    """What a plan's wave of a day has from the plan, whenever it begins."""
    return {
        "name": f"{of.name} {day.isoformat()}",
        "survey_id": survey.id,
        "audience": of.audience,
        "open_seconds": of.open_seconds,
        "remind_seconds": of.remind_seconds,
        "plan_id": of.id,
        "day": day,
        "is_test": False,
        "fill_cursor": "",
        "created_at": now,
        **handed_on(of, day).model_dump(),
    }


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
            **values_of_wave(of, survey, day=day, now=now),
            due_at=now,
            fills_until=until,
            state=WaveState.RUNNING,
            began_at=now,
        )
        .on_conflict_do_nothing(index_elements=["plan_id", "day"])
    )
    found = await session.execute(select(Wave).where(wave.c.plan_id == of.id, wave.c.day == day))
    return found.scalar_one()


Place: TypeAlias = tuple[datetime, int]
"""Where a page of purchases ends: when the last was received, and its id."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """People with purchases that a plan's moment has come for; the next page begins `beyond`, if there is one."""

    people: Sequence[Person]
    beyond: Place | None


async def people_due(
    session: Session,
    of: Plan,
    *,
    day: date,
    now: datetime,
    patience: timedelta,
    most: int,
    beyond: Place | None = None,
    hold: bool = False,
) -> PlanPage:
    """A page of up to `most` purchases whose moment to be asked about has come, the latest received first.

    A purchase is put into a wave once by a plan. One that nobody has opened the link of is waited for, for as
    long as `patience`; afterwards it is too late for anybody. Somebody who stands in the wave of this day
    already waits for the next one. `hold`: see `storage/people.py`.
    """
    delay = timedelta(seconds=of.delay_seconds or 0)
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
    conditions = [
        # The moment to ask came since the plan was made, and has come by now.
        purchase.c.received_at >= since,
        purchase.c.received_at <= now - delay,
        _ready(now - delay - patience),
        ~looked_at,
        ~in_todays_wave,
    ]
    if beyond is not None:
        conditions.append(tuple_(purchase.c.received_at, purchase.c.id) < beyond)
    found = await session.execute(
        select(*ORDER)
        .where(*conditions)
        .order_by(purchase.c.received_at.desc(), purchase.c.id.desc())
        .limit(most)
    )
    orders = [OrderFacts(*row) for row in found]
    due: defaultdict[str, list[OrderFacts]] = defaultdict(list)
    for order in orders:
        due[str(order.contact_id) if order.contact_id else f"{UNLINKED}{order.id}"].append(order)
    owners = await contacts_of(session, {order.contact_id for order in orders if order.contact_id}, hold=hold)
    theirs = await orders_of(session, owners, of.kind)
    people = []
    for cursor, together in due.items():
        owner = owners.get(together[0].contact_id or 0)
        every = theirs[owner.id] if owner else Orders(together, set())
        people.append(
            Person(
                cursor=cursor,
                contact=owner,
                orders=every.all,
                asked_about=every.asked,
                due=together,
                too_late_before=now - delay - patience,
            )
        )
    return PlanPage(people, (orders[-1].received_at, orders[-1].id) if len(orders) == most else None)


def _ready(too_late_before: datetime) -> ColumnElement[bool]:
    """Linked to a person; or given up."""
    return or_(purchase.c.contact_id.is_not(None), and_(purchase.c.received_at < too_late_before))
