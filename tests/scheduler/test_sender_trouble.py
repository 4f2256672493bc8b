"""The sender while Telegram, the database or the machine is in trouble; in a time that passes instantly."""

import asyncio
import itertools
from collections import Counter

import pytest

from handlers.messenger import NotSent, Rejected, RetryAfter, Sent, Unknown
from scheduler.capacity import MOST_IN_FLIGHT
from scheduler.pacing import LEAD, LONGEST_BACKOFF
from scheduler.sender import FAILURES_IN_PEACE, LAST_TRIES, TOO_LATE, TokenRefusedError
from storage.kinds import MessageState
from tests.scheduler.stand import Stand
from tests.scheduler.virtual_time import instantly, now, settle


@instantly
async def test_a_burst_of_failures_is_one_trouble_and_rests_a_second():
    stand = Stand(rate=1000, latency=0.5)
    stand.telegram.answers = itertools.chain([NotSent("no route")] * 8, itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(0.6)
    assert len(stand.telegram.said) == 8
    assert stand.pacer.paused_for() == pytest.approx(1, abs=0.2)
    await asyncio.sleep(10)
    assert set(stand.line.states.values()) == {MessageState.SENT}
    assert stand.pacer.rate == 1000  # nobody asked for a slower pace
    await stand.stop()


@instantly
async def test_while_telegram_is_away_it_is_asked_who_we_are_less_and_less_often_until_it_answers():
    stand = Stand(rate=1000)
    stand.telegram.answers = itertools.repeat(NotSent("no route"))
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(24 * 3600)  # longer than twice for each failure fits into a number
    tries = sorted([at for at, _ in stand.telegram.said] + stand.telegram.greeted)
    waits = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert [round(wait) for wait in waits if wait > 0.5][:7] == [1, 2, 4, 8, 16, 30, 30]
    assert max(waits) == pytest.approx(LONGEST_BACKOFF, abs=0.1)
    since = now()
    stand.telegram.answers = itertools.repeat(Sent(True))
    await asyncio.sleep(LONGEST_BACKOFF + 1)
    assert len(stand.line.states) == 100
    assert set(stand.line.states.values()) == {MessageState.SENT}
    assert max(stand.line.ended) - since <= LONGEST_BACKOFF + 1
    await stand.stop()


@pytest.mark.parametrize("outage", [Unknown("Bad Gateway"), NotSent("no route")])
@instantly
async def test_however_long_an_outage_lasts_only_what_it_began_with_is_lost_in_it(outage):
    """Invariant 3: what may have left isn't sent again, so that nobody's message finds out how long it lasts."""
    stand = Stand(rate=25)
    stand.telegram.answers = itertools.repeat(outage)
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(3600)
    said = len(stand.telegram.said)
    assert said <= FAILURES_IN_PEACE + 2  # one more had left when it became too many
    assert len(stand.telegram.greeted) > 100
    stand.telegram.answers = itertools.repeat(Sent(True))
    await asyncio.sleep(LONGEST_BACKOFF + 10)
    states = Counter(stand.line.states.values())
    lost = said if isinstance(outage, Unknown) else 0
    assert states == {MessageState.SENT: 100 - lost} | ({MessageState.UNKNOWN: lost} if lost else {})
    await stand.stop()


@instantly
async def test_timeouts_make_nobody_unknown_but_who_was_written_to_before_the_first():
    stand = Stand(rate=1000, latency=30)
    stand.telegram.answers = itertools.repeat(Unknown("timed out"))
    for chat in range(1, 201):
        stand.line.add(chat)
    await asyncio.sleep(600)
    assert len(stand.telegram.said) <= MOST_IN_FLIGHT
    await stand.stop()


@instantly
async def test_where_only_messages_fail_each_further_one_waits_for_longer():
    """An answer to who we are lets one message try; it doesn't make what follows as bold as if all were well."""
    stand = Stand(rate=25)
    stand.telegram.answers = itertools.repeat(Unknown("Internal Server Error"))

    async def greet():
        return Sent({"id": 42})

    stand.telegram.greet = greet  # type: ignore[method-assign]
    for chat in range(1, 1001):
        stand.line.add(chat)
    await asyncio.sleep(3600)
    assert len(stand.telegram.said) == pytest.approx(3600 / LONGEST_BACKOFF, rel=0.1)
    await stand.stop()


@instantly
async def test_a_429_on_who_we_are_holds_everything_and_is_stored():
    stand = Stand(rate=25)
    stand.telegram.answers = itertools.chain(
        [Unknown("Bad Gateway")] * (FAILURES_IN_PEACE + 1), [RetryAfter(600)], itertools.repeat(Sent(True))
    )
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(500)
    (greeted,) = stand.telegram.greeted
    assert len(stand.telegram.said) == FAILURES_IN_PEACE + 1
    assert stand.line.pauses == [600]
    assert stand.pacer.rate == 12.5
    await asyncio.sleep(110)
    assert stand.telegram.said[FAILURES_IN_PEACE + 1][0] == pytest.approx(greeted + 600, abs=0.1)
    assert len(stand.telegram.greeted) == 1
    await stand.stop()


@instantly
async def test_a_token_that_was_revoked_during_an_outage_ends_the_sender():
    stand = Stand()
    stand.telegram.answers = itertools.chain(
        [Unknown("Bad Gateway")] * (FAILURES_IN_PEACE + 1), itertools.repeat(Rejected(401, "Unauthorized"))
    )
    for chat in range(1, 101):
        stand.line.add(chat)
    with pytest.raises(TokenRefusedError):
        await stand.running


@pytest.mark.parametrize("after", [0.5, 2.5])  # while it rests, and while Telegram keeps us waiting
@instantly
async def test_stop_doesn_t_wait_for_who_we_are(after):
    stand = Stand()
    stand.telegram.answers = itertools.repeat(Unknown("Bad Gateway"))
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(0.5)
    assert len(stand.telegram.said) == FAILURES_IN_PEACE + 1
    stand.telegram.latency = 10
    await asyncio.sleep(after)
    assert len(stand.telegram.greeted) == (after > 1)
    since = now()
    await stand.stop()
    assert now() == since


@instantly
async def test_nothing_that_was_claimed_leaves_within_a_pause_that_began_since():
    stand = Stand(rate=100)
    stand.telegram.answers = itertools.chain([RetryAfter(60)], itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(59.9)
    assert len(stand.telegram.said) == 1
    await asyncio.sleep(10)
    assert list(stand.line.states.values()) == [MessageState.SENT] * 8
    assert min(at for at, _ in stand.telegram.said[1:]) == pytest.approx(stand.since + 60, abs=0.001)
    await stand.stop()


@pytest.mark.parametrize("clock", ["the loop's", "ours"])
@instantly
async def test_what_was_claimed_before_the_process_or_the_machine_slept_doesn_t_leave_as_if_nothing_had_been(
    clock,
):
    """Somebody else may have taken over meanwhile. A suspended machine's loop doesn't notice that time has passed."""
    stand = Stand(rate=30)
    take = stand.line.take

    async def sleepy_take(most, *, busy_chats):
        turn = await take(most, busy_chats=busy_chats)
        stand.line.take = take  # type: ignore[method-assign]
        if clock == "ours":
            stand.clock.advance(seconds=TOO_LATE + 1)
        else:
            await asyncio.sleep(TOO_LATE + 1)
        return turn

    stand.line.take = sleepy_take  # type: ignore[method-assign]
    stand.line.add(7)
    await asyncio.sleep(20)
    assert len(stand.line.releases) == 1
    assert len(stand.telegram.said) == 1
    await stand.stop()


@instantly
async def test_a_429_on_everything_under_way_halves_the_rate_once():
    stand = Stand(rate=1000, latency=0.1)
    stand.telegram.answers = itertools.chain([RetryAfter(5)] * 8, itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(1)
    assert stand.pacer.rate == 500
    await asyncio.sleep(10)
    assert len(stand.telegram.said) == 16
    await stand.stop()


@instantly
async def test_a_pause_that_was_stored_before_the_start_holds_edits_as_well():
    """Invariant 7: a restart doesn't change what is sent."""
    stand = Stand(pause=600)
    stand.line.add(7)
    await settle()
    assert await stand.pacer.take(urgent=True) == [stand.since + 600]
    await asyncio.sleep(1)
    assert stand.telegram.moments(7) == pytest.approx([stand.since + 600], abs=0.1)
    await stand.stop()


@instantly
async def test_while_the_database_is_away_nothing_is_sent_and_it_is_asked_once_a_second(caplog):
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_takes = 20
    await asyncio.sleep(19.5)
    assert stand.telegram.said == []
    assert len(stand.line.looks) == 20
    await asyncio.sleep(2)
    assert [chat for _, chat in stand.telegram.said] == [7]
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1
    await stand.stop()


@instantly
async def test_a_database_that_is_away_as_the_sender_begins_is_waited_for_and_its_pause_is_kept(caplog):
    stand = Stand(pause=60)
    stand.line.lost_pauses = 4
    stand.line.add(7)
    await asyncio.sleep(59)
    assert not stand.running.done()
    assert stand.telegram.said == []
    await asyncio.sleep(6)
    assert [chat for _, chat in stand.telegram.said] == [7]
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1
    await stand.stop()


@instantly
async def test_a_sender_that_begins_without_a_database_can_be_stopped():
    stand = Stand()
    stand.line.lost_pauses = 10**6
    await asyncio.sleep(3600)
    since = now()
    await stand.stop()
    assert now() == since


@instantly
async def test_an_error_that_isn_t_the_database_s_ends_the_sender_loudly():
    stand = Stand()

    async def broken_take(most, *, busy_chats):
        raise KeyError("a fault of ours")

    stand.line.take = broken_take  # type: ignore[method-assign]
    with pytest.raises(ExceptionGroup) as caught:
        await stand.running
    assert caught.group_contains(KeyError)


@instantly
async def test_an_outcome_waits_for_the_database_however_long_it_is_away():
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_ends = 100
    await asyncio.sleep(100 * LONGEST_BACKOFF)
    assert stand.line.states == {1: MessageState.SENT}
    assert len(stand.telegram.said) == 1
    await stand.stop()


@instantly
async def test_stop_doesn_t_wait_for_a_database_that_stays_away(caplog):
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_ends = 10_000
    await asyncio.sleep(300)
    since = now()
    await stand.stop()
    assert now() - since == pytest.approx(0.5 * (LAST_TRIES - 1))
    assert "message 1 ended can't be stored" in caplog.text


@pytest.mark.parametrize(
    "prepare",
    [
        lambda stand: None,
        lambda stand: stand.pacer.pause(3600, slower=False),
        lambda stand: [stand.line.add(chat) for chat in range(1, 9)],
    ],
)
@instantly
async def test_stop_waits_for_nothing_but_what_is_under_way(prepare):
    stand = Stand(latency=2)
    await asyncio.sleep(0.3)
    prepare(stand)
    stand.sender.call()
    await asyncio.sleep(0.1)
    under_way, since = stand.telegram.under_way, now()
    await stand.stop()
    assert now() - since <= (2 + LEAD if under_way else 0)
    assert not stand.line.sending


@instantly
async def test_stop_before_the_start_ends_at_once():
    stand = Stand()
    stand.line.add(7)
    await stand.stop()
    assert stand.telegram.said == []
