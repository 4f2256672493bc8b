"""The waves of plans that repeat: one a day, planned ahead, moved, missed, and ended with their plan."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from storage import halting, plans, repeats, waves
from storage.kinds import Every, PlanState, SurveyKind, WaveState
from storage.tables import Plan, Survey, wave_table
from tests.storage.conftest import NOW

DAY = timedelta(days=1)
TODAY = date(2026, 5, 5)


async def make(writer, **values):
    given: dict[str, Any] = {
        "name": "Shop",
        "kind": SurveyKind.NPS,
        "audience": "all",
        "every": Every.QUARTER,
        "first_day": TODAY,
        "at_time": time(10),
        "open_seconds": 7 * 24 * 3600,
        "remind_seconds": 3 * 24 * 3600,
        "state": PlanState.RUNNING,
        "created_at": NOW,
    }
    async with writer.unit() as session:
        made = await plans.add(session, Plan(**given | values))
        await session.commit()
    return made


async def plan_wave(writer, rows, plan, day=TODAY, due_at=NOW + DAY):
    survey = await rows.survey(kind=plan.kind)
    async with writer.unit() as session:
        version = await session.get(Survey, survey)
        await repeats.plan_wave(session, plan, version, day=day, due_at=due_at, now=NOW)
        await session.commit()


async def known(database, plan, since=TODAY):
    async with database.reading() as session:
        return await repeats.known(session, plan.id, since=since)


async def test_a_wave_planned_ahead_is_as_its_plan_says(writer, rows):
    plan = await make(writer, spread_seconds=3600, daily_cap=500, daily_answers=50)
    await plan_wave(writer, rows, plan)
    (wave,) = await rows.all(wave_table)
    assert (wave.name, wave.audience, wave.state) == ("Shop 2026-05-05", "all", WaveState.PLANNED)
    assert (wave.plan_id, wave.day, wave.due_at, wave.began_at) == (plan.id, TODAY, NOW + DAY, None)
    assert (wave.open_seconds, wave.remind_seconds) == (plan.open_seconds, plan.remind_seconds)
    assert (wave.spread_seconds, wave.sample_percent, wave.sample_seed) == (3600, None, None)
    assert (wave.daily_cap, wave.daily_answers) == (500, 50)
    assert not wave.is_test


async def test_each_wave_of_a_plan_draws_its_own_sample(writer, rows):
    plan = await make(writer, sample_percent=20, sample_seed=7)
    for day in (TODAY, TODAY + DAY):
        await plan_wave(writer, rows, plan, day=day)
    first, second = await rows.all(wave_table)
    assert (first.sample_percent, second.sample_percent) == (20, 20)
    assert first.sample_seed != second.sample_seed


async def test_planning_a_day_again_makes_no_second_wave_and_moves_only_one_that_has_not_begun(
    writer, rows, database
):
    plan = await make(writer)
    for due_at in (NOW + DAY, NOW + 2 * DAY):
        await plan_wave(writer, rows, plan, due_at=due_at)
    assert await known(database, plan) == {TODAY: repeats.KnownWave(WaveState.PLANNED, NOW + 2 * DAY)}
    (wave,) = await rows.all(wave_table)
    async with writer.unit() as session:
        await waves.begin(session, wave.id, survey_id=wave.survey_id, now=NOW)
        await session.commit()
    await plan_wave(writer, rows, plan, due_at=NOW + 3 * DAY)
    assert await known(database, plan) == {TODAY: repeats.KnownWave(WaveState.FILLING, NOW + 2 * DAY)}


async def test_the_waves_of_before_and_of_others_are_not_looked_at(writer, rows, database):
    plan, other = await make(writer), await make(writer)
    for of, day in ((plan, TODAY - DAY), (plan, TODAY), (other, TODAY + DAY)):
        await plan_wave(writer, rows, of, day=day)
    assert list(await known(database, plan)) == [TODAY]
    assert list(await known(database, plan, since=TODAY - DAY)) == [TODAY - DAY, TODAY]


async def test_a_wave_that_is_planned_can_be_missed_and_no_other(writer, rows):
    planned = await rows.wave(state=WaveState.PLANNED)
    running = await rows.wave(state=WaveState.RUNNING)
    async with writer.unit() as session:
        assert await repeats.miss(session, planned, now=NOW)
        assert not await repeats.miss(session, planned, now=NOW)
        assert not await repeats.miss(session, running, now=NOW)
        await session.commit()
    missed = await rows.one(wave_table, planned)
    assert (missed.state, missed.finished_at) == (WaveState.MISSED, NOW)


@pytest.mark.parametrize("ended", [WaveState.MISSED, WaveState.STOPPED])
async def test_what_has_ended_neither_begins_nor_is_due(writer, rows, database, ended):
    wave = await rows.wave(state=ended, due_at=NOW)
    async with writer.unit() as session:
        await waves.begin(session, wave, survey_id=(await rows.one(wave_table, wave)).survey_id, now=NOW)
        await session.commit()
    assert (await rows.one(wave_table, wave)).state is ended
    async with database.reading() as session:
        assert await waves.due(session, NOW) == []


async def test_the_next_moment_of_a_plan_is_that_of_its_first_planned_wave(writer, rows, database):
    plan = await make(writer)
    for days in (3, 2):
        await plan_wave(writer, rows, plan, day=TODAY + days * DAY, due_at=NOW + days * DAY)
    await rows.wave(plan_id=plan.id, day=TODAY, state=WaveState.RUNNING, due_at=NOW)
    await rows.wave(state=WaveState.PLANNED, due_at=NOW)
    async with database.reading() as session:
        assert await repeats.next_moments(session) == {plan.id: NOW + 2 * DAY}


async def test_a_plan_that_is_stopped_takes_along_what_it_has_planned_ahead(writer, rows, database):
    plan, other = await make(writer), await make(writer)
    for of, days in ((plan, 0), (plan, 1), (plan, 2), (other, 0)):
        await plan_wave(writer, rows, of, day=TODAY + days * DAY)
    begun, paused, planned, others = [wave.id for wave in await rows.all(wave_table)]
    async with writer.unit() as session:
        await waves.begin(session, begun, survey_id=(await rows.one(wave_table, begun)).survey_id, now=NOW)
        await halting.pause(session, paused)
        assert await plans.stop(session, plan.id, now=NOW)
        await session.commit()
    states = {wave.id: (wave.state, wave.finished_at, wave.resumes_as) for wave in await rows.all(wave_table)}
    assert states == {
        begun: (WaveState.FILLING, None, None),
        paused: (WaveState.STOPPED, NOW, None),
        planned: (WaveState.STOPPED, NOW, None),
        others: (WaveState.PLANNED, None, None),
    }


async def test_the_waves_of_a_plan_that_are_under_way_are_those_that_stopping_it_lets_go_on(
    writer, rows, database
):
    plan, other = await make(writer), await make(writer)
    columns: list[dict[str, Any]] = [
        *({"state": state} for state in WaveState if state is not WaveState.PAUSED),
        *(
            {"state": WaveState.PAUSED, "resumes_as": WaveState(was)}
            for was in ("planned", "filling", "running")
        ),
    ]
    for days, each in enumerate(columns):
        await rows.wave(plan_id=plan.id, day=TODAY + days * DAY, **each)
    await rows.wave(plan_id=other.id, day=TODAY)
    await rows.wave()

    async def under_way():
        async with database.reading() as session:
            return await plans.waves_under_way(session, plan.id)

    assert await under_way() == 4
    async with writer.unit() as session:
        await plans.stop(session, plan.id, now=NOW)
        await session.commit()
    assert await under_way() == 4
    states = [wave.state for wave in await rows.all(wave_table) if wave.plan_id == plan.id]
    assert WaveState.PLANNED not in states
    assert states.count(WaveState.PAUSED) == 2
