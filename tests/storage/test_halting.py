"""Waves that are paused, resumed and stopped: what leaves, and what stays where it is."""

from datetime import timedelta

import pytest

from storage import halting, messages
from storage.kinds import InvitationState, MessageKind, MessageState, SkipReason, WaveState
from storage.tables import invitation_table, message_table, wave_table
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


async def halt(writer, what, *arguments, **named):
    async with writer.unit() as session:
        done = await what(session, *arguments, **named)
        await session.commit()
    return done


async def leaving(database):
    async with database.reading() as session:
        return [m.id for m in await messages.due(session, bot_id=42, now=NOW, most=10)]


async def question(rows, wave):
    asked = await rows.invitation(wave_id=wave)
    return await rows.message(kind=MessageKind.QUESTION, invitation_id=asked, priority=9)


@pytest.mark.parametrize("state", [WaveState.PLANNED, WaveState.FILLING, WaveState.RUNNING])
async def test_a_wave_goes_on_where_it_was_paused(rows, writer, state):
    wave = await rows.wave(state=state)
    assert await halt(writer, halting.pause, wave)
    assert not await halt(writer, halting.pause, wave)
    assert (await rows.one(wave_table, wave)).state is WaveState.PAUSED
    assert await halt(writer, halting.resume, wave, now=NOW)
    assert not await halt(writer, halting.resume, wave, now=NOW)
    assert (await rows.one(wave_table, wave)).state is state


@pytest.mark.parametrize(
    ("state", "late", "due"),
    [
        (WaveState.PLANNED, True, True),
        (WaveState.PLANNED, False, False),
        (WaveState.FILLING, True, False),
    ],
)
async def test_a_planned_wave_whose_moment_passed_while_it_was_paused_is_due_when_it_is_resumed(
    rows, writer, state, late, due
):
    planned_for = NOW - DAY if late else NOW + DAY
    wave = await rows.wave(state=state, due_at=planned_for)
    await halt(writer, halting.pause, wave)
    await halt(writer, halting.resume, wave, now=NOW)
    assert (await rows.one(wave_table, wave)).due_at == (NOW if due else planned_for)


@pytest.mark.parametrize("state", [WaveState.DONE, WaveState.STOPPED, WaveState.MISSED])
async def test_what_has_ended_is_neither_paused_nor_stopped_nor_resumed(rows, writer, state):
    wave = await rows.wave(state=state)
    assert not await halt(writer, halting.pause, wave)
    assert not await halt(writer, halting.resume, wave, now=NOW)
    assert not await halt(writer, halting.stop, wave, now=NOW)


async def test_nothing_of_a_paused_wave_leaves_but_of_the_others(rows, writer, database):
    paused, other = await rows.wave(), await rows.wave()
    held, goes = await question(rows, paused), await question(rows, other)
    assert await leaving(database) == [held, goes]
    await halt(writer, halting.pause, paused)
    assert await leaving(database) == [goes]
    await halt(writer, halting.resume, paused, now=NOW)
    assert await leaving(database) == [held, goes]


async def test_a_stopped_wave_asks_nobody_more_and_cancels_who_was_still_due(rows, writer, database):
    """Invariant 3: a wave's states sum to its audience, also when it was stopped."""
    wave, other = await rows.wave(), await rows.wave()
    due = [await question(rows, wave) for _ in range(3)]
    goes = await question(rows, other)
    for state in InvitationState:
        reason = SkipReason.BLOCKED if state is InvitationState.SKIPPED else None
        await rows.invitation(wave_id=wave, state=state, skip_reason=reason)
    assert await halt(writer, halting.stop, wave, now=NOW)
    assert await leaving(database) == [goes]
    assert [await halt(writer, halting.cancel_rest, most=2) for _ in range(4)] == [2, 2, 0, 0]
    states = [row.state for row in await rows.all(invitation_table) if row.wave_id == wave]
    assert states.count(InvitationState.CANCELLED) == 5
    assert InvitationState.DUE not in states
    assert len(states) == 3 + len(InvitationState)
    for message in due:
        assert (await rows.one(message_table, message)).state is MessageState.CANCELLED
    assert (await rows.one(message_table, goes)).state is MessageState.DUE


async def test_a_paused_wave_can_be_stopped(rows, writer):
    wave = await rows.wave()
    await halt(writer, halting.pause, wave)
    assert await halt(writer, halting.stop, wave, now=NOW)
    row = await rows.one(wave_table, wave)
    assert (row.state, row.finished_at, row.resumes_as) == (WaveState.STOPPED, NOW, None)


async def test_what_a_stopped_wave_leaves_is_found_by_index(plans):
    lines = await plans.of(halting.cancel_rest)
    assert any("invitation_by_wave (wave_id=? AND state=?)" in line for line in lines)
    assert [line for line in lines if line.startswith("SCAN invitation")] == []
