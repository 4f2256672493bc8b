"""Waves that ask less, or slower: spread over a window, a sample, so many a day."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.marketer.audience import asking_for
from handlers.marketer.preview import preview
from handlers.survey.criteria import EVERYBODY
from handlers.survey.sampling import in_sample, within
from storage import caps
from storage.kinds import InvitationState, MessageState, SkipReason, SurveyKind
from storage.tables import invitation_table, message_table, response_table
from tests.scheduler.days import DAY, HOUR, MINUTE, Days
from tests.scheduler.stage import NOW, SHOP

EVENING = datetime(2026, 5, 5, 17, tzinfo=UTC)  # eight in Riga; at nine it's quiet
MORNING = datetime(2026, 5, 6, 6, tzinfo=UTC)


async def crowd(days: Days, number: int, **values: Any) -> list[int]:
    people = [await days.stage.contact(**values) for _ in range(number)]
    for person in people:
        await days.order(person)
    return people


async def turns(days: Days) -> dict[int, datetime]:
    """When each person's question may leave."""
    return {row.contact_id: row.not_before for row in await days.stage.rows(message_table)}


# Spread over a window


async def test_a_spread_wave_asks_evenly_over_its_window(days):
    people = await crowd(days, 24)
    await days.wave(spread="4h")
    asked = [len(await days.pass_by(minutes=minutes)) for minutes in (0, 60, 60, 60, 60)]
    assert sum(asked) == len(people)
    assert all(5 <= number <= 7 for number in asked[1:]), asked


async def test_each_has_the_same_turn_wherever_a_crash_cuts_off_the_filling(days, monkeypatch):
    """Invariant 7: a restart doesn't change what is sent."""
    monkeypatch.setattr("scheduler.ticks.PAGE", 2)
    people = await crowd(days, 6)
    await days.wave(spread="4h")
    fill = days.ticks._fill_page
    pages = 0

    async def two_pages_and_the_end(*given: Any) -> Any:
        nonlocal pages
        pages += 1
        if pages == 3:
            raise ConnectionError
        return await fill(*given)

    monkeypatch.setattr(days.ticks, "_fill_page", two_pages_and_the_end)
    with pytest.raises(ConnectionError):
        await days.ticks.tick(NOW)
    assert len(await turns(days)) == 4
    days.restart()
    await days.ticks.tick(NOW + 2 * HOUR)
    assert await turns(days) == {person: NOW + within(4 * HOUR, person) for person in people}


async def test_a_spread_wave_that_begins_late_is_spread_from_then_on(days):
    people = await crowd(days, 8)
    await days.wave(spread="4h", at="2026-05-06 10:00")
    late = datetime(2026, 5, 6, 9, tzinfo=UTC)
    days.stage.clock.moment = late
    await days.ticks.tick(late)
    assert await turns(days) == {person: late + within(4 * HOUR, person) for person in people}


async def test_what_the_spread_puts_into_the_night_waits_for_the_morning(days):
    people = await crowd(days, 8)
    days.stage.clock.moment = EVENING
    await days.wave(spread="2h")
    await days.ticks.tick(EVENING)
    expected = {
        person: EVENING + within(2 * HOUR, person) if within(2 * HOUR, person) < HOUR else MORNING
        for person in people
    }
    assert await turns(days) == expected
    assert {moment == MORNING for moment in expected.values()} == {True, False}


async def test_a_wave_is_not_done_while_somebodys_turn_is_to_come(days):
    await crowd(days, 3)
    await days.wave(spread="7d", open_for="1h", reminder="none")
    for _ in range(20):
        await days.pass_by(hours=6)
    due = [row for row in await days.stage.rows(invitation_table) if row.state == InvitationState.DUE]
    (wave,) = await days.waves()
    assert (wave.state == "running") == bool(due)
    for _ in range(20):
        await days.pass_by(hours=6)
    (wave,) = await days.waves()
    assert wave.state == "done"


# A sample


async def test_a_sample_asks_those_who_are_drawn_and_gives_the_others_that_reason(days):
    people = await crowd(days, 40)
    wave = await days.wave(sample="50%")
    await days.pass_by(minutes=1)
    reasons = await days.reasons()
    drawn = {p for p in people if in_sample(p, seed=wave.sample_seed, percent=50)}
    assert 10 < len(drawn) < 30
    assert reasons == {p: None if p in drawn else SkipReason.SAMPLED_OUT for p in people}


async def test_whoever_may_not_be_asked_anyway_is_left_out_for_that(days):
    await crowd(days, 10, blocked_at=NOW)
    await days.wave(sample="1%")
    await days.pass_by(minutes=1)
    assert set((await days.reasons()).values()) == {SkipReason.BLOCKED}


async def test_who_is_not_drawn_is_as_free_to_be_asked_as_before(days):
    people = await crowd(days, 10)
    first = await days.wave(sample="50%")
    await days.pass_by(minutes=1)
    await days.wave()
    asked = await days.pass_by(minutes=1)
    drawn = {p for p in people if in_sample(p, seed=first.sample_seed, percent=50)}
    assert sorted(asked) == sorted(f"question {p}" for p in people if p not in drawn)


async def test_the_preview_counts_those_whom_filling_asks(days):
    await crowd(days, 30)
    wave = await days.wave(sample="30%")
    async with days.stage.database.reading() as session:
        asking = await asking_for(session, SurveyKind.CSAT, EVERYBODY, now=NOW, limits=wave)
        seen = await preview(session, asking, SHOP, now=NOW, open_for=7 * DAY)
    asked = await days.pass_by(minutes=1)
    assert seen.asked == len(asked) > 0
    assert seen.left_out == {SkipReason.SAMPLED_OUT: 30 - len(asked)}


