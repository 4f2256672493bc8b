"""The journeys where Telegram brings the updates: what people see doesn't depend on the way they come."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.errors import OperatorError
from bot.simulator.parameters import Nothing
from bot.simulator.person import Person
from bot.web.telegram import SECRET_HEADER
from bot.web.webhook import PATH
from storage import database
from storage.tables import handled_update_table as handled_update
from storage.tables import response_table as response
from storage.tables import response_tap_table as response_tap
from storage.tables import set_aside_update_table as set_aside_update
from tests.journeys import test_answers, test_customer, test_delivery, test_privacy, test_room
from tests.journeys.cable import cable_to
from tests.journeys.house import House, open_house
from tests.journeys.test_postgresql import Journey, journeys
from tests.journeys.test_room import team


@asynccontextmanager
async def open_webhook_house(folder: Path, library: str, port: int, **settings: Any) -> AsyncIterator[House]:
    """A shop to whose agent Telegram brings the updates, and tries again soon."""
    url = f"http://127.0.0.1:{port}"
    async with open_house(folder, library, public_url=url, http_port=port, **settings) as house:
        house.telegram.webhook.pause_scale = 0.05
        yield house


@pytest.fixture
async def house(tmp_path: Path, library: str, unused_tcp_port: int) -> AsyncIterator[House]:
    """A shop to whose agent Telegram brings the updates."""
    async with open_webhook_house(tmp_path, library, unused_tcp_port) as house:
        yield house


async def rows(house: House, table) -> int:
    async with house.agent.database.reading() as session:
        return len((await session.execute(select(table))).all())


async def everything_is_taken(house: House) -> None:
    async def none_waits() -> bool:
        return house.telegram.queues.pending == 0

    assert await house.until(none_waits)


async def test_a_low_score_goes_its_whole_way(house: House) -> None:
    group, _maria = await team(house)
    anna = await house.customer(store="Riga")
    await house.plan()
    question = await anna.receives("How satisfied are you?")
    assert await (await anna.tap(question, "1")).answered() == "Thank you!"
    await anna.receives("Your answer: 1 of 5")
    await anna.receives("What went wrong?")
    await anna.send("The sole came off on day one.")
    await anna.receives("Your words are with the team")
    alert = await group.receives("CSAT 1 of 5")
    words = await group.receives("The sole came off")
    assert words.reply_to is not None
    assert words.reply_to.id == alert.id
    await house.settles(answered=1)
    assert house.telegram.webhook.url == f"{house.settings.public_url}{PATH}"
    assert [update.deliveries for update in house.telegram.updates if update.deliveries != 1] == []


# Out of order, and again


async def test_updates_that_come_again_have_no_second_effect(house: House) -> None:
    """Invariant 5: an update is handled once."""
    anna, question = await house.asked()
    await (await anna.tap(question, "2")).answered()
    await anna.receives("What went wrong?")
    await anna.send("It fell apart.")
    await anna.receives("Your words are with the team")
    await house.recorded()
    seen = len(anna.chat.from_bot)
    async with aiohttp.ClientSession(
        headers={SECRET_HEADER: house.settings.secret_token}, raise_for_status=True
    ) as http:
        for _ in range(2):
            await asyncio.gather(
                *(
                    http.post(f"{house.settings.public_url}{PATH}", json=update.as_json())
                    for update in house.telegram.updates
                )
            )
    await anna.stays_silent()
    assert len(anna.chat.from_bot) == seen
    assert await rows(house, response_tap) == await rows(house, response) == 1
    assert await rows(house, handled_update) == len(house.telegram.updates)
    assert (await house.answer()).comment == "It fell apart."


@pytest.mark.parametrize("interleave", ["texts_first", "taps_first"])
async def test_words_may_come_before_the_tap_that_they_belong_to(house: House, interleave) -> None:
    house.telegram.queues.interleave = interleave
    anna, question = await house.asked()
    with house.telegram.queues.held():
        press = await anna.tap(question, "2")
        await anna.send("It fell apart.")
    await press.answered()
    await everything_is_taken(house)

    async def with_its_words() -> bool:
        stored = await house.answer()
        return bool(stored and stored.comment)

    assert await house.until(with_its_words)
    stored = await house.answer()
    assert (stored.score, stored.comment) == (2, "It fell apart.")
    await house.settles(answered=1)


# A stranger


@pytest.mark.parametrize("secret", [None, "", "guessed"])
async def test_an_update_of_whoever_does_not_know_the_secret_has_no_effect(
    house: House, secret: str | None
) -> None:
    anna, question = await house.asked()
    handled = await rows(house, handled_update)
    press = {
        "id": "1",
        "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
        "chat_instance": "1",
        "data": next(button.data for button in question.buttons if button.text == "1"),
        "message": {"message_id": question.id, "date": 0, "chat": {"id": anna.id, "type": "private"}},
    }
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession(headers=headers) as http:
        url = f"{house.settings.public_url}{PATH}"
        async with http.post(url, json={"update_id": 7, "callback_query": press}) as answer:
            assert (answer.status, await answer.read()) == (403, b"")
    await anna.stays_silent()
    assert await rows(house, handled_update) == handled
    assert await house.answer() is None
    await (await anna.tap(question, "5")).answered()
    assert (await house.answer()).score == 5


# The database is away


@asynccontextmanager
async def locked(house: House) -> AsyncIterator[None]:
    """Nobody can write into the database: another process holds its lock."""
    file = house.settings.database_url.partition("///")[2]
    other = sqlite3.connect(file, timeout=0, isolation_level=None)

    async def lock() -> bool:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # the agent is writing just now
            return False
        return True

    try:
        assert await house.until(lock)
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


async def test_while_the_database_is_locked_nothing_is_lost_and_nothing_happens_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 5: a webhook answers 200 only after the commit, so that Telegram offers the rest again."""
    await house.close()
    monkeypatch.setattr(database, "SQLITE_BUSY_SECONDS", 0.2)
    await house.open()
    await _survives(house, locked(house))


