"""The long-poll loop against a queue that behaves as Telegram's; in a time that passes instantly."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest

from bot.poll import CONFLICT_REST, GRACE, LAST_WORD, POLL_SECONDS, Poll
from bot.wire import ALLOWED_UPDATES, number_of
from handlers.messenger import NotSent, Rejected, RetryAfter, Sent, Unknown
from scheduler.office import LASTS
from scheduler.pacing import LONGEST_BACKOFF
from scheduler.sender import TokenRefusedError
from tests.scheduler.stage import away
from tests.scheduler.virtual_time import instantly, now, settle


class Queue:
    """Telegram's side of getUpdates: an offset acknowledges what is below it, and the rest is offered again."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []
        self.script: list[Any] = []
        self.calls: list[tuple[float, dict[str, Any], float]] = []
        self.acknowledged: list[int] = []
        self._arrived = asyncio.Event()

    def offer(self, *numbers: Any) -> None:
        self.waiting += [{"update_id": n} if isinstance(n, int) else n for n in numbers]
        self._arrived.set()

    async def call(self, method, params, files=None, *, timeout=30.0):  # noqa: ASYNC109 - the port's
        assert method == "getUpdates"
        self.calls.append((now(), dict(params), timeout))
        if self.script:
            return self.script.pop(0)
        offset = params.get("offset", 0)
        self.acknowledged += [u["update_id"] for u in self.waiting if _number(u) < offset]
        self.waiting = [update for update in self.waiting if _number(update) >= offset]
        if not self.waiting and params["timeout"]:
            self._arrived.clear()
            try:
                async with asyncio.timeout(params["timeout"]):
                    await self._arrived.wait()
            except TimeoutError:
                pass
        return Sent(self.waiting[: params["limit"]])

    async def download(self, file_id):
        raise NotImplementedError


def _number(update):
    return update.get("update_id", float("inf")) if isinstance(update, dict) else float("inf")


