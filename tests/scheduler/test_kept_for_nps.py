"""People are kept for an NPS wave from all other surveys: those whom it means, until it has asked them."""

import pytest

from handlers.survey.sampling import in_sample
from storage import halting
from storage.kinds import SkipReason, WaveState
from storage.tables import invitation_table, wave_table

RESERVED = SkipReason.RESERVED


@pytest.fixture
async def crowd(days):
    return [await days.customer() for _ in range(12)]


async def asked_csat(days):
    """Whom a CSAT wave asks that is planned now."""
    await days.wave(reminder="none")
    return {int(sent.split()[1]) for sent in await days.pass_by(minutes=1) if sent.startswith("question")}


async def test_only_those_whom_it_means_are_kept(days):
    shoes = await days.customer(category="shoes")
    hat = await days.customer(category="hats")
    await days.wave(kind="nps", audience="category:shoes", at="2026-05-20 10:00", reminder="none")
    assert await asked_csat(days) == {hat}
    assert await days.reasons() == {shoes: RESERVED, hat: None}


async def test_nobody_is_kept_before_the_month_ahead_of_it(days, crowd):
    await days.wave(kind="nps", at="2026-06-20 10:00", reminder="none")
    assert await asked_csat(days) == {*crowd}


async def test_of_a_sample_only_those_who_are_drawn_are_kept(days, crowd):
    nps = await days.wave(kind="nps", at="2026-05-20 10:00", sample="40%", reminder="none")
    drawn = {person for person in crowd if in_sample(person, seed=nps.sample_seed, percent=40)}
    assert drawn
    assert drawn != {*crowd}
    assert await asked_csat(days) == {*crowd} - drawn
    asked = {int(sent.split()[1]) for sent in await days.pass_by(days=15)}
    assert asked == drawn


async def test_they_are_kept_until_they_are_asked_and_not_until_it_begins(days, crowd):
    await days.wave(kind="nps", spread="5d", reminder="none")
    assert len(await days.pass_by(minutes=1)) < len(crowd)
    assert await asked_csat(days) == set()
    for _ in range(6):
        await days.pass_by(days=1)
    invited = await days.stage.rows(invitation_table)
    assert {row.contact_id for row in invited if row.kind == "nps" and row.asked_at} == {*crowd}
    assert {row.skip_reason for row in invited if row.kind == "csat"} <= {RESERVED, SkipReason.ASKED_TODAY}


async def test_one_that_is_paused_keeps_its_people_and_one_that_is_stopped_does_not(days, crowd):
    nps = await days.wave(kind="nps", at="2026-05-20 10:00", reminder="none")
    async with days.stage.writer.unit() as session:
        await halting.pause(session, nps.id)
        await session.commit()
    assert await asked_csat(days) == set()
    async with days.stage.writer.unit() as session:
        await halting.stop(session, nps.id, now=days.now)
        await session.commit()
    assert (await days.stage.row(wave_table, nps.id)).state == WaveState.STOPPED
    assert await asked_csat(days) == {*crowd}


async def test_what_already_waits_is_looked_at_again_when_its_turn_comes(days):
    shoes = await days.customer(category="shoes")
    hat = await days.customer(category="hats")
    await days.wave(spread="3h", reminder="none")
    before = await days.pass_by(seconds=1)
    await days.wave(kind="nps", audience="category:shoes", at="2026-05-20 10:00", reminder="none")
    after = await days.pass_by(hours=4)
    late = {shoes, hat} - {int(sent.split()[1]) for sent in before}
    assert {int(sent.split()[1]) for sent in after} == late - {shoes}
    reasons = await days.reasons()
    assert (reasons[shoes] is RESERVED) is (shoes in late)


async def test_one_whose_words_cannot_be_read_keeps_nobody_and_holds_up_nobody(days, crowd):
    nps = await days.wave(kind="nps", at="2026-05-20 10:00", reminder="none")
    await days.stage.change(wave_table, nps.id, audience="of another version")
    assert await asked_csat(days) == {*crowd}
