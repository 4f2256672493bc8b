"""SIGKILL at random moments of a wave, with a real process: nobody asked twice, nothing unaccounted for."""

import asyncio
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.simulator.crowd import Member
from bot.simulator.messages import Message
from bot.simulator.simulator import Simulator
from handlers import planning
from handlers.shop import Shop
from scheduler.clock import SystemClock
from storage import purchases, waves
from storage.database import Database
from storage.kinds import InvitationState
from storage.migrate import open_database
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import response_table as response
from storage.writer import Writer

ROOT = Path(__file__).parents[2]
TOKEN = "42:TEST"
PEOPLE = 80
RATE = 40
IN_FLIGHT = 8
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("UTC"), language="en")


class AgentProcess:
    """`python -m bot run`, killed and started again."""

    def __init__(self, *, simulator: Simulator, folder: Path, library: str) -> None:
        self._simulator = simulator
        self._folder = folder
        self._env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": simulator.url,
            "TELEGRAM_LIBRARY": library,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'shop.db'}",
            "SHOP_NAME": SHOP.name,
            "SEND_RATE": str(RATE),
            "PAID_BROADCAST": "yes",
            "QUIET_HOURS": "0-0",  # a process has the machine's clock, and it may be night
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it asks for updates."""
        asked = len(self._simulator.calls.of("getUpdates"))
        with (self._folder / "agent.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._env, stderr=log
            )
        async with asyncio.timeout(60):
            while len(self._simulator.calls.of("getUpdates")) == asked:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """SIGKILL: no time for anything."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        """SIGTERM, and a clean end."""
        assert self._process is not None
        self._process.terminate()
        async with asyncio.timeout(30):
            assert await self._process.wait() == 0


@pytest.mark.parametrize("kills", [3, pytest.param(12, marks=[pytest.mark.long, pytest.mark.timeout(400)])])
async def test_kill_9_at_random_moments_asks_nobody_twice_and_loses_nobody(
    tmp_path: Path, library: str, kills: int
) -> None:
    """Invariant 3: what a dead owner left as `sending` becomes `unknown`, never `due`."""
    chance = random.Random(f"{library} {kills}")
    async with Simulator(token=TOKEN, seed=kills, rate=None) as telegram:
        database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
        agent = AgentProcess(simulator=telegram, folder=tmp_path, library=library)
        await agent.start()
        await _open_links(telegram, database)
        # Slow enough that a kill always finds messages on their way: half of the time before they are there,
        # half of it after.
        telegram.faults.latency((0.1, 0.4), method="sendMessage")
        await _plan(database)
        for _ in range(kills):
            await _after_the_next_message(telegram)
            await asyncio.sleep(chance.uniform(0, 0.5))
            await agent.kill()
            await agent.start()
        await _until_settled(telegram, database)
        await agent.stop()
        await _check(telegram, database, kills)
        await database.close()


async def _open_links(telegram: Simulator, database: Database) -> None:
    now = SystemClock().now()
    columns = (
        "first_name",
        "language",
        "category",
        "store",
        "operator",
        "amount_cents",
        "currency",
        "purchased_at",
    )
    rows: list[dict[str, Any]] = [
        dict.fromkeys(columns)
        | {
            "order_id": str(number),
            "contact_ref": f"customer-{number}",
            "product": "Shoes",
            "link_token": f"token-{number}",
            "delivered_at": now - timedelta(days=1),
            "received_at": now - timedelta(days=1),
            "is_test": False,
            "imported_at": now,
        }
        for number in range(PEOPLE)
    ]
    async with Writer(database=database).unit() as session:
        await purchases.save_all(session, rows)
        await session.commit()
    # Half of them are unhappy, so that questions and prompts are on their way side by side.
    await telegram.crowd.join(
        Member(
            first_name=f"Customer {number}",
            link=f"token-{number}",
            answer=str(number % 5 + 1),
            think=(0.05, 0.6),
        )
        for number in range(PEOPLE)
    )
    async with asyncio.timeout(60):
        while telegram.crowd.counters().linked < PEOPLE:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def _plan(database: Database) -> None:
    now = SystemClock().now()
    wanted = planning.read(kind="csat", audience="all", at="now", name=None, now=now, shop=SHOP)
    async with Writer(database=database).unit() as session:
        await planning.plan(session, wanted, now=now)
        await session.commit()


async def _after_the_next_message(telegram: Simulator) -> None:
    sent = len(telegram.calls.of("sendMessage"))
    try:
        async with asyncio.timeout(5):
            while len(telegram.calls.of("sendMessage")) == sent:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.005)
    except TimeoutError:
        return  # everything has left already: then it is killed while idle


async def _until_settled(telegram: Simulator, database: Database) -> None:
    """Nothing is in line or under way, and every tap that was made has been acknowledged."""
    async with asyncio.timeout(90):
        while True:
            async with database.reading() as session:
                waiting = (
                    await session.execute(select(message.c.id).where(message.c.state.in_(["due", "sending"])))
                ).all()
                filled = [wave for wave in await waves.counts(session) if wave.wave.state != "filling"]
            if filled and not waiting and not telegram.queues.pending:
                return
            await asyncio.sleep(0.1)


async def _check(telegram: Simulator, database: Database, kills: int) -> None:
    async with database.reading() as session:
        wave = (await waves.counts(session))[0]
        states = dict(
            (
                await session.execute(
                    select(contact.c.telegram_id, invitation.c.state).join(
                        contact, contact.c.id == invitation.c.contact_id
                    )
                )
            ).all()
        )
        scores = dict(
            (
                await session.execute(
                    select(contact.c.telegram_id, response.c.score)
                    .join(invitation, invitation.c.id == response.c.invitation_id)
                    .join(contact, contact.c.id == invitation.c.contact_id)
                )
            ).all()
        )
        prompts = {
            row.chat_id: row.state
            for row in await session.execute(select(message).where(message.c.kind == "prompt"))
        }
    assert wave.audience == PEOPLE == sum(wave.states.values())
    for number, person in enumerate(telegram.crowd.people):
        score = number % 5 + 1
        seen = Counter(_what(message) for message in person.chat.from_bot)
        assert seen["question"] <= 1, f"{person} was asked twice"
        assert seen["prompt"] <= 1, f"{person} was prompted twice"
        # Whoever saw the question has tapped, and every tap is stored.
        expected = InvitationState.ANSWERED if seen["question"] else InvitationState.UNKNOWN
        assert states[person.id] == expected
        assert scores.get(person.id) == (score if seen["question"] else None)
        if seen["question"]:
            assert prompts[person.id] == ("sent" if seen["prompt"] else "unknown") or (
                prompts[person.id] == "unknown"
            )
        else:
            assert person.id not in prompts
    lost = wave.states[InvitationState.UNKNOWN] + Counter(prompts.values())["unknown"]
    assert lost <= kills * IN_FLIGHT


def _what(message: Message) -> str:
    text = message.edits[0].text if message.edits else message.text
    if "How satisfied" in text:
        return "question"
    prompts = ("What went wrong", "What would have made", "What did you like")
    return "prompt" if any(asks in text for asks in prompts) else "other"
