"""Plans that repeat, followed by the ticks: one wave each time, at its local time; made up late, or missed."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.marketer.repeating import MADE_UP_WITHIN
from handlers.shop import Shop
from storage import plans, surveys
from storage.kinds import InvitationState, SurveyKind, WaveState
from storage.tables import invitation_table
from tests.scheduler.days import DAY, HOUR, MINUTE, Days
from tests.scheduler.stage import SHOP

FIRST = datetime(2026, 5, 12, 7, tzinfo=UTC)  # a week after the stage's now, at ten in Riga
WEEK = 7 * DAY


async def go_to(days: Days, moment: datetime) -> list[str]:
    return await days.pass_by(seconds=(moment - days.now).total_seconds())


async def states(days: Days) -> list[tuple[str, str]]:
    return [(wave.day.isoformat()[5:], wave.state) for wave in await days.waves()]


async def weekly(days: Days, **words: str) -> Any:
    return await days.repeat("week", "2026-05-12 10:00", **words)


async def test_a_wave_begins_at_its_moment_and_the_next_stands_ahead(days):
    plan = await weekly(days)
    anna = await days.customer()
    assert await go_to(days, FIRST - timedelta(seconds=1)) == []
    assert await go_to(days, FIRST) == [f"question {anna}"]
    first, second = await days.waves()
    assert (first.state, first.began_at, first.plan_id) == (WaveState.RUNNING, FIRST, plan.id)
    assert (second.state, second.due_at, second.began_at) == (WaveState.PLANNED, FIRST + WEEK, None)
    assert await days.ticks.next_due(days.now) == FIRST + WEEK, "the timer wakes for it"


@pytest.mark.parametrize("zone", ["Europe/Riga", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"])
async def test_a_quarterly_wave_at_ten_over_two_years_begins_at_ten_by_the_shops_clocks_each_time(
    stage, zone
):
    """Invariant 7: a change of the clocks doesn't move what is sent."""
    days = Days(stage, Shop(name="Greenleaf", time_zone=ZoneInfo(zone), language="en"))
    await days.repeat("quarter", "2026-06-01 10:00")
    end = days.now + 2 * 366 * DAY
    while (moment := await days.ticks.next_due(days.now) or end) < end:
        days.stage.clock.moment = moment
        await days.ticks.tick(moment)
    began = [wave.began_at.astimezone(ZoneInfo(zone)) for wave in await days.waves() if wave.began_at]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in began] == [
        f"{year}-{month:02}-01 10:00"
        for year, month in [(2026, 6), (2026, 9), (2026, 12), *((2027, m) for m in (3, 6, 9, 12)), (2028, 3)]
    ]


@pytest.mark.parametrize(
    ("zone", "at", "nights"),
    [
        ("Europe/Riga", "03:30", {"2027-03-28": "04:00", "2026-10-25": "03:30"}),
        ("America/New_York", "02:30", {"2027-03-14": "03:00", "2026-11-01": "02:30"}),
        ("America/New_York", "01:30", {"2027-03-14": "01:30", "2026-11-01": "01:30"}),
    ],
)
async def test_a_wave_in_the_hour_that_changes_happens_exactly_once_on_both_nights(stage, zone, at, nights):
    """Invariant 7: ticks each twenty minutes through both nights, with a restart before each."""
    days = Days(stage, Shop(name="Greenleaf", time_zone=ZoneInfo(zone), language="en"))
    await days.repeat("week", f"2026-05-10 {at}")
    for night in sorted(nights):
        await _jump(days, datetime.fromisoformat(f"{night} 20:00+00:00") - DAY)
        for _ in range(14 * 3):
            days.restart()
            days.stage.clock.advance(minutes=20)
            await days.ticks.tick(days.now)
    waves = [wave for wave in await days.waves() if wave.day.isoformat() in nights]
    assert Counter(wave.day.isoformat() for wave in waves) == dict.fromkeys(nights, 1)
    for wave in waves:
        assert wave.state == WaveState.DONE
        assert f"{wave.due_at.astimezone(ZoneInfo(zone)):%H:%M}" == nights[wave.day.isoformat()]
        assert timedelta() <= wave.began_at - wave.due_at < 20 * MINUTE


async def _jump(days: Days, moment: datetime) -> None:
    days.stage.clock.moment = moment
    for _ in range(2):
        days.restart()
        await days.ticks.tick(moment)


async def test_one_that_comes_late_is_made_up_within_twelve_hours_and_asks_once(days):
    await weekly(days)
    anna = await days.customer()
    days.restart()
    assert await go_to(days, FIRST + MADE_UP_WITHIN) == []  # at ten in the evening it begins, and waits
    assert await states(days) == [("05-12", "running"), ("05-19", "planned")]
    assert await go_to(days, FIRST + DAY) == [f"question {anna}"]


