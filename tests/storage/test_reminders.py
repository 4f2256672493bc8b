"""Who is reminded: the silent, once, when their wave says so."""

from datetime import timedelta

import pytest

from storage import reminders
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.tables import invitation_table, message_table
from tests.storage.conftest import NOW

DAY = timedelta(days=1)
ASKED = {"asked_at": NOW - 3 * DAY, "sent_at": NOW - 3 * DAY, "expires_at": NOW + 4 * DAY}
SECONDS = 3 * 24 * 3600


async def remind(writer, now=NOW, most=250):
    async with writer.unit() as session:
        number = await reminders.put_in_line(session, now, most=most)
        await session.commit()
    return number


async def asked(rows, wave, contact=None, **values):
    return await rows.invitation(
        wave_id=wave,
        contact_id=await rows.contact(**(contact or {})),
        **{"state": InvitationState.SENT, **ASKED, **values},
    )


@pytest.mark.parametrize("state", [InvitationState.SENT, InvitationState.UNKNOWN])
async def test_the_silent_are_reminded_once(writer, rows, state):
    wave = await rows.wave(remind_seconds=SECONDS)
    which = await asked(rows, wave, {"telegram_id": 77}, state=state)
    assert await remind(writer) == 1
    assert await remind(writer) == 0
    (message,) = await rows.all(message_table)
    assert (message.kind, message.state, message.chat_id) == (MessageKind.REMINDER, MessageState.DUE, 77)
    assert message.invitation_id == which
    after = await rows.one(invitation_table, which)
    assert (after.state, after.reminded_at) == (state, NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"asked_at": NOW - 3 * DAY + timedelta(seconds=1)},
        {"expires_at": NOW},
        {"snoozed_at": NOW - DAY},
        {"declined_at": NOW - DAY},
        {"reminded_at": NOW - DAY},
        *({"state": state} for state in InvitationState if state not in ("sent", "unknown", "skipped")),
        {"contact": {"opted_out_at": NOW}},
        {"contact": {"blocked_at": NOW}},
        {"contact": {"deactivated_at": NOW}},
        {"contact": {"telegram_id": None}},
    ],
    ids=str,
)
async def test_nobody_else_is(writer, rows, values):
    await asked(rows, await rows.wave(remind_seconds=SECONDS), **values)
    assert await remind(writer) == 0


@pytest.mark.parametrize(
    "wave",
    [{"remind_seconds": None}, *({"state": s} for s in WaveState if s is not WaveState.RUNNING)],
    ids=str,
)
async def test_only_waves_that_run_and_remind_do(writer, rows, wave):
    await asked(rows, await rows.wave(**{"remind_seconds": SECONDS, **wave}))
    assert await remind(writer) == 0


async def test_many_are_reminded_a_page_at_a_time(writer, rows):
    for _ in range(2):
        wave = await rows.wave(remind_seconds=SECONDS)
        for _ in range(3):
            await asked(rows, wave)
    assert [await remind(writer, most=4) for _ in range(3)] == [4, 2, 0]


async def test_those_to_remind_are_found_by_an_index(plans):
    await plans.rows.wave(remind_seconds=SECONDS)

    async def look(session):
        await reminders.put_in_line(session, NOW)

    assert any("invitation_to_remind" in step for step in await plans.of(look))
