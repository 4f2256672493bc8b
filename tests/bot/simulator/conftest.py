"""Gives each test a Telegram of its own and a bot that speaks plain HTTP to it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.simulator import Group, Person, Simulator

TOKEN = "42:TEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said to a call."""

    status: int
    result: Any = None
    description: str = ""
    parameters: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == 200


class Bot:
    """A bot that sends JSON bodies and keeps nothing."""

    def __init__(self, *, url: str, http: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.url = f"{url}/bot{token}"
        self.http = http

    async def __call__(self, method: str, **params: Any) -> Answer:
        async with self.http.post(f"{self.url}/{method}", json=params) as response:
            body = await response.json()
            assert body["ok"] == (response.status == 200)
            assert body.get("error_code", 200) == response.status
            return Answer(
                status=response.status,
                result=body.get("result"),
                description=body.get("description", ""),
                parameters=body.get("parameters", {}),
            )

    async def updates(self, **params: Any) -> list[Any]:
        answer = await self("getUpdates", **params)
        assert answer.ok, answer.description
        updates: list[Any] = answer.result
        return updates

    async def drain(self) -> list[Any]:
        """All updates that wait, acknowledged."""
        found: list[Any] = []
        while batch := await self.updates(offset=found[-1]["update_id"] + 1 if found else 0):
            found += batch
        return found


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(token=TOKEN, username="tapscore_bot", seed=7) as simulator:
        simulator.webhook.pause_scale = 0.01
        yield simulator


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def bot(sim: Simulator, http: aiohttp.ClientSession) -> Bot:
    return Bot(url=sim.url, http=http)


@pytest.fixture
def anna(sim: Simulator) -> Person:
    return sim.person(first_name="Anna", language_code="en", username="anna", started=True)


@pytest.fixture
def maria(sim: Simulator) -> Person:
    return sim.person(first_name="Maria", started=True)


@pytest.fixture
def team(sim: Simulator, maria: Person, anna: Person) -> Group:
    group = sim.group("Team", owner=maria, members=[anna], supergroup=True)
    sim.queues.clear()
    return group


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """A keyboard of one row, each button's data its label."""
    return lambda *labels: {"inline_keyboard": [[{"text": x, "callback_data": x} for x in labels]]}
