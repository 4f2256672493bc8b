"""Plans that repeat: what is planned ahead, what is made up, what is moved and what is left out."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.marketer import planning, repeating
from handlers.shop import Shop
from storage import halting, repeats, waves
from storage.kinds import Every, WaveState
from storage.migrate import open_database
from storage.tables import Plan, Wave
from storage.writer import Writer

SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")
NOW = datetime(2026, 11, 23, 12, 0, 30, 500_000, tzinfo=UTC)
FIRST = datetime(2026, 12, 1, 8, tzinfo=UTC)  # ten in the morning in Riga
SECOND = datetime(2026, 12, 8, 8, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Weeks:
    """A plan that asks every week, and what is known of its waves."""

    def __init__(self, database):
        self.database = database
        self.writer = Writer(database=database)
        self.plan: Any = None

    async def begin(self, at="2026-12-01 10:00", every="week", shop=SHOP):
        wanted = planning.read(kind="nps", audience="all", at=at, every=every, now=NOW, shop=shop)
        async with self.writer.unit() as session:
            self.plan = await repeating.plan(session, wanted, shop=shop, now=NOW)
            await session.commit()
        return self

    async def look(self, now, shop=SHOP):
        """What the plan lacked, and has now, by its moments."""
        async with self.writer.unit() as session:
            lacked = await repeating.lacking(session, self.plan, shop=shop, now=now)
            await repeating.keep_ahead(session, self.plan, shop=shop, now=now)
            assert await repeating.lacking(session, self.plan, shop=shop, now=now) == []
            await session.commit()
        return [found.moment for found in lacked]

    async def waves(self):
        async with self.database.reading() as session:
            found = await repeats.known(session, self.plan.id, since=date(2026, 1, 1))
        return {day.isoformat()[5:]: (wave.state.value, wave.due_at) for day, wave in sorted(found.items())}

    async def do(self, what, number, **named):
        async with self.writer.unit() as session:
            await what(session, number, **named)
            await session.commit()


@pytest.fixture
async def weeks(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield Weeks(database)
    await database.close()


async def test_the_first_wave_stands_as_soon_as_the_plan_is_made(weeks):
    await weeks.begin()
    assert await weeks.waves() == {"12-01": ("planned", FIRST)}
    assert await weeks.look(NOW) == []
    assert await weeks.look(FIRST - timedelta(seconds=1)) == []


async def test_the_next_stands_as_soon_as_one_has_come(weeks):
    await weeks.begin()
    assert await weeks.look(FIRST) == [SECOND]
    assert await weeks.look(FIRST + DAY) == []


async def test_a_plan_from_now_on_begins_now_and_repeats_at_this_second(weeks):
    await weeks.begin(at="now", every="month")
    began = NOW.replace(microsecond=0)
    assert await weeks.waves() == {"11-23": ("planned", began), "12-23": ("planned", began.replace(month=12))}
    assert (weeks.plan.first_day, weeks.plan.at_time) == (date(2026, 11, 23), time(14, 0, 30))


async def test_what_fell_into_an_outage_is_planned_where_it_should_have_been_each_once(weeks):
    await weeks.begin()
    assert await weeks.look(FIRST + 15 * DAY) == [FIRST + 7 * DAY, FIRST + 14 * DAY, FIRST + 21 * DAY]


async def test_a_clock_that_was_years_ahead_leaves_no_hundreds_of_waves_and_no_gap_when_it_is_right_again(
    weeks,
):
    await weeks.begin()
    ahead = await weeks.look(FIRST + 3650 * DAY)
    assert len(ahead) <= repeating.REPORTED_FOR / timedelta(weeks=1) + 2
    assert await weeks.look(FIRST + HOUR) == [SECOND]


async def test_a_wave_that_was_stopped_ahead_of_its_time_is_left_out_and_the_one_after_is_next(weeks):
    await weeks.begin()
    await weeks.do(halting.stop, 1, now=NOW)
    assert await weeks.look(NOW) == [SECOND]
    assert await weeks.look(NOW + DAY) == []
    assert await weeks.look(SECOND) == [SECOND + 7 * DAY]


async def test_a_wave_that_is_paused_stays_the_next(weeks):
    await weeks.begin()
    await weeks.do(halting.pause, 1)
    assert await weeks.look(NOW) == []
    assert await weeks.look(FIRST) == [SECOND]
    assert (await weeks.waves())["12-01"] == ("paused", FIRST)


async def test_a_wave_planned_before_the_country_changed_its_clocks_is_moved_with_them(weeks):
    await weeks.begin()
    warsaw = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Warsaw"), language="en")
    assert await weeks.look(NOW, shop=warsaw) == [FIRST + HOUR]
    assert await weeks.waves() == {"12-01": ("planned", FIRST + HOUR)}


async def test_one_that_has_begun_is_not_planned_again_by_a_clock_that_was_set_back(weeks):
    await weeks.begin()
    async with weeks.database.reading() as session:
        ((wave, survey),) = await waves.due(session, FIRST)
    await weeks.do(waves.begin, wave.id, survey_id=survey.id, now=FIRST)
    assert await weeks.look(NOW) == [SECOND]
    assert (await weeks.waves())["12-01"] == ("filling", FIRST)


def plan_of(**values: Any) -> Plan:
    return Plan(**values)


def wave_of(**values: Any) -> Wave:
    return Wave(**values)


def test_a_plan_after_each_purchase_has_no_schedule():
    plan = plan_of(id=7, delay_seconds=0)
    with pytest.raises(ValueError, match="Plan 7"):
        repeating.schedule_of(plan, SHOP)


@pytest.mark.parametrize("every", Every)
def test_a_schedule_is_as_it_was_stored(every):
    wanted = planning.read(kind="nps", audience="all", at="2027-01-31 09:30", every=every, now=NOW, shop=SHOP)
    assert wanted.repeats is not None
    plan = plan_of(every=every, first_day=wanted.repeats.first_day, at_time=wanted.repeats.at)
    assert repeating.schedule_of(plan, SHOP) == wanted.repeats
    assert next(wanted.repeats.after(NOW)).moment == wanted.at


@pytest.mark.parametrize(
    ("values", "late", "missed"),
    [
        ({"plan_id": 1}, 12 * HOUR, False),
        ({"plan_id": 1}, 12 * HOUR + timedelta(seconds=1), True),
        ({"plan_id": 1, "state": WaveState.FILLING}, 13 * HOUR, False),
        ({"plan_id": 1, "created_at": NOW + HOUR}, 13 * HOUR, True),  # its moment passed unseen
        ({}, 12 * HOUR, False),
        ({}, 12 * HOUR + timedelta(seconds=1), True),
        ({"state": WaveState.FILLING}, 13 * HOUR, False),
        ({"state": WaveState.PAUSED}, 13 * HOUR, False),
        ({"created_at": NOW}, 100 * HOUR, False),
    ],
)
def test_a_wave_is_missed_only_if_it_is_too_late_for_a_moment_to_come_and_has_not_begun(values, late, missed):
    given = {"state": WaveState.PLANNED, "created_at": NOW - 24 * HOUR, "due_at": NOW}
    assert repeating.is_missed(wave_of(**given | values), NOW + late) is missed
