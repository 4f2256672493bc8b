"""What may never have arrived is sent once more, if the shop wants that: once, and to whom hasn't answered."""

from datetime import timedelta

import pytest

from handlers.messenger import Sent, Unknown
from scheduler.ticks import Ticks
from storage.kinds import InvitationState, MessageState
from tests.scheduler.stage import SHOP, Stage

AFTER = timedelta(hours=2)
LOST = Unknown("the connection broke")


@pytest.fixture
def called() -> list[str]:
    return []


def ticks(stage: Stage, called: list[str], after: timedelta | None = AFTER) -> Ticks:
    return Ticks(
        database=stage.database,
        writer=stage.writer,
        shop=SHOP,
        messages_waiting=lambda: called.append("messages"),
        resend_unknown_after=after,
    )


async def test_unless_the_shop_wants_it_nothing_is_sent_again(stage, called):
    """Invariant 3: nobody is asked the same thing twice."""
    invitation = await stage.question()
    await stage.send_all(LOST)
    for hours in (2, 24, 24):
        stage.clock.advance(hours=hours)
        await ticks(stage, called, after=None).tick(stage.clock.now())
        assert not (await stage.send_all()).said
    assert (await stage.invitation(invitation)).state == InvitationState.UNKNOWN


async def test_it_is_sent_again_when_it_is_old_enough_and_then_known(stage, called):
    invitation = await stage.question()
    await stage.send_all(LOST)
    stage.clock.advance(hours=2, seconds=-1)
    await ticks(stage, called).tick(stage.clock.now())
    assert (called, (await stage.send_all()).said) == ([], [])
    stage.clock.advance(seconds=1)
    await ticks(stage, called).tick(stage.clock.now())
    assert called == ["messages"]
    assert len((await stage.send_all(Sent({"message_id": 77}))).said) == 1
    asked = await stage.invitation(invitation)
    assert (asked.state, asked.asked_at) == (InvitationState.SENT, stage.clock.now())
    assert (await stage.question_of(invitation)).telegram_message_id == 77


async def test_it_is_sent_again_once(stage, called):
    invitation = await stage.question()
    await stage.send_all(LOST)
    for attempts in (1, 0, 0):
        stage.clock.advance(hours=2)
        await ticks(stage, called).tick(stage.clock.now())
        assert len((await stage.send_all(LOST)).said) == attempts
    assert (await stage.question_of(invitation)).state == MessageState.UNKNOWN
    assert (await stage.invitation(invitation)).state == InvitationState.UNKNOWN


async def test_what_a_dead_process_left_is_sent_again_too(stage, called):
    await stage.question()
    await stage.claims("dead").take(8, busy_chats=())
    await stage.claims("alive").adopt()
    stage.clock.advance(hours=2)
    await ticks(stage, called).tick(stage.clock.now())
    assert len((await stage.send_all()).said) == 1


async def test_many_are_sent_again_page_by_page(stage, called, monkeypatch):
    monkeypatch.setattr("handlers.customer.ask_again.PAGE", 2)
    wave = await stage.wave()
    for _ in range(5):
        await stage.question(wave_id=wave)
    await stage.send_all(*[LOST] * 5)
    stage.clock.advance(hours=2)
    await ticks(stage, called).resend(stage.clock.now())
    assert await stage.number_of(MessageState.DUE) == 5
