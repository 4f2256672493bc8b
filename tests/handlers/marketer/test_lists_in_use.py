"""A list of contacts stays as long as a plan, a wave or a draft names it."""

from datetime import date, time, timedelta

import pytest

from handlers.marketer import list_intake, lists_in_use
from storage import contact_lists, drafts, plans
from storage.kinds import DraftStep, Every, PlanState, SurveyKind, WaveState
from storage.tables import Draft, Plan, wave_table

WORDS = "bought:90d not list:vip"


@pytest.fixture
async def listed(house):
    for name in ("vip", "other"):
        list_id = await list_intake.store(house.writer, ["a@mail"], now=house.now)
        async with house.writer.unit() as session:
            await contact_lists.name(session, list_id, name)
            await session.commit()
    return house


async def left(house, **later):
    house.later(**later)
    async with house.writer.unit() as session:
        await lists_in_use.let_go(session, now=house.now, unused_since=house.now - timedelta(days=90))
        found = await contact_lists.names(session)
        await session.commit()
    return found


async def add(house, work):
    async with house.writer.unit() as session:
        await work(session)
        await session.commit()


async def a_wave(house, state):
    """A wave that names a list, by now in this state."""
    await house.plan(audience=WORDS)
    await becomes(house, state)


async def becomes(house, state):
    resumes = WaveState.RUNNING if state is WaveState.PAUSED else None
    await add(
        house,
        lambda session: session.execute(wave_table.update().values(state=state, resumes_as=resumes)),
    )


async def test_what_nothing_uses_goes_after_its_time(listed):
    assert await left(listed, days=90) == ["other", "vip"]
    assert await left(listed, seconds=1) == []


@pytest.mark.parametrize("state", WaveState)
async def test_a_wave_uses_a_list_until_it_is_over(listed, state):
    await a_wave(listed, state)
    over = state in (WaveState.DONE, WaveState.STOPPED, WaveState.MISSED)
    assert await left(listed, days=91) == ([] if over else ["vip"])


@pytest.mark.parametrize("state", PlanState)
async def test_a_plan_uses_a_list_until_it_is_stopped(listed, state):
    plan = Plan(
        name="quarterly",
        kind=SurveyKind.NPS,
        audience=WORDS,
        every=Every.QUARTER,
        first_day=date(2026, 6, 5),
        at_time=time(10),
        open_seconds=3600,
        state=state,
        created_at=listed.now,
    )
    await add(listed, lambda session: plans.add(session, plan))
    assert await left(listed, days=91) == (["vip"] if state is PlanState.RUNNING else [])


async def test_a_draft_uses_a_list_and_words_that_nobody_can_read_use_none(listed):
    for words in ({"audience": WORDS}, {"audience": "lst:other"}, {}):
        draft = Draft(
            chat_id=1,
            person_id=1,
            step=DraftStep.CARD,
            words=words,
            offers=[],
            created_at=listed.now,
            edited_at=listed.now,
        )
        await add(listed, lambda session, new=draft: drafts.add(session, new))
    assert await left(listed, days=91) == ["vip"]


async def test_the_time_begins_anew_when_it_was_used_last(listed):
    await a_wave(listed, WaveState.RUNNING)
    assert await left(listed, days=91) == ["vip"]
    await becomes(listed, WaveState.DONE)
    assert await left(listed, days=90) == ["vip"]
    assert await left(listed, days=1) == []
