"""What comes due with time, over a real database: every tick may come late, twice, or after a crash."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from handlers.marketer import list_intake
from scheduler.ticks import Ticks
from storage import attachments, contact_lists, drafts, responses, updates, waves
from storage.bots import EVERY_CHAT
from storage.facts import KeptAttachment
from storage.kinds import AttachmentKind, DraftStep, InvitationState, MessageState, SkipReason, WaveState
from storage.people import UNLINKED
from storage.tables import (
    Draft,
    attachment_table,
    contact_list_table,
    draft_table,
    early_text_table,
    handled_update_table,
    invitation_table,
    list_entry_table,
    message_table,
    sending_pause_table,
    set_aside_update_table,
    wave_table,
)
from storage.writer import BULK_ROWS
from tests.scheduler.stage import BOT_ID, NOW, SHOP, Stage

WEEK = timedelta(days=7)


class Town:
    """A stage with ticks on it, which remember how often they said that questions wait."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.calls = 0
        self.ticks = self.new_ticks()

    def new_ticks(self) -> Ticks:
        """As after a restart."""
        return Ticks(
            database=self.stage.database,
            writer=self.stage.writer,
            shop=SHOP,
            messages_waiting=self._call,
        )

    def _call(self) -> None:
        self.calls += 1

    async def people(self, linked: int, unlinked: int = 0) -> None:
        for _ in range(linked):
            await self.stage.purchase(contact_id=await self.stage.contact())
        for _ in range(unlinked):
            await self.stage.purchase()

    async def counts(self) -> dict[InvitationState, int]:
        """The states of the newest wave; they sum to its audience and to its rows."""
        async with self.stage.database.reading() as session:
            newest = (await waves.counts(session))[-1]
        rows = [r for r in await self.stage.rows(invitation_table) if r.wave_id == newest.wave.id]
        assert newest.audience == len(rows) == len({row.ask_key for row in rows})
        return {state: number for state, number in newest.states.items() if number}

    async def wave(self, wave_id):
        return await self.stage.row(wave_table, wave_id)


