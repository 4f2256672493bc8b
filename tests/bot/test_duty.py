"""Being on duty, term after term: nothing of one is left in the next."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.duty import Duty
from handlers.shop import Shop
from scheduler.clock import SystemClock
from scheduler.pacing import Pacer
from scheduler.rests import Rests
from scheduler.terms import Forever
from scheduler.timer import Timer
from storage.database import Database
from storage.migrate import open_database
from storage.writer import Writer


@pytest.fixture
async def database(tmp_path) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield database
    await database.close()


async def test_a_term_leaves_nothing_that_goes_on_waking(database):
    clock = SystemClock()
    timer = Timer(clock=clock)
    timer.start()
    nobody: Any = None  # nothing is due
    duty = Duty(
        bot_id=42,
        owner="this process",
        database=database,
        writer=Writer(database=database),
        shop=Shop(name="Greenleaf", time_zone=ZoneInfo("UTC"), language="en"),
        clock=clock,
        timer=timer,
        speech=nobody,
        pacer=Pacer(rate=25),
        rests=Rests(),
        download=nobody,
        leave=nobody,
    )
    while_at_work = []
    for _ in range(3):
        over = asyncio.Event()

        async def end_it(over: asyncio.Event) -> None:
            while_at_work.append(timer.waking)
            over.set()

        await duty.run(Forever(), over, receive=end_it)
        assert timer.waking == 0
    assert while_at_work == [while_at_work[0]] * 3
    assert while_at_work[0] > 0
    timer.stop()
