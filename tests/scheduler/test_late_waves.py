"""One wave for one moment, which the agent was down at: made up within twelve hours, or missed, listed and told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.marketer.repeating import MADE_UP_WITHIN
from storage import halting
from storage.kinds import WaveState
from storage.tables import invitation_table
from tests.scheduler.days import DAY, HOUR, Days

MOMENT = datetime(2026, 5, 12, 7, tzinfo=UTC)  # a week after the stage's now, at ten in Riga
SAID = "2026-05-12 10:00"
TOO_LATE = MOMENT + MADE_UP_WITHIN + timedelta(seconds=1)


async def restart_at(days: Days, moment: datetime) -> list[str]:
    """The agent was down until then; returns who is asked once it is up."""
    days.restart()
    return await days.pass_by(seconds=(moment - days.now).total_seconds())


async def state(days: Days) -> WaveState:
    (wave,) = await days.waves()
    return WaveState(wave.state)


async def halt(days: Days, what: Any, **named: Any) -> None:
    (wave,) = await days.waves()
    async with days.stage.writer.unit() as session:
        assert await what(session, wave.id, **named)
        await session.commit()


async def test_up_to_twelve_hours_late_it_is_made_up_for_and_asks_once(days):
    anna = await days.customer()
    await days.wave(at=SAID)
    assert await restart_at(days, MOMENT + MADE_UP_WITHIN) == []  # at ten in the evening it begins, and waits
    assert await state(days) is WaveState.RUNNING
    assert await restart_at(days, MOMENT + DAY) == [f"question {anna}"]


@pytest.mark.parametrize("moment", [TOO_LATE, MOMENT + 59 * DAY])
async def test_later_it_is_missed_listed_and_told_and_asks_nobody_ever(days, caplog, moment):
    await days.customer()
    await days.wave(at=SAID)
    assert await restart_at(days, moment) == []
    assert await state(days) is WaveState.MISSED
    assert "Wave 1 was due at 2026-05-12 07:00:00+00:00 and is missed" in caplog.text
    assert await restart_at(days, moment + DAY) == []
    assert await days.stage.rows(invitation_table) == []


async def test_what_was_to_begin_at_once_begins_as_soon_as_it_can(days):
    anna = await days.customer()
    await days.wave(at="now")
    assert await restart_at(days, days.now + 2 * DAY) == [f"question {anna}"]


async def test_one_that_was_paused_over_its_moment_begins_when_it_is_resumed(days):
    anna = await days.customer()
    await days.wave(at=SAID)
    await halt(days, halting.pause)
    assert await restart_at(days, MOMENT + 3 * DAY) == []
    await halt(days, halting.resume, now=days.now)
    assert await restart_at(days, days.now + HOUR) == [f"question {anna}"]


async def test_one_that_had_begun_is_finished_however_late(days, monkeypatch):
    """Invariant 3: nobody is lost; it began in time, and some of its people are in line."""
    monkeypatch.setattr("scheduler.ticks.PAGE", 1)
    people = [await days.customer() for _ in range(3)]
    await days.wave(at=SAID)
    days.stage.clock.moment = MOMENT
    fill = days.ticks._fill_page

    async def one_page_and_the_end(*given: Any) -> bool:
        await fill(*given)
        raise ConnectionError

    monkeypatch.setattr(days.ticks, "_fill_page", one_page_and_the_end)
    with pytest.raises(ConnectionError):
        await days.ticks.fill(MOMENT)
    assert len(await restart_at(days, MOMENT + 2 * DAY)) == len(people)


async def test_one_that_was_paused_while_it_was_filled_is_finished_when_it_is_resumed(days, monkeypatch):
    monkeypatch.setattr("scheduler.ticks.PAGE", 1)
    people = [await days.customer() for _ in range(3)]
    await days.wave(at=SAID)
    days.stage.clock.moment = MOMENT
    fill = days.ticks._fill_page

    async def one_page_and_a_pause(*given: Any) -> bool:
        await fill(*given)
        await halt(days, halting.pause)
        return False

    monkeypatch.setattr(days.ticks, "_fill_page", one_page_and_a_pause)
    assert await days.pass_by() == []
    assert len(await days.stage.rows(invitation_table)) == 1
    days.stage.clock.moment = MOMENT + 3 * DAY
    await halt(days, halting.resume, now=days.now)
    assert len(await restart_at(days, MOMENT + 3 * DAY)) == len(people)
