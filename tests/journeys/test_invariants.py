"""What must always hold, seen from outside: while the agent works, and in what it leaves behind."""

import logging
import sqlite3
import threading
from datetime import timedelta

import pytest

from handlers.marketer import planning
from storage.kinds import InvitationState
from storage.writer import Writer
from tests.journeys.house import House


async def test_the_database_is_free_while_telegram_is_awaited(house: House) -> None:
    """Invariant 4: no transaction is open while Telegram is awaited."""
    anna, question = await house.asked()
    await house.settles(sent=1)
    house.telegram.faults.latency(1.0, method="sendMessage")
    house.telegram.faults.latency(1.0, method="editMessageText")
    await (await anna.tap(question, "1")).answered()
    arrived = len(house.telegram.calls)
    await anna.receives("What went wrong?", timeout=10)  # held for half a second before it is shown
    assert len(house.telegram.calls) >= arrived
    writes = _Writes(house)
    house.telegram.faults.latency(2.0, method="sendMessage")
    await anna.send("It fell apart.")
    writes.start()
    await anna.receives("with the team", timeout=10)
    writes.stop()
    # Were the lock held for a call, ten seconds of writing would wait two of them.
    assert writes.longest < 1.0


class _Writes(threading.Thread):
    """Another program that takes the write lock again and again, and notes the longest wait for it."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        assert house.agent.database.path is not None
        self._path = house.agent.database.path
        self._stopped = threading.Event()
        self.longest = 0.0

    def run(self) -> None:
        clock = threading.Event()
        with sqlite3.connect(self._path, timeout=30, isolation_level=None) as connection:
            while not self._stopped.is_set():
                waited = _timed(connection)
                self.longest = max(self.longest, waited)
                clock.wait(0.02)

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _timed(connection: sqlite3.Connection) -> float:
    import time  # noqa: PLC0415

    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    waited = time.perf_counter() - begun
    connection.execute("ROLLBACK")
    return waited


async def test_a_wave_that_came_due_while_the_agent_was_down_is_sent_once(house: House) -> None:
    """Invariant 7: the schedule lives in rows; a restart and a clock that jumps change nothing of it."""
    anna = await house.customer()
    now = house.clock.now()
    at = (now + timedelta(hours=5)).isoformat()
    wanted = planning.read(kind="csat", audience="all", at=at, name=None, now=now, shop=house.settings.shop)
    async with Writer(database=house.agent.database).unit() as session:
        await planning.plan(session, wanted, now=now)
        await session.commit()
    await house.jump(hours=4, minutes=59)
    await anna.stays_silent(1.2)
    await house.close()
    house.telegram.clock.advance(3600)
    await house.open()
    await anna.receives("How satisfied")
    await house.close()
    house.telegram.clock.advance(3600)
    await house.open()
    await anna.stays_silent(1.2)
    await house.settles(sent=1)


async def test_a_message_is_in_line_in_the_transaction_that_caused_it(house: House) -> None:
    """Invariant 2: whatever must leave once is a row, there as soon as its cause is."""
    anna, question = await house.asked()
    house.telegram.faults.next(100, "429", method="sendMessage", retry_after=30)
    await (await anna.tap(question, "1")).answered()
    assert await house.answer() is not None
    assert len(await house.messages("prompt")) == 1
    assert (await house.counts()).states[InvitationState.ANSWERED] == 1


async def test_logs_hold_nothing_of_a_person(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Invariant 10: logs hold no personal data, also not where something goes wrong."""
    caplog.set_level(logging.DEBUG)
    for library in ("aiosqlite", "aiogram", "aiohttp", "httpx", "httpcore", "telegram", "asyncio"):
        logging.getLogger(library).setLevel(logging.WARNING)  # as bot/logs.py silences them
    anna, question = await house.asked("Annabella", order_id="ZX-99417", link_token="secretlinktoken")
    house.telegram.faults.next(2, "500", method="editMessageText")
    house.telegram.faults.next(1, "400", method="sendMessage", description="chat not found")
    await (await anna.tap(question, "1")).answered()
    await anna.send("My words are mine alone")
    await house.settles(answered=1)
    await house.close()
    said = caplog.text
    for secret in ("Annabella", "ZX-99417", "secretlinktoken", "mine alone", str(anna.id), "42:TEST"):
        assert secret not in said
    await house.open()
