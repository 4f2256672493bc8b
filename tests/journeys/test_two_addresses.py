"""Two processes behind one address that Telegram brings updates to, on PostgreSQL: each update has one effect."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.simulator.crowd import Member
from bot.simulator.group import Group
from bot.simulator.person import Person
from bot.simulator.simulator import Simulator
from bot.web.telegram import SECRET_HEADER
from bot.web.webhook import PATH
from storage.database import Database
from storage.tables import handled_update_table as handled_update
from storage.tables import response_table as response
from storage.tables import response_tap_table as response_tap
from storage.tables import set_aside_update_table as set_aside_update
from tests.journeys.processes import TOKEN, Process, environment, let_in, plan_wave

PEOPLE = 12
SCORES = ("1", *["4"] * (PEOPLE - 1))
"""Whoever is unhappy is told to the group, which takes one message in three seconds: here it is one of them."""

CHANGED = ("2", *["5"] * (PEOPLE - 1))


class Dealer:
    """What stands before several processes, as a load balancer does: one address, and theirs behind it."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.twice = False
        """Whether each update goes to all of them at once: Telegram offers again what it got no answer for."""
        self.taken: Counter[int] = Counter()
        self._ports = ports
        self._turns = itertools.cycle(ports)

    async def deal(self, request: web.Request) -> web.Response:
        """Bring an update to the next of them, or to all; whatever is refused is offered again."""
        update = await request.read()
        chosen = self._ports if self.twice else [next(self._turns)]
        secret = request.headers[SECRET_HEADER]
        return web.Response(
            status=max(await asyncio.gather(*(self._bring(p, update, secret) for p in chosen)))
        )

    async def _bring(self, port: int, update: bytes, secret: str) -> int:
        async with (
            aiohttp.ClientSession(
                headers={SECRET_HEADER: secret, "Content-Type": "application/json"}
            ) as http,
            http.post(f"http://127.0.0.1:{port}{PATH}", data=update) as response,
        ):
            self.taken[port] += 1
            return response.status


@asynccontextmanager
async def dealing(dealer: Dealer, port: int) -> AsyncIterator[str]:
    """The address that Telegram is told."""
    app = web.Application()
    app.router.add_post(PATH, dealer.deal)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


class Shop:
    """Two processes at work behind a dealer, and the shop's team in its group."""

    def __init__(
        self, *, telegram: Simulator, database: Database, dealer: Dealer, maria: Person, group: Group
    ) -> None:
        self.telegram = telegram
        self.database = database
        self.dealer = dealer
        self.maria = maria
        self.group = group

    async def rows(self, statement: Any) -> list[Any]:
        async with self.database.reading() as session:
            return list(await session.execute(statement))


@pytest.fixture
async def shop(
    postgresql_url: str, tmp_path: Path, library: str, unused_tcp_port_factory: Callable[[], int]
) -> AsyncIterator[Shop]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(Simulator(token=TOKEN, seed=7, rate=None))
        telegram.webhook.pause_scale = 0.05
        telegram.limits.turn_off()
        database = Database(url=postgresql_url)
        stack.push_async_callback(database.close)
        maria = telegram.person(first_name="Maria")
        ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
        dealer = Dealer(ports)
        address = await stack.enter_async_context(dealing(dealer, unused_tcp_port_factory()))
        for port in ports:
            env = environment(
                telegram,
                library=library,
                database_url=postgresql_url,
                send_rate=200,
                public_url=address,
                http_port=port,
                owner_ids=maria.id,
            )
            process = Process(str(port), folder=tmp_path, env=env)
            stack.push_async_callback(process.end)
            await process.start("are taken at")
        await maria.send("/start")
        group = telegram.group("Team", owner=maria)
        await group.send(maria, "/connect@tapscore_bot")
        await group.receives("connected to Greenleaf", timeout=20)
        yield Shop(telegram=telegram, database=database, dealer=dealer, maria=maria, group=group)


async def test_updates_that_are_dealt_out_and_brought_twice_have_one_effect_each(shop: Shop) -> None:
    """Invariant 5: whichever process an update comes to, and where it comes to both at once."""
    await let_in(
        shop.telegram, shop.database, [Member(first_name=f"C{n}", link=f"token-{n}") for n in range(PEOPLE)]
    )
    people = shop.telegram.crowd.people
    await plan_wave(shop.database)
    questions = await asyncio.gather(*(person.receives("How satisfied", timeout=30) for person in people))
    buttons = [{button.text: button.data for button in question.buttons} for question in questions]

    async def all_tap(scores: Sequence[str]) -> None:
        """At the same moment; everybody is thanked."""
        presses = [
            await person.tap(question, data=data[score])
            for person, question, data, score in zip(people, questions, buttons, scores, strict=True)
        ]
        toasts = await asyncio.gather(*(press.answered(timeout=15) for press in presses))
        assert toasts == ["Thank you!"] * PEOPLE

    prompts = ("What went wrong", *["What did you like"] * (PEOPLE - 1))
    await all_tap(SCORES)
    await shop.maria.send("/csat")
    for person, prompt in zip(people, prompts, strict=True):
        await person.receives(prompt, timeout=20)
    shop.dealer.twice = True
    await all_tap(CHANGED)
    await asyncio.gather(*(person.send("That is all.") for person in people))
    await asyncio.gather(*(person.receives("Your words are with the team", timeout=20) for person in people))
    for _ in range(2):
        await shop.maria.send("/csat")
    await _until(lambda: _said(shop.maria, "CSAT 92%") >= 3)
    await _until(lambda: _said(shop.group, "That is all.") >= 1)
    await asyncio.sleep(1)  # whatever is one too many would come about now

    assert min(shop.dealer.taken.values()) >= 3 * PEOPLE
    for person, prompt in zip(people, prompts, strict=True):
        asked = ("How satisfied", prompt, "Your words are with the team")
        assert [_said(person, words) for words in asked] == [1, 1, 1]
    told = ("connected to Greenleaf", "CSAT 1 of 5", "That is all.")
    assert [_said(shop.group, words) for words in told] == [1, 1, 1]
    assert _said(shop.maria, "CSAT 92%") == 3
    taps = await shop.rows(
        select(response_tap.c.invitation_id, response_tap.c.score).order_by(response_tap.c.id)
    )
    assert sorted(Counter(invitation_id for invitation_id, _ in taps).values()) == [2] * PEOPLE
    assert sorted(str(score) for _, score in taps) == sorted((*SCORES, *CHANGED))
    answers = await shop.rows(select(response.c.score, response.c.comment))
    assert sorted(str(score) for score, _ in answers) == sorted(CHANGED)
    assert {comment for _, comment in answers} == {"That is all."}
    assert len(await shop.rows(select(handled_update))) == len(shop.telegram.updates)
    assert await shop.rows(select(set_aside_update)) == []


def _said(whoever: Person | Group, words: str) -> int:
    """How many messages the bot wrote there that said so at first."""
    return sum(words in (m.edits[0].text if m.edits else m.text) for m in whoever.chat.from_bot)


async def _until(question: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not question():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