class Office:
    """Takes updates in, each when its gate opens; fails as scripted."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.faults: defaultdict[int, list[Exception]] = defaultdict(list)
        self.gates: dict[int, asyncio.Event] = {}

    async def take(self, raw):
        number = number_of(raw)
        if number is None:
            return
        if number in self.gates:
            await self.gates[number].wait()
        await asyncio.sleep(0)
        if self.faults[number]:
            raise self.faults[number].pop(0)
        self.taken.append(number)


class Line:
    """A running poll between a queue and an office."""

    def __init__(self, *script: Any) -> None:
        self.telegram, self.office = Queue(), Office()
        self.telegram.script = list(script)
        office: Any = self.office
        self.poll = Poll(messenger=self.telegram, reception=office)
        self.since = now()
        self.running = asyncio.create_task(self.poll.run())

    @property
    def asked(self) -> list[float]:
        """The moments of the calls, in seconds since the start."""
        return [at - self.since for at, _, _ in self.telegram.calls]

    async def stop(self) -> None:
        self.poll.stop()
        await self.running


@instantly
async def test_it_asks_for_what_we_act_on_and_waits_as_long_as_telegram_holds_the_request():
    line = Line()
    await settle()
    ((_, params, timeout),) = line.telegram.calls
    assert params == {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
    assert timeout == POLL_SECONDS + GRACE
    await line.stop()


@instantly
async def test_updates_are_handed_on_as_soon_as_they_come():
    line = Line()
    await asyncio.sleep(10)
    line.telegram.offer(5, 6)
    await settle()
    assert line.office.taken == [5, 6]
    await line.stop()


@instantly
async def test_the_offset_moves_only_after_everything_is_stored():
    """Invariant 5: polling moves its offset only after the commit."""
    line = Line()
    line.office.gates[6] = asyncio.Event()
    line.telegram.offer(5, 6, 7)
    await asyncio.sleep(3600)
    assert line.office.taken == [5, 7]
    assert len(line.telegram.calls) == 1
    assert line.telegram.acknowledged == []
    line.office.gates[6].set()
    await settle()
    assert line.telegram.calls[-1][1]["offset"] == 8
    assert line.telegram.acknowledged == [5, 6, 7]
    await line.stop()


@instantly
async def test_an_empty_answer_is_asked_again_at_once():
    line = Line()
    await asyncio.sleep(3 * POLL_SECONDS + 1)
    assert line.asked == [0, POLL_SECONDS, 2 * POLL_SECONDS, 3 * POLL_SECONDS]
    await line.stop()


@instantly
async def test_what_the_database_was_away_for_is_handed_on_again_in_order_and_nothing_else_is(caplog):
    line = Line()
    line.office.faults[6] = [away(), away()]
    line.office.faults[8] = [away()]
    line.telegram.offer(5, 6, 7, 8)
    await asyncio.sleep(0.5)
    assert line.office.taken == [5, 7]
    assert line.telegram.acknowledged == []
    await asyncio.sleep(10)
    assert line.office.taken == [5, 7, 8, 6]
    assert line.telegram.acknowledged == [5, 6, 7, 8]
    assert [record.getMessage() for record in caplog.records] == [
        "The database is away (OperationalError): updates wait for it meanwhile",
        "The database is back",
    ]
    await line.stop()


@instantly
async def test_a_stop_while_the_database_is_away_acknowledges_nothing_of_the_batch():
    line = Line()
    line.telegram.offer(5)
    await settle()
    line.office.faults[7] = [away()] * 1000
    line.telegram.offer(6, 7)
    await asyncio.sleep(300)
    await line.stop()
    assert line.telegram.acknowledged == [5]
    assert [update["update_id"] for update in line.telegram.waiting] == [6, 7]


@instantly
async def test_stop_acknowledges_what_was_handled_and_nothing_more():
    line = Line()
    line.telegram.offer(5, 6)
    await settle()
    line.poll.stop()
    line.telegram.offer(7)
    await line.running
    assert line.office.taken == [5, 6]
    assert line.telegram.acknowledged == [5, 6]
    assert [update["update_id"] for update in line.telegram.waiting] == [7]
    _, params, timeout = line.telegram.calls[-1]
    assert (params["offset"], params["timeout"], params["limit"]) == (7, 0, 1)
    assert timeout == LAST_WORD


@instantly
async def test_stop_waits_for_what_is_being_handled():
    line = Line()
    line.office.gates[5] = asyncio.Event()
    line.telegram.offer(5)
    await settle()
    line.poll.stop()
    await settle()
    assert not line.running.done()
    line.office.gates[5].set()
    await line.running
    assert line.telegram.acknowledged == [5]


@instantly
async def test_stop_ends_a_long_poll_and_any_rest_at_once():
    for script in ([], [RetryAfter(3600)], [NotSent("no route")] * 20, [Rejected(409, "Conflict")]):
        line = Line(*script)
        await asyncio.sleep(5.5)
        since = now()
        await line.stop()
        assert now() == since


@instantly
async def test_with_nothing_handled_there_is_nothing_to_acknowledge():
    line = Line()
    await settle()
    await line.stop()
    assert len(line.telegram.calls) == 1


@instantly
async def test_stop_before_the_start_asks_nothing():
    line = Line()
    await line.stop()
    assert line.telegram.calls == []


@pytest.mark.parametrize(
    "outcome", [NotSent("no route"), Unknown("timed out"), Rejected(500, "x"), Sent("page")]
)
@instantly
async def test_while_telegram_is_away_it_is_asked_less_and_less_often_for_as_long_as_it_takes(outcome):
    line = Line(*[outcome] * 3000)
    await asyncio.sleep(26 * 3600)
    waits = [later - earlier for earlier, later in zip(line.asked, line.asked[1:], strict=False)]
    assert waits[:6] == [1, 2, 4, 8, 16, LONGEST_BACKOFF]
    assert set(waits[5:2999]) == {LONGEST_BACKOFF}
    line.telegram.offer(5)
    await settle()
    assert line.office.taken == [5]
    await line.stop()


@instantly
async def test_once_telegram_is_back_the_next_failure_is_the_first_again():
    line = Line(*[NotSent("no route")] * 3, Sent([]), NotSent("no route"))
    await asyncio.sleep(9)
    assert line.asked == [0, 1, 3, 7, 7, 8]
    await line.stop()


@instantly
async def test_a_429_is_waited_for_as_long_as_it_says():
    line = Line(RetryAfter(77))
    await asyncio.sleep(80)
    assert line.asked == [0, 77]
    await line.stop()


CONFLICT = Rejected(409, "Conflict: terminated by other getUpdates request")
STOP_IT = (
    "Another process receives this bot's updates (Conflict: terminated by other getUpdates request); stop it"
)


@instantly
async def test_a_second_poller_is_told_of_and_outlived(caplog):
    """Though updates come in between: the two interrupt each other."""
    line = Line(CONFLICT, Sent([]), CONFLICT, CONFLICT)
    await asyncio.sleep(3 * CONFLICT_REST + 1)
    assert STOP_IT in caplog.text
    assert line.asked == [0, CONFLICT_REST, CONFLICT_REST, 2 * CONFLICT_REST, 3 * CONFLICT_REST]
    await line.stop()


@instantly
async def test_a_successor_is_nobody_to_be_stopped(caplog):
    """A holder that has lost its lease hears of it in its own time; the other already polls."""
    line = Line(CONFLICT, CONFLICT)
    await asyncio.sleep(LASTS)
    await line.stop()
    assert len(line.asked) >= 2
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


@instantly
async def test_a_conflict_long_after_another_is_one_of_its_own(caplog):
    line = Line(CONFLICT)
    await asyncio.sleep(3600)
    line.telegram.script = [CONFLICT]
    await asyncio.sleep(3600)
    assert line.telegram.script == []
    assert STOP_IT not in caplog.text
    await line.stop()


@instantly
async def test_a_refused_token_ends_the_polling():
    with pytest.raises(TokenRefusedError):
        await Line(Rejected(401, "Unauthorized")).running


@instantly
async def test_a_fault_of_our_own_ends_the_polling_loudly_and_acknowledges_nothing():
    line = Line()
    line.office.faults[5] = [KeyError("a fault of ours")]
    line.telegram.offer(5)
    with pytest.raises(KeyError):
        await line.running
    assert line.telegram.acknowledged == []


@pytest.mark.parametrize("poison", [{"message": {}}, {"update_id": "x"}, "update", None])
@instantly
async def test_an_update_without_a_number_goes_out_with_the_next_that_has_one(poison):
    line = Line(Sent([poison, {"update_id": 9}]))
    await settle()
    assert line.office.taken == [9]
    assert line.telegram.calls[1][1]["offset"] == 10
    await line.stop()


@instantly
async def test_an_update_without_a_number_that_comes_alone_doesn_t_make_us_spin():
    line = Line(*[Sent([{"message": {}}])] * 5)
    await asyncio.sleep(60)
    assert line.asked[:6] == [0, 1, 3, 7, 15, 31]
    await line.stop()


@instantly
async def test_an_adapter_s_fault_is_not_hidden():
    line = Line()

    async def break_(*given, **named):
        raise RuntimeError("works inside its `async with` only")

    line.telegram.call = break_  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        await line.running


@instantly
async def test_cancelling_it_leaves_no_request_behind():
    line = Line()
    await settle()
    line.running.cancel()
    await asyncio.gather(line.running, return_exceptions=True)
    assert asyncio.all_tasks() == {asyncio.current_task()}