async def test_a_plan_after_each_purchase_draws_each_day_anew(days):
    await days.plan(sample_percent=50, sample_seed=7, delay_seconds=0)
    for _ in range(2):
        await crowd(days, 20)
        await days.pass_by(days=1)
    first, second = await days.waves()
    assert first.sample_seed != second.sample_seed
    for wave in (first, second):
        rows = [row for row in await days.stage.rows(invitation_table) if row.wave_id == wave.id]
        drawn = [row.skip_reason is None for row in rows]
        assert drawn == [in_sample(row.contact_id, seed=wave.sample_seed, percent=50) for row in rows]
        assert set(drawn) == {True, False}


# So many a day


async def a_day_after_the_other(days: Days, number: int) -> list[int]:
    """How many questions leave on each of so many days, from now on; looked at every other hour."""
    return [sum([len(await days.pass_by(hours=2)) for _ in range(12)]) for _ in range(number)]


async def test_no_more_leave_on_a_day_of_the_shop_than_its_cap_and_the_others_follow(days):
    people = await crowd(days, 25)
    await days.wave(daily_cap="10", reminder="none")
    days.stage.clock.moment = MORNING - 12 * HOUR - MINUTE  # the days that pass begin in the evening
    assert await a_day_after_the_other(days, 4) == [10, 10, 5, 0]
    assert set((await days.reasons()).values()) == {None}
    assert len(await days.stage.rows(invitation_table)) == len(people)


async def test_the_cap_is_of_the_shops_day_and_not_of_24_hours(days):
    await crowd(days, 4)
    days.stage.clock.moment = EVENING
    await days.wave(daily_cap="2", reminder="none")
    assert len(await days.pass_by(minutes=30)) == 2
    assert await days.pass_by(minutes=25) == []
    assert len(await days.pass_by(hours=12, minutes=5)) == 2, "at nine in the next morning"


async def test_whoever_has_no_day_left_before_the_wave_ends_is_left_out_with_that_reason(days):
    await crowd(days, 9)
    await days.wave(daily_cap="2", open_for="3d", reminder="none")
    # From noon to noon on the third day after: the first questions are open on four of the shop's days.
    assert sum(await a_day_after_the_other(days, 6)) == 8
    reasons = list((await days.reasons()).values())
    assert (reasons.count(None), reasons.count(SkipReason.DAILY_CAP)) == (8, 1)
    assert await days.stage.number_of(MessageState.DUE) == 0
    (wave,) = await days.waves()
    assert wave.state == "done"


async def test_after_so_many_answers_nobody_more_is_asked_on_that_day(days):
    people = await crowd(days, 8)
    await days.wave(daily_cap="2", daily_answers="3", reminder="none")
    assert len(await days.pass_by(minutes=1)) == 2
    days.stage.clock.moment = MORNING
    await _answer(days)
    assert len(await days.pass_by(minutes=1)) == 2, "two answers today are fewer than three"
    days.stage.clock.moment = MORNING + DAY
    await _answer(days)
    assert len(await days.pass_by(minutes=1)) == 2, "a new day has no answers but these two"
    await _answer(days)
    assert await days.pass_by(minutes=1) == []
    days.stage.clock.moment = MORNING + 2 * DAY
    assert len(await days.pass_by(minutes=1)) == len(people) - 6


async def _answer(days: Days) -> None:
    """Everybody who was asked and hasn't answered does."""
    answered = {row.invitation_id for row in await days.stage.rows(response_table)}
    for row in await days.stage.rows(invitation_table):
        if row.state == InvitationState.SENT and row.id not in answered:
            await days.stage.answer(row.id, 5)


async def test_a_wave_without_limits_costs_no_query_for_them(days, monkeypatch):
    counted: list[Any] = []
    spent = caps.spent

    async def counting(*given: Any, **named: Any) -> Any:
        counted.append(given)
        return await spent(*given, **named)

    monkeypatch.setattr("scheduler.claims.caps.spent", counting)
    await crowd(days, 2)
    await days.wave(reminder="none")
    assert len(await days.pass_by(minutes=1)) == 2
    assert counted == []
    await crowd(days, 2)
    await days.wave(daily_cap="1", reminder="none")
    assert len(await days.pass_by(minutes=1)) == 1
    assert counted


async def test_a_restart_at_any_moment_sends_no_more_than_the_cap(days):
    """Invariant 7: what is used up is counted in rows."""
    await crowd(days, 7)
    await days.wave(daily_cap="3", reminder="none")
    asked = []
    for _ in range(8):
        days.restart()
        asked.append(len(await days.pass_by(hours=1)))
    assert sum(asked) == 3


async def test_a_plan_after_each_purchase_leaves_out_whom_its_day_has_no_room_for(days):
    await days.plan(daily_cap=2, delay_seconds=0, remind_seconds=None)
    await crowd(days, 5)
    assert len(await days.pass_by(minutes=1)) == 2
    reasons = list((await days.reasons()).values())
    assert (reasons.count(None), reasons.count(SkipReason.DAILY_CAP)) == (2, 3)


async def test_of_a_large_wave_the_rest_is_put_off_together(days, monkeypatch):
    monkeypatch.setattr("storage.caps.BULK_ROWS", 500)
    await crowd(days, 60)
    await days.wave(daily_cap="1", reminder="none")
    takes: list[int] = []
    put_off = caps.put_off

    async def counting(*given: Any, **named: Any) -> None:
        takes.append(1)
        await put_off(*given, **named)

    monkeypatch.setattr("scheduler.claims.caps.put_off", counting)
    assert len(await days.pass_by(minutes=1)) == 1
    assert len(takes) == 1
    assert await days.stage.number_of(MessageState.DUE) == 59
