"""The order of things: first an address that listens, then Telegram is told of it, and it stays told."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings import load
from bot.web.incoming import Incoming
from bot.web.telegram import SECRET_HEADER
from handlers.messenger import Sent
from storage.database import Database
from tests.bot.web.site import Desk

ROOT = Path(__file__).parents[3]


class Telegram:
    """Notes what it is told, and tries the address at once, as Telegram does where updates wait."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answers: list[int] = []

    async def call(self, method, params, files=None, *, timeout=30.0):  # noqa: ASYNC109 - the port's
        self.told.append(method)
        if method == "setWebhook":
            headers = {SECRET_HEADER: params["secret_token"]}
            async with (
                aiohttp.ClientSession(headers=headers) as http,
                http.post(params["url"], json={"update_id": 7}) as answer,
            ):
                self.answers.append(answer.status)
        return Sent(True)

    async def download(self, file_id):
        raise NotImplementedError


class Agent:
    """An agent to which Telegram is to bring updates."""

    def __init__(self, database: Database, port: int) -> None:
        self.telegram, self.desk, self.over = Telegram(), Desk(), asyncio.Event()
        reception: Any = self.desk
        self.incoming = Incoming(
            settings=load(
                _env_file=None,
                bot_token="42:AAF-secret_of_this_bot",
                telegram_api_url="http://127.0.0.1:9",
                public_url=f"http://127.0.0.1:{port}",
                http_port=port,
            ),
            messenger=self.telegram,
            reception=reception,
            database=database,
        )


@pytest.fixture
def agent(database: Database, unused_tcp_port: int) -> Agent:
    return Agent(database, unused_tcp_port)


async def test_telegram_is_told_only_when_somebody_listens(agent: Agent) -> None:
    telling = asyncio.create_task(agent.incoming.tell(agent.over))
    await asyncio.sleep(0.05)
    assert agent.telegram.told == []
    async with agent.incoming.open():
        await telling
    assert agent.telegram.told == ["setWebhook"]
    assert agent.telegram.answers == [200]
    assert agent.desk.taken == [7]


async def test_it_stays_told_when_we_stop_and_is_said_again_when_this_process_takes_over(
    agent: Agent,
) -> None:
    async with agent.incoming.open():
        await agent.incoming.tell(agent.over)
        await agent.incoming.tell(agent.over)
    assert agent.telegram.told == ["setWebhook", "setWebhook"]


async def test_an_end_before_we_listen_is_not_waited_through(agent: Agent) -> None:
    telling = asyncio.create_task(agent.incoming.tell(agent.over))
    await asyncio.sleep(0)
    agent.over.set()
    async with asyncio.timeout(5):
        await telling
    assert agent.telegram.told == []


def test_without_an_address_there_is_nothing_to_bring_updates_to(database: Database) -> None:
    nobody: Any = None
    with pytest.raises(ValueError, match="PUBLIC_URL"):
        Incoming(settings=load(_env_file=None), messenger=nobody, reception=nobody, database=database)


def test_where_nothing_is_brought_the_framework_is_not_loaded() -> None:
    program = "import sys, bot.app, bot.web.incoming; sys.exit('fastapi' in sys.modules or 'uvicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
