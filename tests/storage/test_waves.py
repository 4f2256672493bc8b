"""Waves: whom they look at, about which order, and when they are over."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import waves
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import Wave, invitation_table, wave_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)

UNSETTLED = {InvitationState.DUE, InvitationState.SENDING, InvitationState.SENT}


async def _finish(writer) -> list[int]:
    async with writer.unit() as session:
        settled = await waves.settled(session, NOW)
        assert all([await waves.finish(session, wave_id, now=NOW) for wave_id in settled])
        await session.commit()
    return settled


# Planned, and due


async def test_a_planned_wave_is_stored(rows, writer):
    survey = await rows.survey()
    async with writer.unit() as session:
        wave = await waves.plan(
            session,
            Wave(
                name="Spring",
                survey_id=survey,
                audience="all",
                due_at=NOW,
                state=WaveState.PLANNED,
                created_at=NOW,
            ),
        )
        await session.commit()
    row = await rows.one(wave_table, wave.id)
    assert (row.name, row.state, row.open_seconds) == ("Spring", WaveState.PLANNED, 7 * 24 * 3600)
    assert (row.is_test, row.fill_cursor, row.finished_at) == (False, "", None)


async def test_waves_are_due_when_their_moment_has_come_the_oldest_first(rows, database):
    late = await rows.wave(state=WaveState.PLANNED, due_at=NOW)
    early = await rows.wave(state=WaveState.PLANNED, due_at=NOW - DAY)
    half_filled = await rows.wave(state=WaveState.FILLING, due_at=NOW - DAY)
    await rows.wave(state=WaveState.PLANNED, due_at=NOW + timedelta(microseconds=1))
    async with database.reading() as session:
        due = await waves.due(session, NOW)
    assert [wave.id for wave, _ in due] == [early, half_filled, late]
    assert all(survey.id == wave.survey_id for wave, survey in due)


@pytest.mark.parametrize("state", ["running", "paused", "done", "stopped"])
async def test_a_wave_is_filled_once(state, rows, database):
    await rows.wave(state=state, due_at=NOW - DAY)
    async with database.reading() as session:
        assert await waves.due(session, NOW) == []


async def test_the_next_wave_is_the_first_planned_one_after_now(rows, database):
    for state, due_at in [
        (WaveState.PLANNED, NOW),
        (WaveState.PLANNED, NOW + 3 * DAY),
        (WaveState.PLANNED, NOW + 2 * DAY),
        (WaveState.STOPPED, NOW + DAY),
    ]:
        await rows.wave(state=state, due_at=due_at)
    async with database.reading() as session:
        assert await waves.next_due(session, after=NOW) == NOW + 2 * DAY
        assert await waves.next_due(session, after=NOW + 3 * DAY) is None


async def test_a_wave_remembers_how_far_it_is_filled(rows, writer):
    wave = await rows.wave(state=WaveState.PLANNED)
    async with writer.unit() as session:
        await waves.set_state(session, wave, WaveState.FILLING, cursor="250")
        await session.commit()
    async with writer.unit() as session:
        await waves.set_state(session, wave, WaveState.RUNNING)
        await session.commit()
    row = await rows.one(wave_table, wave)
    assert (row.state, row.fill_cursor) == (WaveState.RUNNING, "250")


async def test_a_wave_is_read_as_it_is_now(rows, writer, database):
    wave = await rows.wave(state=WaveState.FILLING)
    async with database.new_writing() as session:
        known = await waves.by_id(session, wave)
        assert known is not None
        await session.rollback()
        async with writer.unit() as other:
            await waves.set_state(other, wave, WaveState.STOPPED)
            await other.commit()
        again = await waves.by_id(session, wave)
        assert again is not None
        assert again.state is WaveState.STOPPED
        assert await waves.by_id(session, wave + 1) is None


# The end, and the numbers


@pytest.mark.parametrize("state", list(InvitationState))
async def test_a_wave_is_done_when_nothing_of_it_is_open(state, rows, writer):
    wave = await rows.wave()
    await rows.invitation(wave_id=wave, state=InvitationState.EXPIRED)
    reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
    await rows.invitation(wave_id=wave, state=state, **reason)
    await _finish(writer)
    row = await rows.one(wave_table, wave)
    if state in UNSETTLED:
        assert (row.state, row.finished_at) == (WaveState.RUNNING, None)
    else:
        assert (row.state, row.finished_at) == (WaveState.DONE, NOW)


@pytest.mark.parametrize("state", [state for state in WaveState if state is not WaveState.RUNNING])
async def test_only_a_running_wave_ends_by_itself(state, rows, writer):
    wave = await rows.wave(state=state)
    await _finish(writer)
    row = await rows.one(wave_table, wave)
    assert (row.state, row.finished_at) == (state, None)


async def test_one_wave_doesnt_keep_another_open(rows, writer):
    done, running = await rows.wave(), await rows.wave()
    await rows.invitation(wave_id=running, state=InvitationState.SENT)
    await _finish(writer)
    assert (await rows.one(wave_table, done)).state is WaveState.DONE
    assert (await rows.one(wave_table, running)).state is WaveState.RUNNING


async def test_what_may_have_arrived_keeps_a_wave_open_until_its_time_is_up(rows, writer):
    """Whom a lost question didn't reach, the reminder does: while the wave runs."""
    over, still = await rows.wave(), await rows.wave()
    for wave, expires_at in ((over, NOW), (still, NOW + timedelta(seconds=1))):
        await rows.invitation(wave_id=wave, state=InvitationState.UNKNOWN, expires_at=expires_at)
    await _finish(writer)
    assert (await rows.one(wave_table, over)).state is WaveState.DONE
    assert (await rows.one(wave_table, still)).state is WaveState.RUNNING


