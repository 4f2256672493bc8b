"""The demo's agent: a process that lives by its supervisor's clock, and as long as its supervisor."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.clock import SimulatedClock
from bot.demo.processes import AgentProcess
from bot.errors import OperatorError
from bot.simulator import Person, Simulator
from scheduler.clock import SystemClock
from storage.migrate import open_database
from storage.tables import message_table as message

TOKEN = "42:DEMO"


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(token=TOKEN, seed=7) as simulator:
        yield simulator


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(offset=timedelta(days=100))


@pytest.fixture
async def agent(sim: Simulator, clock: SimulatedClock, tmp_path: Path) -> AsyncIterator[AgentProcess]:
    settings = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": sim.url,
        "TELEGRAM_LIBRARY": "python-telegram-bot",  # the quicker one to start
        "DATABASE_URL": database_url(tmp_path),
        "PUBLIC_URL": "",
    }
    agent = AgentProcess(folder=tmp_path, settings=settings, clock=clock)
    yield agent
    await agent.stop()


def database_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'demo.db'}"


def owner(sim: Simulator) -> Person:
    return sim.person(first_name="Maria", started=True)


def test_a_clock_shows_the_time_it_was_moved_to() -> None:
    clock, noon = SimulatedClock(offset=timedelta(0)), datetime(2030, 1, 1, 12, tzinfo=UTC)
    clock.move(noon - SystemClock().now())
    assert timedelta(0) <= clock.now() - noon < timedelta(seconds=5)
    assert clock.now() - SystemClock().now() == pytest.approx(clock.offset, abs=timedelta(seconds=5))


async def test_it_is_killed_started_again_and_told_the_time(
    sim: Simulator, agent: AgentProcess, clock: SimulatedClock, tmp_path: Path
) -> None:
    await agent.kill()  # nothing to kill yet
    maria = owner(sim)
    starting = asyncio.create_task(agent.start(OWNER_IDS=str(maria.id)))
    while not agent.is_starting:  # noqa: ASYNC110 - a process of its own
        await asyncio.sleep(0.01)
    assert not agent.is_up  # its process runs, and takes no updates
    await starting
    assert (agent.is_up, agent.is_starting) == (True, False)
    await agent.start()  # it runs already
    await maria.send("/help")
    await maria.receives(timeout=15)
    await agent.kill()
    assert not agent.is_up
    await agent.tell_time()  # nobody is there to be told
    await maria.send("/stop")

    clock.move(timedelta(days=200))
    await agent.start()
    await maria.receives(timeout=15)  # what was sent meanwhile has waited
    clock.move(timedelta(days=300))
    await agent.tell_time()  # returns once it lives by it
    await maria.send("/help")
    await maria.receives(timeout=15)
    database = await open_database(database_url(tmp_path))
    try:
        async with database.reading() as session:
            newest = (await session.execute(select(func.max(message.c.created_at)))).scalar_one()
    finally:
        await database.close()
    assert abs(newest - clock.now()) < timedelta(minutes=1)
    await agent.stop()
    assert not agent.is_up


async def test_an_agent_without_a_supervisor_ends(agent: AgentProcess) -> None:
    await agent.start()
    process = agent._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 15) == 0


async def test_an_agent_that_cant_start_is_told_of(agent: AgentProcess) -> None:
    with pytest.raises(OperatorError, match="The agent didn't start"):
        await agent.start(DATABASE_URL="nonsense")