async def test_while_the_server_is_out_of_reach_nothing_is_lost_and_nothing_happens_twice(
    tmp_path: Path, library: str, unused_tcp_port: int, postgresql_url: str
) -> None:
    """Invariant 5: as with a file that is locked."""
    async with (
        cable_to(postgresql_url) as cable,
        open_webhook_house(tmp_path, library, unused_tcp_port, database_url=cable.url) as house,
    ):
        await _survives(house, cable.away())


async def _survives(house: House, outage: AbstractAsyncContextManager[None]) -> None:
    people = [await house.customer(f"Customer {number}") for number in range(4)]
    await house.plan()
    questions = [await person.receives("How satisfied") for person in people]
    await house.recorded()
    async with outage:
        presses = [
            await person.tap(question, "1") for person, question in zip(people, questions, strict=True)
        ]
        for person in people:
            await person.send("It fell apart.")
        await _refused(house, 503)
        assert house.telegram.queues.pending == 8
        assert [press.answer for press in presses] == [None] * 4
    for press in presses:
        assert await press.answered(timeout=20) == "Thank you!"
    for person in people:
        await person.receives("Your words are with the team", timeout=20)
    await everything_is_taken(house)
    await house.settles(answered=4)
    assert await rows(house, response) == await rows(house, response_tap) == 4
    assert await rows(house, set_aside_update) == 0
    assert [_said(person, "Your words are with the team") for person in people] == [1] * 4
    # Whose words came before the prompt could leave isn't asked for them any more.
    assert max(_said(person, "What went wrong") for person in people) <= 1
    assert max(update.deliveries for update in house.telegram.updates) > 1


async def _refused(house: House, status: int) -> None:
    """Wait until Telegram has been answered so."""

    async def so() -> bool:
        told = await house.telegram.webhook.info(Nothing())
        return f" {status} " in told.get("last_error_message", "")

    assert await house.until(so)


def _said(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.chat.from_bot)


# From one way to the other


async def test_nothing_is_lost_from_the_webhook_to_polling_and_back(house: House) -> None:
    brought = house.settings
    polled = brought.model_copy(update={"public_url": None})
    anna, question = await house.asked()
    one = next(button.data for button in question.buttons if button.text == "1")
    assert one is not None
    for settings, score in ((polled, 2), (brought, 3), (polled, 4)):
        await house.close()
        press = await anna.tap(question, data=f"{one.removesuffix('1')}{score}")
        house.settings = settings
        await house.open()
        await press.answered(timeout=10)
        assert (await house.answer()).score == score
    await everything_is_taken(house)
    assert await rows(house, response_tap) == 3


async def test_a_restart_takes_what_came_meanwhile(house: House) -> None:
    anna, question = await house.asked()
    await house.close()
    assert house.telegram.webhook.url  # Telegram keeps what comes, or another process takes it
    press = await anna.tap(question, "2")
    await anna.send("Too late")
    await house.open()
    await press.answered(timeout=10)
    await anna.receives("team", timeout=10)
    assert (await house.answer()).comment == "Too late"


async def test_the_end_waits_for_an_update_that_has_come(house: House) -> None:
    anna, question = await house.asked()
    press = await anna.tap(question, "5")
    await house.close()
    update = house.telegram.updates[-1]
    await house.open()
    await press.answered(timeout=10)
    assert (await house.answer()).score == 5
    assert update.acknowledged_at is not None
    assert await rows(house, response_tap) == 1


# What a person has to do something about


async def test_an_address_that_telegram_refuses_is_one_sentence(house: House) -> None:
    await house.close()
    house.settings = house.settings.model_copy(update={"public_url": "gopher://shop.example"})
    with pytest.raises(OperatorError, match=r"^Telegram refuses PUBLIC_URL \(Bad Request: bad webhook"):  # noqa: PT012
        await house.open()
        await house.ended()
    assert house.telegram.webhook.url.startswith("http://")  # as it was


async def test_a_port_that_is_taken_is_one_sentence_and_telegram_is_not_told(house: House) -> None:
    await house.close()
    told = len(house.telegram.calls.of("setWebhook"))
    blocker = await asyncio.start_server(lambda *_: None, "127.0.0.1", house.settings.http_port)
    async with blocker:
        with pytest.raises(OperatorError, match=r"^HTTP_PORT \d+ is taken; stop what listens there"):
            await house.open()
    assert len(house.telegram.calls.of("setWebhook")) == told
    await house.open()
    await house.customer()


@pytest.mark.long
@pytest.mark.parametrize(
    "journey", journeys(test_customer, test_answers, test_privacy, test_delivery, test_room)
)
async def test_every_journey_goes_as_by_polling(house: House, journey: Journey) -> None:
    await journey(house)
