"""What the ticks do by rules: plans that ask after each purchase, and reminders."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.marketer import list_intake
from storage import contact_lists, contacts, plans, waves
from storage.kinds import (
    InvitationState,
    MessageKind,
    MessageState,
    SkipReason,
    WaveState,
)
from storage.tables import (
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    wave_table,
)
from tests.scheduler.days import DAY

RIGA = ZoneInfo("Europe/Riga")


# After each purchase


async def test_each_customer_is_asked_two_days_after_their_delivery(days):
    await days.plan()
    anna = await days.customer()
    assert await days.pass_by(hours=5) == []
    bob = await days.customer()
    assert await days.pass_by(hours=42, minutes=59) == []
    assert await days.pass_by(minutes=1) == [f"question {anna}"]
    assert await days.pass_by(hours=4) == []
    assert await days.pass_by(hours=1) == [f"question {bob}"]


async def test_a_plan_asks_whom_its_list_has_and_leaves_out_of_it_who_never_opens_a_link(days):
    list_id = await list_intake.store(days.stage.writer, ["anna@mail", "zoe@mail"], now=days.now)
    async with days.stage.writer.unit() as session:
        await contact_lists.name(session, list_id, "vip")
        await session.commit()
    await days.plan(audience="list:vip")
    anna, _ = await days.customer(), await days.customer()
    async with days.stage.writer.unit() as session:
        await contacts.take_ref(session, "anna@mail", anna, now=days.now)
        await session.commit()
    for ref in ("zoe@mail", "max@mail"):
        await days.order(None, contact_ref=ref)
    assert await days.pass_by(days=2) == [f"question {anna}"]
    await days.pass_by(days=20)
    assert await days.reasons() == {anna: None, None: SkipReason.NO_CHAT}
    assert len(await days.stage.rows(invitation_table)) == 2


async def test_each_day_on_which_somebody_is_asked_has_one_wave(days):
    plan = await days.plan()
    for number in range(3):
        await days.customer()
        await days.pass_by(hours=2 if number else 24)
    for _ in range(4):
        await days.pass_by(days=1)
    waves_of_plan = [row for row in await days.stage.rows(wave_table) if row.plan_id == plan.id]
    assert [(row.name, row.day) for row in waves_of_plan] == [
        ("After delivery 2026-05-07", date(2026, 5, 7)),
        ("After delivery 2026-05-08", date(2026, 5, 8)),
    ]
    sizes = [
        sum(row.wave_id == wave.id for row in await days.stage.rows(invitation_table))
        for wave in waves_of_plan
    ]
    assert sizes == [1, 2]


async def test_a_wave_stays_open_for_its_day_and_ends_when_all_is_settled(days):
    await days.plan(open_seconds=3600)
    await days.customer()
    await days.pass_by(days=2)
    await days.pass_by(hours=2)
    (wave,) = await days.stage.rows(wave_table)
    assert wave.state == WaveState.RUNNING, "somebody may still come today"
    assert wave.fills_until == datetime(2026, 5, 8, tzinfo=RIGA)
    await days.pass_by(days=1)
    (wave,) = await days.stage.rows(wave_table)
    assert wave.state == WaveState.DONE


async def test_somebody_who_was_asked_lately_is_left_out_with_that_reason_and_not_queued(days):
    await days.plan()
    anna = await days.customer()
    await days.pass_by(days=2)
    await days.order(anna)
    assert await days.pass_by(days=2) == []
    assert (await days.reasons())[anna] is SkipReason.ASKED_RECENTLY
    assert await days.pass_by(days=60) == []


async def test_a_delivery_at_night_is_asked_about_in_the_morning(days):
    await days.plan()
    await days.pass_by(hours=10)
    anna = await days.customer()  # at 23:00 in Riga
    assert await days.pass_by(days=2) == []
    assert await days.pass_by(hours=9, minutes=59) == []
    assert await days.pass_by(minutes=1) == [f"question {anna}"]


async def test_an_order_that_is_refunded_meanwhile_is_not_asked_about(days):
    await days.plan()
    anna = await days.customer()
    await days.stage.change(purchase_table, 1, cancelled_at=days.now)
    assert await days.pass_by(days=2) == []
    assert (await days.reasons())[anna] is SkipReason.CANCELLED_ORDER


async def test_a_delivery_that_turns_out_to_be_later_is_asked_about_later(days):
    await days.plan()
    anna = await days.customer()
    await days.stage.change(purchase_table, 1, received_at=days.now + DAY, delivered_at=days.now + DAY)
    assert await days.pass_by(days=2) == []
    assert await days.pass_by(days=1) == [f"question {anna}"]


async def test_who_opens_the_link_late_is_asked_then_and_who_never_does_has_a_reason(days):
    await days.plan()
    late, never = await days.order(None), await days.order(None)
    assert await days.pass_by(days=10) == []
    anna = await days.stage.contact()
    await days.stage.change(purchase_table, late, contact_id=anna)
    assert await days.pass_by(hours=1) == [f"question {anna}"]
    assert await days.pass_by(days=10) == []
    (given_up,) = [row for row in await days.stage.rows(invitation_table) if row.purchase_id == never]
    assert given_up.skip_reason is SkipReason.NO_CHAT


async def test_what_came_due_while_the_agent_was_down_is_made_up_within_two_weeks(days):
    await days.plan()
    anna, bob = await days.customer(), None
    days.stage.clock.advance(days=5)
    bob = await days.customer()
    days.restart()
    assert await days.pass_by(days=12) == [f"question {bob}"]
    assert (await days.reasons())[anna] is SkipReason.TOO_LATE


async def test_a_plan_that_was_stopped_asks_nobody_more(days):
    plan = await days.plan()
    await days.customer()
    async with days.stage.writer.unit() as session:
        await plans.stop(session, plan.id, now=days.now)
        await session.commit()
    assert await days.pass_by(days=3) == []
    assert await days.stage.rows(wave_table) == []


async def test_a_restart_at_any_moment_asks_nobody_twice(days):
    """Invariant 7: the schedule lives in rows."""
    await days.plan()
    anna = await days.customer()
    asked = []
    for _ in range(60):
        days.restart()
        asked += await days.pass_by(hours=1)
    assert asked == [f"question {anna}"]


async def test_purchases_beyond_a_page_follow_at_once(days, monkeypatch):
    monkeypatch.setattr("scheduler.ticks.PAGE", 2)
    await days.plan()
    people = [await days.customer() for _ in range(5)]
    assert sorted(await days.pass_by(days=2)) == sorted(f"question {person}" for person in people)


# Reminders


async def test_the_silent_are_reminded_once_and_then_left_alone(days):
    await days.plan(remind_seconds=3 * 24 * 3600)
    anna = await days.customer()
    assert await days.pass_by(days=2) == [f"question {anna}"]
    assert await days.pass_by(days=2, hours=23, minutes=58) == []
    assert await days.pass_by(minutes=2) == [f"reminder {anna}"]
    for _ in range(10):
        assert await days.pass_by(days=1) == []
    (invited,) = await days.stage.rows(invitation_table)
    assert invited.state == InvitationState.EXPIRED


async def test_whoever_has_answered_is_not_reminded(days):
    await days.plan(remind_seconds=3 * 24 * 3600)
    await days.customer()
    await days.pass_by(days=2)
    await days.stage.answer(1, 5)
    assert await days.pass_by(days=4) == []


@pytest.mark.parametrize("change", ["opted_out_at", "blocked_at", "deactivated_at", "erased_at"])
async def test_a_reminder_in_line_is_not_sent_to_who_left_meanwhile(days, change):
    await days.plan(remind_seconds=3 * 24 * 3600)
    anna = await days.customer()
    await days.pass_by(days=2)
    days.stage.clock.advance(days=3)
    await days.ticks.tick(days.now)
    await days.stage.change(contact_table, anna, **{change: days.now})
    assert await days.pass_by(minutes=5) == []
    (invited,) = await days.stage.rows(invitation_table)
    assert invited.state == InvitationState.SENT


async def test_a_reminder_is_not_sent_at_night(days):
    await days.plan(remind_seconds=3 * 24 * 3600 + 10 * 3600)
    anna = await days.customer()
    await days.pass_by(days=2)
    assert await days.pass_by(days=3, hours=10) == []  # at 23:00 in Riga
    assert await days.pass_by(hours=10) == [f"reminder {anna}"]


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNKNOWN])
async def test_a_lost_reminder_changes_nothing_of_its_question(days, state):
    await days.plan(remind_seconds=3 * 24 * 3600)
    await days.customer()
    await days.pass_by(days=2)
    await days.pass_by(days=3)
    (reminder,) = [row for row in await days.stage.rows(message_table) if row.kind == MessageKind.REMINDER]
    await days.stage.change(message_table, reminder.id, state=state)
    (invited,) = await days.stage.rows(invitation_table)
    assert (invited.state, invited.failure) == (InvitationState.SENT, None)
    assert await days.pass_by(days=1) == []


async def test_the_states_of_every_wave_sum_to_its_audience_each_day(days):
    """Invariant 3: an invitation is in exactly one state."""
    await days.plan(remind_seconds=24 * 3600)
    for number in range(20):
        await days.customer()
        if number % 3 == 0:
            await days.order(None)
        await days.pass_by(hours=11)
        async with days.stage.database.reading() as session:
            counts = await waves.counts(session)
        assert sum(count.audience for count in counts) == len(await days.stage.rows(invitation_table))
