"""A guest's life: what it asks Telegram for, what it does when a part or the database fails, and how it leaves."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.adapters import ptb_guest
from bot.app import open_agent
from bot.errors import OperatorError
from bot.simulator.person import Person
from bot.simulator.simulator import Simulator
from handlers.ours import Whose
from scheduler.ticks import Ticks
from storage.kinds import MessageState
from tests.bot.adapters.guest_house import GuestHouse, guest_settings, open_guest_house
from tests.bot.adapters.hosts import PARDON, allow_arbitrary_callback_data
from tests.journeys.house import TOKEN
from tests.scheduler.stage import away


@pytest.fixture
async def house(tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GuestHouse]:
    """A shop's bot that takes its updates one after another, with the agent in it."""
    allow_arbitrary_callback_data(monkeypatch)
    async with open_guest_house(tmp_path, library, concurrent=False) as house:
        yield house


@contextmanager
def outage(house: GuestHouse) -> Iterator[None]:
    """The agent's database is away."""
    database: Any = house.agent.database

    def gone() -> Any:
        raise away()

    database.reading, kept = gone, database.reading
    database.new_writing, also_kept = gone, database.new_writing
    try:
        yield
    finally:
        database.reading, database.new_writing = kept, also_kept


async def test_a_guest_leaves_receiving_and_the_commands_to_the_host(tmp_path: Path, library: str) -> None:
    announced: list[str] = []
    async with Simulator(token=TOKEN) as telegram:
        anna = telegram.person(first_name="Anna", started=True)
        settings = guest_settings(telegram, tmp_path, library)
        async with open_agent(settings, announce=announced.append) as agent:
            assert await agent.guest.take(opened(announced[0], by=anna)) is Whose.OURS
            await anna.receives("You are the owner")
    assert [call.method for call in telegram.calls] == ["getMe", "sendMessage"]


def opened(announcement: str, *, by: Person) -> dict[str, Any]:
    """Somebody opens the link that was announced."""
    return {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "from": {"id": by.id, "is_bot": False, "first_name": by.first_name},
            "chat": {"id": by.id, "type": "private"},
            "date": 1_790_000_000,
            "text": f"/start {announcement.partition('?start=')[2]}",
        },
    }


async def test_the_link_to_own_the_bot_is_announced(house: GuestHouse) -> None:
    assert "?start=own-" in house.announced[0]
    maria = house.telegram.person(first_name="Maria")
    await maria.open_link(house.announced[0].split()[-1])
    await maria.receives("You are the owner of Greenleaf")
    assert house.came_through == []


async def test_two_agents_on_one_database_are_refused(house: GuestHouse) -> None:
    with pytest.raises(OperatorError, match="Another agent is running"):
        async with open_agent(house.settings):
            pass


async def test_a_part_that_fails_ends_the_host_s_block_and_comes_out_of_it(
    house: GuestHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await house.host.stop()
    await house.close()

    async def block() -> None:
        async def broken(*_: object) -> None:
            raise KeyError("a mistake of ours")

        monkeypatch.setattr(Ticks, "tick", broken)
        async with open_agent(house.settings, clock=house.clock):
            await asyncio.Event().wait()

    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup) as failed:
            await block()
    assert failed.group_contains(KeyError)
    assert [r.message for r in caplog.records if r.levelno == logging.CRITICAL] == [
        "The agent has failed, and works no more until it is started again"
    ]


async def test_a_token_that_is_revoked_is_one_sentence(house: GuestHouse) -> None:
    await house.customer()
    await house.host.stop()
    await house.close()

    async def block() -> None:
        async with open_agent(house.settings, clock=house.clock) as agent:
            house.telegram._server._token = "42:REVOKED"
            house._agent = agent
            await house.plan()
            await asyncio.Event().wait()

    async with asyncio.timeout(10):
        with pytest.raises(OperatorError, match="doesn't know BOT_TOKEN"):
            await block()


async def test_the_host_s_own_error_comes_out_as_it_is(house: GuestHouse) -> None:
    await house.host.stop()
    await house.close()

    async def block() -> None:
        async with open_agent(house.settings, clock=house.clock):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await block()


async def test_leaving_loses_nothing_that_was_taken(house: GuestHouse) -> None:
    anna, question = await house.asked()
    house.telegram.faults.latency(0.2)
    press = await anna.tap(question, "2")

    async def stored() -> bool:
        return await house.answer() is not None

    assert await house.until(stored)
    await house.host.stop()
    await house.close()
    assert press.answer is not None
    assert press.answer.text == "Thank you!"
    await house.open()
    prompts = await house.messages("prompt")
    assert [prompt.state for prompt in prompts] in ([MessageState.DUE], [MessageState.SENT])
    await anna.receives("What went wrong?")
    await anna.stays_silent()


async def test_the_host_s_other_updates_don_t_wait_for_a_database_that_is_away(
    house: GuestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptb_guest, "PATIENCE", 0.1)
    anna, question = await house.asked()
    bob = house.telegram.person(first_name="Bob")
    with outage(house):
        press = await anna.tap(question, "2")
        await bob.send("is anybody there?")
        await bob.send("/catalog")
        await bob.receives("Catalog")
        await anna.send("/catalog")
        await anna.receives("Catalog")
        await asyncio.sleep(0.3)
        assert not bob.inbox.has(PARDON)
        assert press.answer is None
    assert await press.answered() == "Thank you!"
    await bob.receives(PARDON)
    assert (await house.answer()).score == 2
    heard = [update.message.text for update in house.host.seen if update.message]
    assert sorted(heard) == ["/catalog", "/catalog", "is anybody there?"]
    assert house.host.errors == []


@pytest.mark.parametrize("library", ["python-telegram-bot"], indirect=True)
async def test_what_had_to_wait_comes_back_to_the_host_as_the_very_same_object(
    house: GuestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptb_guest, "PATIENCE", 0.1)
    anna = await house.customer()
    raw = {
        "update_id": 10_000,
        "message": {
            "message_id": 900,
            "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
            "chat": {"id": anna.id, "type": "private"},
            "date": 1_790_000_000,
            "text": "hello",
        },
    }
    with outage(house):
        fed = await house.host.feed(raw)
        assert house.host.seen == []

    async def back() -> bool:
        return len(house.host.seen) == 1

    assert await house.until(back)
    assert house.host.seen[0] is fed