async def test_a_plans_wave_stays_open_for_its_day(rows, writer):
    day = await rows.wave(fills_until=NOW + timedelta(seconds=1))
    await _finish(writer)
    assert (await rows.one(wave_table, day)).state is WaveState.RUNNING


async def test_the_states_of_a_wave_sum_to_its_audience(rows, database):
    """Invariant 3: an invitation is in exactly one state, and a wave's states sum to its audience, always."""
    wave, other = await rows.wave(kind=SurveyKind.NPS), await rows.wave()
    for number, state in enumerate(InvitationState, start=1):
        reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
        for _ in range(number):
            await rows.invitation(wave_id=wave, kind=SurveyKind.NPS, state=state, **reason)
    async with database.reading() as session:
        first, second = await waves.counts(session)
    assert (first.wave.id, first.kind) == (wave, SurveyKind.NPS)
    assert first.states == {state: number for number, state in enumerate(InvitationState, start=1)}
    assert first.audience == len(await rows.all(invitation_table)) == sum(range(1, 10))
    assert (second.wave.id, second.audience) == (other, 0)
    assert second.states == dict.fromkeys(InvitationState, 0)


async def test_what_the_states_of_a_wave_come_to(rows, database):
    """Each person is asked, not asked, out of reach or left out: these sum to the audience, too."""
    wave = await rows.wave()
    for number, state in enumerate(InvitationState, start=1):
        reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
        for _ in range(number):
            await rows.invitation(wave_id=wave, state=state, **reason)
    async with database.reading() as session:
        (counts,) = await waves.counts_of(session, [wave])
    by_state = counts.states
    asked = ("sending", "sent", "answered", "expired", "unknown")
    assert counts.asked == sum(by_state[InvitationState(name)] for name in asked)
    assert counts.not_asked == by_state[InvitationState.DUE] + by_state[InvitationState.CANCELLED]
    assert counts.left_out == by_state[InvitationState.SKIPPED]
    assert counts.to_ask == counts.asked + counts.not_asked + by_state[InvitationState.FAILED]
    assert counts.audience == counts.to_ask + counts.left_out


@pytest.mark.parametrize(
    ("state", "is_over"),
    [(state, state in (WaveState.DONE, WaveState.STOPPED, WaveState.MISSED)) for state in WaveState],
)
async def test_a_wave_is_over_once_it_ended_whichever_way(rows, database, state, is_over):
    wave = await rows.wave(state=state)
    async with database.reading() as session:
        (counts,) = await waves.counts_of(session, [wave])
    assert counts.is_over is is_over


async def test_waves_come_a_page_at_a_time_the_newest_first_without_tests_and_imports(rows, database):
    first, second, third = [await rows.wave() for _ in range(3)]
    await rows.wave(is_test=True)
    imported = await rows.wave(audience=waves.IMPORTED)
    await rows.invitation(wave_id=second, state=InvitationState.SENT)
    async with database.reading() as session:
        newest = await waves.newest_counts(session, most=2, beyond=0)
        others = await waves.newest_counts(session, most=2, beyond=2)
        assert await waves.newest_counts(session, most=2, beyond=4) == []
        assert await waves.counts_of(session, [imported, 10**15 - 1]) == []
    assert [(counts.wave.id, counts.audience) for counts in newest] == [(third, 0), (second, 1)]
    assert [counts.wave.id for counts in others] == [first]


async def test_people_are_left_out_by_reason_the_most_frequent_first(rows, database):
    wave, other = await rows.wave(), await rows.wave()
    for reason, number in ((SkipReason.STAFF, 1), (SkipReason.BLOCKED, 3), (SkipReason.ERASED, 1)):
        for _ in range(number):
            await rows.invitation(wave_id=wave, state=InvitationState.SKIPPED, skip_reason=reason)
    await rows.invitation(wave_id=wave, state=InvitationState.SENT)
    await rows.invitation(wave_id=other, state=InvitationState.SKIPPED, skip_reason=SkipReason.ALREADY_ASKED)
    async with database.reading() as session:
        found = await waves.left_out_by_reason(session, wave)
    assert list(found.items()) == [
        (SkipReason.BLOCKED, 3),
        (SkipReason.ERASED, 1),
        (SkipReason.STAFF, 1),
    ]


async def test_it_is_told_which_waves_ended_and_of_each_once(rows, writer):
    open_wave, first, second = [await rows.wave() for _ in range(3)]
    await rows.invitation(wave_id=open_wave, state=InvitationState.SENT)
    assert await _finish(writer) == [first, second]
    assert await _finish(writer) == []


async def test_waves_are_followed_by_their_indexes(plans):
    async def work(session) -> None:
        await waves.finish(session, 1, now=NOW)
        await waves.settled(session, NOW)
        await waves.counts(session)

    lines = await plans.of(work)
    assert "SEARCH invitation USING INDEX invitation_by_wave (wave_id=? AND state=?)" in lines
    assert "SEARCH invitation USING COVERING INDEX invitation_by_wave (wave_id=?)" in lines
