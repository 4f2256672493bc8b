"""What a person was asked before, as the clocks between two asks see it."""

from datetime import timedelta

import pytest

from storage import asks
from storage.asks import Ask
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from tests.storage.conftest import NOW

DAY = timedelta(days=1)
CSAT, NPS = SurveyKind.CSAT, SurveyKind.NPS


async def asks_of(database, *contacts):
    async with database.reading() as session:
        return await asks.of_contacts(session, contacts)


async def test_the_latest_ask_and_the_latest_answer_count_by_kind(database, rows):
    anna = await rows.contact()
    for kind, days, answered in ((CSAT, 50, 49), (CSAT, 10, None), (NPS, 100, 99)):
        asked = await rows.invitation(
            contact_id=anna,
            kind=kind,
            state=InvitationState.ANSWERED if answered else InvitationState.EXPIRED,
            asked_at=NOW - days * DAY,
        )
        if answered:
            await rows.answer(invitation_id=asked, score=5, answered_at=NOW - answered * DAY)
    assert await asks_of(database, anna) == {
        anna: {
            CSAT: Ask(asked_at=NOW - 10 * DAY, answered_at=NOW - 49 * DAY),
            NPS: Ask(asked_at=NOW - 100 * DAY, answered_at=NOW - 99 * DAY),
        }
    }


async def test_a_decline_counts_from_its_own_moment_on(database, rows):
    anna = await rows.contact()
    for days, declines in (
        (60, {"declined_at": NOW - 40 * DAY}),
        (30, {"snoozed_at": NOW - 24 * DAY}),
        (9, {}),
    ):
        await rows.invitation(
            contact_id=anna, state=InvitationState.EXPIRED, asked_at=NOW - days * DAY, **declines
        )
    expected = Ask(asked_at=NOW - 9 * DAY, answered_at=None, declined_at=NOW - 24 * DAY)
    assert await asks_of(database, anna) == {anna: {CSAT: expected}}


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (InvitationState.DUE, False),
        (InvitationState.SENDING, True),
        (InvitationState.SENT, True),
        (InvitationState.ANSWERED, True),
        (InvitationState.EXPIRED, True),
        (InvitationState.SKIPPED, False),
        (InvitationState.FAILED, False),
        (InvitationState.UNKNOWN, True),
        (InvitationState.CANCELLED, False),
    ],
)
async def test_what_may_have_reached_the_person_counts(database, rows, state, counts):
    anna = await rows.contact()
    reason = SkipReason.BLOCKED if state is InvitationState.SKIPPED else None
    await rows.invitation(contact_id=anna, state=state, asked_at=NOW, skip_reason=reason)
    assert (anna in await asks_of(database, anna)) is counts


async def test_a_test_disturbs_nobody(database, rows):
    anna = await rows.contact()
    await rows.invitation(contact_id=anna, state=InvitationState.SENT, asked_at=NOW, is_test=True)
    assert await asks_of(database, anna) == {}


async def test_of_nobody_there_is_nothing(database):
    assert await asks_of(database) == {}


async def test_whoever_was_asked_is_found_by_index_however_many_were(plans):
    """A page of a wave looks at its people alone, and not at all who were ever asked."""
    lines = await plans.of(lambda session: asks.of_contacts(session, range(1, 251)))
    assert any("INDEX invitation_asked (contact_id=?)" in line for line in lines)
    assert [line for line in lines if "TEMP B-TREE" in line] == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, [True]),
        ({"state": WaveState.FILLING}, [True]),
        ({"state": WaveState.RUNNING}, [False]),
        ({"state": WaveState.PAUSED, "resumes_as": WaveState.PLANNED}, [True]),
        ({"state": WaveState.PAUSED, "resumes_as": WaveState.RUNNING}, [False]),
        ({"state": WaveState.STOPPED}, []),
        ({"state": WaveState.MISSED}, []),
        ({"state": WaveState.DONE}, []),
        ({"is_test": True}, []),
        ({"kind": CSAT}, []),
    ],
)
async def test_nps_waves_that_are_not_over_are_found_and_whether_they_still_choose(
    database, rows, values, found
):
    given = {"kind": NPS, "state": WaveState.PLANNED, "due_at": NOW + DAY} | values
    await rows.wave(**given, sample_percent=20, sample_seed=7, audience="repeat")
    async with database.reading() as session:
        waves = await asks.nps_waves(session)
    assert [wave.chooses for wave in waves] == found
    for wave in waves:
        assert (wave.due_at, wave.audience) == (NOW + DAY, "repeat")
        assert (wave.sample_percent, wave.sample_seed) == (20, 7)


async def test_who_waits_for_an_nps_is_found(database, rows):
    anna, boris, chen, dora, eve = [await rows.contact() for _ in range(5)]
    await rows.invitation(contact_id=anna, kind=NPS, state=InvitationState.DUE)
    await rows.invitation(contact_id=boris, kind=NPS, state=InvitationState.SENT, asked_at=NOW)
    await rows.invitation(contact_id=chen, kind=CSAT, state=InvitationState.DUE)
    await rows.invitation(contact_id=dora, kind=NPS, state=InvitationState.DUE, is_test=True)
    await rows.invitation(contact_id=eve, kind=NPS, state=InvitationState.DUE)
    async with database.reading() as session:
        assert await asks.waiting_for_nps(session, [anna, boris, chen, dora]) == {anna}
        assert await asks.waiting_for_nps(session, []) == set()
