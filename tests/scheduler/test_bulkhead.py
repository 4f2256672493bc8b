"""A fault of ours in one wave or plan: the others go on, it is told once, and it is tried again."""

import re
from datetime import timedelta
from typing import Any

import pytest

from handlers.marketer import result_card
from scheduler.faults import Bulkhead
from scheduler.ticks import LOOK
from storage import halting, plans, rooms
from storage.kinds import InvitationState, PlanState, WaveState
from storage.tables import invitation_table, plan_table, wave_table
from tests.scheduler.days import Days
from tests.scheduler.stage import NOW, away

UNREADABLE = "weather:rainy"
"""An audience that this version can't read."""


async def states(days: Days) -> list[str]:
    return [wave.state for wave in await days.waves()]


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


async def test_a_wave_that_cant_be_filled_stops_no_other_and_is_told_once(days, caplog):
    await days.customer()
    wrong = await days.stage.wave(WaveState.PLANNED, audience=UNREADABLE)
    await days.stage.wave(WaveState.PLANNED)
    for _ in range(3):
        await days.ticks.tick(days.now)
        days.stage.clock.advance(seconds=1)
    assert await states(days) == [WaveState.FILLING, WaveState.RUNNING]
    (said,) = errors(caplog)
    assert said.startswith(f"Wave {wrong} can't be filled; it is tried again each minute, and python -m bot ")
    assert f"waves --stop {wrong} ends it: UnclearAudienceError\n" in said
    assert "rainy" not in said
    assert re.search(r"in add_people\n", said)


async def test_it_is_filled_once_the_fault_is_gone_and_can_be_stopped_until_then(days, caplog):
    await days.customer()
    mended, stopped = [await days.stage.wave(WaveState.PLANNED, audience=UNREADABLE) for _ in range(2)]
    await days.ticks.tick(days.now)
    await days.stage.change(wave_table, mended, audience="all")
    async with days.stage.writer.unit() as session:
        assert await halting.stop(session, stopped, now=days.now)
        await session.commit()
    days.stage.clock.advance(seconds=LOOK.total_seconds())
    await days.ticks.tick(days.now)
    assert await states(days) == [WaveState.RUNNING, WaveState.STOPPED]
    assert [row.state for row in await days.stage.rows(invitation_table)] == [InvitationState.DUE]
    assert len(errors(caplog)) == 2


async def test_a_plan_that_cant_be_followed_stops_no_other_and_is_told_once(days, caplog):
    wrong = await days.plan(delay_seconds=0, audience=UNREADABLE)
    await days.plan(delay_seconds=0)
    await days.pass_by(minutes=5)
    anna = await days.customer()
    assert await days.pass_by(minutes=1) == [f"question {anna}"]
    await days.pass_by(minutes=1)
    (said,) = errors(caplog)
    assert said.startswith(
        f"Plan {wrong.id} can't be followed; it is tried again each minute, and python -m bot "
    )
    assert f"plans --stop {wrong.id} ends it: UnclearAudienceError\n" in said
    async with days.stage.writer.unit() as session:
        assert await plans.stop(session, wrong.id, now=days.now)
        await session.commit()
    assert [row.state for row in await days.stage.rows(plan_table)] == [PlanState.STOPPED, PlanState.RUNNING]


async def test_a_wave_that_cant_end_stops_no_other_and_is_told_once(days, caplog, monkeypatch):
    async with days.stage.writer.unit() as session:
        await rooms.connect(session, chat_id=-1001, thread_id=None, title="Team", now=NOW)
        await session.commit()
    wrong, _ = [await days.stage.wave() for _ in range(2)]
    cards = result_card.cards

    def failing(result: Any, *given: Any, **named: Any) -> Any:
        if result.wave.id == wrong:
            raise KeyError("a fault of ours")
        return cards(result, *given, **named)

    monkeypatch.setattr(result_card, "cards", failing)
    for _ in range(2):
        await days.ticks.tick(days.now)
    assert await states(days) == [WaveState.RUNNING, WaveState.DONE]
    (said,) = errors(caplog)
    assert said.startswith(f"Wave {wrong} can't end; it is tried again each minute: KeyError\n")


async def test_a_database_that_is_away_is_no_fault_of_a_wave(days, caplog, monkeypatch):
    async def lost(*_: Any, **__: Any) -> None:
        raise away()

    await days.customer()
    await days.stage.wave(WaveState.PLANNED)
    with monkeypatch.context() as broken:
        broken.setattr("scheduler.ticks.add_people", lost)
        with pytest.raises(type(away())):
            await days.ticks.tick(days.now)
    await days.ticks.tick(days.now)
    assert await states(days) == [WaveState.RUNNING]
    assert errors(caplog) == []


async def test_what_was_well_in_between_is_told_anew(caplog):
    bulkhead, faults = Bulkhead(rest=LOOK), [KeyError("first"), None, KeyError("second")]

    async def work() -> None:
        if (fault := faults.pop(0)) is not None:
            raise fault

    for minute in range(3):
        await bulkhead.run("It can't be done", work, now=NOW + minute * timedelta(minutes=1))
    assert len(errors(caplog)) == 2
    assert faults == []