async def test_one_that_comes_later_is_missed_listed_and_told_and_the_next_one_comes(days, caplog):
    await weekly(days)
    anna = await days.customer()
    days.restart()
    assert await go_to(days, FIRST + MADE_UP_WITHIN + timedelta(seconds=1)) == []
    assert await states(days) == [("05-12", "missed"), ("05-19", "planned")]
    assert "Wave 1 was due at 2026-05-12 07:00:00+00:00 and is missed" in caplog.text
    assert await days.stage.rows(invitation_table) == []
    assert await go_to(days, FIRST + WEEK) == [f"question {anna}"]


async def test_after_a_long_outage_each_missed_one_is_listed_and_one_at_most_is_made_up(days):
    await weekly(days)
    anna = await days.customer()
    days.restart()
    await go_to(days, FIRST + 3 * WEEK + HOUR)
    assert await go_to(days, FIRST + 3 * WEEK + HOUR + MINUTE) == [f"question {anna}"]
    assert await states(days) == [
        ("05-12", "missed"),
        ("05-19", "missed"),
        ("05-26", "missed"),
        ("06-02", "running"),
        ("06-09", "planned"),
    ]


async def test_a_wave_whose_filling_a_crash_cut_off_goes_on_however_late(days, monkeypatch):
    """Invariant 3: nobody is lost; it began in time, and some of its people are in line."""
    monkeypatch.setattr("scheduler.ticks.PAGE", 1)
    await weekly(days)
    people = [await days.customer() for _ in range(3)]
    days.stage.clock.moment = FIRST
    fill = days.ticks._fill_page

    async def one_page_and_the_end(*given: Any) -> bool:
        await fill(*given)
        raise ConnectionError

    monkeypatch.setattr(days.ticks, "_fill_page", one_page_and_the_end)
    with pytest.raises(ConnectionError):
        await days.ticks.tick(FIRST)
    assert len(await days.stage.rows(invitation_table)) == 1
    days.restart()
    assert len(await go_to(days, FIRST + 2 * DAY)) == len(people)


async def test_a_plan_asks_as_its_survey_is_asked_by_then_and_a_single_wave_as_it_was_planned(days):
    await weekly(days)
    await days.wave(at="2026-05-12 10:00")
    anna = await days.customer()
    async with days.stage.writer.unit() as session:
        newer = await surveys.add_version(
            session, SurveyKind.CSAT, version=2, lowest=1, highest=10, low_to=3, high_from=8, now=days.now
        )
        await session.commit()
    assert await go_to(days, FIRST) == [f"question {anna}"]
    by_plan, single, _ = await days.waves()
    assert by_plan.survey_id == newer.id != single.survey_id
    assert {i.wave_id: i.survey_id for i in await days.stage.rows(invitation_table)} == {
        by_plan.id: newer.id,
        single.id: single.survey_id,
    }


async def test_a_plan_that_was_stopped_begins_no_wave(days):
    plan = await weekly(days)
    await days.customer()
    async with days.stage.writer.unit() as session:
        await plans.stop(session, plan.id, now=days.now)
        await session.commit()
    for weeks in range(3):
        assert await go_to(days, FIRST + weeks * WEEK) == []
    assert await states(days) == [("05-12", "stopped")]


async def test_a_restart_at_any_moment_and_clocks_that_jump_make_each_wave_once(days):
    """Invariant 7: the schedule lives in rows."""
    await weekly(days, reminder="none")
    anna = await days.customer()
    asked = []
    for step in range(4 * 24):
        days.restart()
        if step % 10 == 9:
            days.stage.clock.advance(hours=-15)
        asked += await days.pass_by(hours=7)
    assert asked == [f"question {anna}"]
    assert await states(days) == [
        ("05-12", "done"),
        ("05-19", "done"),
        ("05-26", "done"),
        ("06-02", "planned"),
    ]


async def test_it_asks_nobody_whom_the_clocks_protect_and_says_why(days):
    await weekly(days)
    await days.customer()
    await go_to(days, FIRST)
    await days.pass_by(minutes=1)
    await go_to(days, FIRST + WEEK)
    await go_to(days, FIRST + WEEK + MINUTE)
    found = [(row.state, row.skip_reason) for row in await days.stage.rows(invitation_table)]
    assert found[0] == (InvitationState.EXPIRED, None)
    assert found[1][0] == InvitationState.SKIPPED


def test_the_stage_is_in_riga():
    assert SHOP.time_zone.key == "Europe/Riga"