@pytest.fixture
def town(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("scheduler.ticks.PAGE", 2)
    return Town(stage)


async def test_a_wave_that_is_due_is_filled_with_everybody_page_by_page(town):
    """Invariant 3: nobody is lost; a wave's states sum to its audience."""
    await town.people(5, unlinked=3)
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    assert await town.counts() == {InvitationState.DUE: 5, InvitationState.SKIPPED: 3}
    assert (await town.wave(wave)).state == WaveState.RUNNING
    reasons = {row.skip_reason for row in await town.stage.rows(invitation_table)}
    assert reasons == {None, SkipReason.NO_CHAT}
    assert await town.stage.number_of(MessageState.DUE) == 5


async def test_when_a_wave_is_filled_its_questions_can_leave_at_once(town):
    await town.people(3)
    await town.stage.wave(WaveState.PLANNED)
    await town.ticks.fill(NOW)
    assert town.calls > 0
    assert len((await town.stage.send_all()).said) == 3


STORES = [f"Store-{number:03d}" for number in range(200)]


@pytest.mark.parametrize(
    "audience", [f"store:{','.join(STORES)}", " ".join(f"store:{each}" for each in STORES)]
)
async def test_a_wave_is_filled_however_long_its_audience_is_and_however_it_was_written(town, audience):
    """An earlier version wrote a word for each alternative, and a wave keeps what it was planned with."""
    for store in (STORES[7], STORES[-1], "Elsewhere"):
        await town.stage.purchase(contact_id=await town.stage.contact(), store=store)
    await town.stage.wave(WaveState.PLANNED, audience=audience)
    await town.ticks.fill(NOW)
    assert await town.counts() == {InvitationState.DUE: 2}


async def test_a_tick_that_comes_twice_changes_nothing(town):
    await town.people(3, unlinked=1)
    await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    before = await town.stage.rows(invitation_table), await town.stage.rows(message_table)
    await town.ticks.tick(NOW)
    await town.new_ticks().tick(NOW + timedelta(hours=1))
    assert (await town.stage.rows(invitation_table), await town.stage.rows(message_table)) == before


async def test_a_wave_isn_t_filled_before_its_moment(town):
    await town.people(1)
    wave = await town.stage.wave(WaveState.PLANNED, due_at=NOW + timedelta(hours=1))
    await town.ticks.tick(NOW + timedelta(minutes=59))
    assert (await town.wave(wave)).state == WaveState.PLANNED
    assert await town.ticks.next_due(NOW) == NOW + timedelta(hours=1)
    await town.ticks.tick(NOW + timedelta(hours=1))
    assert (await town.wave(wave)).state == WaveState.RUNNING
    assert await town.ticks.next_due(NOW) is None


async def test_a_wave_without_people_is_filled_and_done(town):
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    done = await town.wave(wave)
    assert (done.state, done.finished_at) == (WaveState.DONE, NOW)


@pytest.mark.parametrize("page", range(1, 7))
async def test_filling_that_a_crash_cuts_off_goes_on_where_it_was(town, page, monkeypatch):
    """Invariant 3: nobody is lost, nobody comes twice, wherever the process dies."""
    await town.people(5, unlinked=3)
    wave = await town.stage.wave(WaveState.PLANNED)
    pages = 0
    set_state = waves.set_state

    async def die_before_the_commit(session, *given, **named):
        nonlocal pages
        pages += 1
        await set_state(session, *given, **named)
        if pages == page:
            raise asyncio.CancelledError

    monkeypatch.setattr("storage.waves.set_state", die_before_the_commit)
    with pytest.raises(asyncio.CancelledError):
        await town.ticks.fill(NOW)
    stopped_at = await town.wave(wave)
    assert stopped_at.state == WaveState.FILLING
    assert not (await town.stage.send_all()).said
    await town.new_ticks().fill(NOW + timedelta(minutes=5))
    assert await town.counts() == {InvitationState.DUE: 5, InvitationState.SKIPPED: 3}
    assert await town.stage.number_of(MessageState.DUE) == 5
    assert (await town.wave(wave)).state == WaveState.RUNNING


async def test_a_stop_while_a_wave_is_filled_waits_for_a_page_at_most(town, monkeypatch):
    await town.people(6)
    wave = await town.stage.wave(WaveState.PLANNED)
    set_state = waves.set_state

    async def stop_meanwhile(session, *given, **named):
        town.ticks.stop()
        await set_state(session, *given, **named)

    monkeypatch.setattr("storage.waves.set_state", stop_meanwhile)
    await town.ticks.fill(NOW)
    assert sum((await town.counts()).values()) == 2
    monkeypatch.undo()
    await town.new_ticks().fill(NOW)
    assert await town.counts() == {InvitationState.DUE: 6}
    assert (await town.wave(wave)).state == WaveState.RUNNING


async def test_a_wave_that_a_person_stops_while_it_is_filled_stays_stopped(town, monkeypatch):
    await town.people(6)
    wave = await town.stage.wave(WaveState.PLANNED)
    set_state = waves.set_state

    async def stop_the_wave_after_this_page(session, *given, **named):
        await set_state(session, *given, **named)
        asyncio.get_running_loop().call_soon(stopped.set)

    stopped = asyncio.Event()
    monkeypatch.setattr("storage.waves.set_state", stop_the_wave_after_this_page)

    async def stop_it() -> None:
        await stopped.wait()
        await town.stage.change(wave_table, wave, state=WaveState.STOPPED)

    await asyncio.gather(town.ticks.fill(NOW), stop_it())
    assert (await town.wave(wave)).state == WaveState.STOPPED
    filled = sum((await town.counts()).values())
    assert 0 < filled < 6
    await town.ticks.tick(NOW)
    assert sum((await town.counts()).values()) == filled
    assert not (await town.stage.send_all()).said


async def test_several_waves_are_filled_the_oldest_first(town):
    await town.people(2)
    younger = await town.stage.wave(WaveState.PLANNED, due_at=NOW)
    older = await town.stage.wave(WaveState.PLANNED, due_at=NOW - timedelta(hours=1))
    await town.ticks.fill(NOW)
    rows = await town.stage.rows(invitation_table)
    assert [row.wave_id for row in rows] == [older, older, younger, younger]
    asked = [row.wave_id for row in rows if row.state == InvitationState.DUE]
    assert asked == [older, older]  # each order is asked about once


async def test_questions_close_when_their_time_is_up_and_the_wave_with_the_last(town):
    await town.people(3)
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    await town.stage.send_all()
    (first, *_) = await town.stage.rows(invitation_table)
    await town.stage.change(invitation_table, first.id, state=InvitationState.ANSWERED)
    await town.ticks.tick(NOW + WEEK - timedelta(seconds=1))
    assert await town.counts() == {InvitationState.ANSWERED: 1, InvitationState.SENT: 2}
    assert (await town.wave(wave)).state == WaveState.RUNNING
    await town.ticks.tick(NOW + WEEK)
    assert await town.counts() == {InvitationState.ANSWERED: 1, InvitationState.EXPIRED: 2}
    done = await town.wave(wave)
    assert (done.state, done.finished_at) == (WaveState.DONE, NOW + WEEK)


async def test_a_wave_whose_question_is_due_or_on_its_way_isn_t_done(town):
    await town.people(1)
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    await town.ticks.tick(NOW + 2 * WEEK)
    assert (await town.wave(wave)).state == WaveState.RUNNING
    await town.stage.claims().take(1, busy_chats=())
    await town.ticks.tick(NOW + 4 * WEEK)
    assert (await town.wave(wave)).state == WaveState.RUNNING


async def test_what_never_surely_arrived_stays_unknown_and_holds_no_wave_open(town):
    await town.people(1)
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.tick(NOW)
    await town.stage.claims("dead").take(1, busy_chats=())
    await town.stage.claims("alive").adopt()
    await town.ticks.tick(NOW + 2 * WEEK)
    assert await town.counts() == {InvitationState.UNKNOWN: 1}
    assert (await town.wave(wave)).state == WaveState.DONE


async def test_however_many_close_at_once_they_close_in_one_tick(town):
    wave = await town.stage.wave()
    row = {
        "wave_id": wave,
        "survey_id": (await town.wave(wave)).survey_id,
        "kind": "csat",
        "contact_id": await town.stage.contact(),
        "state": InvitationState.SENT,
        "is_test": False,
        "language": "en",
        "created_at": NOW,
        "expires_at": NOW,
    }
    async with town.stage.writer.unit() as session:
        rows = [{**row, "ask_key": str(number)} for number in range(2 * BULK_ROWS + 1)]
        await session.execute(invitation_table.insert(), rows)
        await session.commit()
    await town.ticks.expire(NOW)
    assert await town.counts() == {InvitationState.EXPIRED: 2 * BULK_ROWS + 1}
    assert (await town.wave(wave)).state == WaveState.DONE


async def test_what_was_only_kept_against_repetition_is_dropped_after_a_week(town):
    async with town.stage.writer.unit() as session:
        for number, age in enumerate((timedelta(0), WEEK, WEEK + timedelta(seconds=1))):
            await updates.record(session, bot_id=BOT_ID, update_id=number, now=NOW - age)
        await session.commit()
    await town.ticks.prune(NOW)
    assert [row.update_id for row in await town.stage.rows(handled_update_table)] == [0, 1]


async def test_words_that_no_tap_has_followed_are_forgotten(town):
    """Invariant 10: personal data is little; what joins no answer any more isn't kept."""
    await town.stage.question()
    [asked] = await town.stage.rows(invitation_table)
    async with town.stage.writer.unit() as session:
        for age in (timedelta(minutes=9), timedelta(minutes=11)):
            await responses.keep_early_text(session, asked.id, f"{age}", now=NOW - age)
        await session.commit()
    await town.ticks.prune(NOW)
    assert [row.text for row in await town.stage.rows(early_text_table)] == ["0:09:00"]


async def test_pictures_that_no_answer_came_to_are_forgotten_with_their_question(town):
    """Invariant 10: personal data is little; what joins no answer any more isn't kept."""
    await town.stage.question()
    [asked] = await town.stage.rows(invitation_table)
    photo = KeptAttachment(AttachmentKind.PHOTO, chat_id=7, telegram_message_id=55)
    async with town.stage.writer.unit() as session:
        await session.execute(invitation_table.update().values(expires_at=NOW))
        await attachments.keep(session, asked.id, photo, file_id="file", now=NOW - WEEK)
        await session.commit()
    for moment, left in ((NOW - timedelta(seconds=1), 1), (NOW, 0)):
        await town.ticks.prune(moment)
        assert len(await town.stage.rows(attachment_table)) == left


async def test_an_update_that_was_set_aside_is_forgotten_after_a_month(town):
    """Invariant 10: what a person wrote isn't kept for ever because we couldn't handle it."""
    async with town.stage.writer.unit() as session:
        for number, age in enumerate((timedelta(days=29), timedelta(days=31))):
            failed: dict[str, Any] = {"telegram_id": 7, "body": {}, "error": "KeyError", "now": NOW - age}
            await updates.set_aside(session, bot_id=BOT_ID, update_id=number, **failed)
        await session.commit()
    await town.ticks.prune(NOW)
    assert [row.update_id for row in await town.stage.rows(set_aside_update_table)] == [0]


async def test_a_wave_that_nobody_went_on_planning_is_forgotten_after_a_month(town):
    async with town.stage.writer.unit() as session:
        for age in (timedelta(days=29), timedelta(days=31)):
            known: dict[str, Any] = {"chat_id": -1, "person_id": 7, "words": {}, "offers": []}
            known |= {"created_at": NOW - WEEK - age, "edited_at": NOW - age}
            await drafts.add(session, Draft(step=DraftStep.KIND, **known))
        await session.commit()
    await town.ticks.prune(NOW)
    assert [row.edited_at for row in await town.stage.rows(draft_table)] == [NOW - timedelta(days=29)]


async def test_pauses_are_dropped_once_they_are_over(town):
    pauses = town.stage.pauses()
    await pauses.pause(60)
    await pauses.pause(3600, chat_id=-7)
    await town.ticks.prune(NOW + timedelta(seconds=61))
    assert [row.chat_id for row in await town.stage.rows(sending_pause_table)] == [-7]
    await pauses.pause(7200)
    await town.ticks.prune(NOW + timedelta(seconds=3601))
    assert [row.chat_id for row in await town.stage.rows(sending_pause_table)] == [EVERY_CHAT]


async def test_the_cursor_says_how_far_a_wave_is_filled(town):
    await town.people(1, unlinked=1)
    wave = await town.stage.wave(WaveState.PLANNED)
    await town.ticks.fill(NOW)
    assert (await town.wave(wave)).fill_cursor.startswith(UNLINKED)


async def test_a_list_that_nothing_uses_is_dropped_after_ninety_days_a_page_at_a_time(town):
    refs = [f"c{number}" for number in range(BULK_ROWS + 1)]
    numbers = [await list_intake.store(town.stage.writer, refs, now=NOW) for _ in range(2)]
    async with town.stage.writer.unit() as session:
        await contact_lists.name(session, numbers[0], "vip")  # the other was left half stored
        await session.commit()
    for days, lists in ((0, 2), (2, 1), (90, 1), (91, 0)):
        await town.ticks.prune(NOW + timedelta(days=days))
        async with town.stage.database.reading() as session:
            found = await session.execute(select(contact_list_table.c.name))
            left = await session.execute(select(func.count()).select_from(list_entry_table))
            assert (len(found.all()), left.scalar_one()) == (lists, lists * len(refs)), days
