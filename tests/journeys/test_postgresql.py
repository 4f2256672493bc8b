"""The journeys on PostgreSQL, where TEST_DATABASE_URL names a server: what people see doesn't depend on it."""

from collections.abc import Awaitable, Callable
from inspect import signature
from types import ModuleType

import pytest

from tests.journeys import test_answers, test_customer, test_delivery, test_planner, test_privacy, test_room
from tests.journeys.house import House
from tests.journeys.test_room import team


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """Where the house keeps what it knows."""
    return postgresql_url


async def test_a_low_score_goes_its_whole_way(house: House) -> None:
    group, maria = await team(house)
    anna = await house.customer(store="Riga")
    bob = await house.customer("Bob", store="Oslo")
    await house.plan()

    question = await anna.receives("How satisfied are you?")
    await bob.receives("How satisfied are you?")
    assert await (await anna.tap(question, "1")).answered() == "Thank you!"
    await anna.receives("Your answer: 1 of 5")
    await anna.receives("What went wrong?")
    await anna.send("The sole came off on day one.")
    await anna.receives("Your words are with the team")
    alert = await group.receives("CSAT 1 of 5")
    assert alert.text == "🔴 CSAT 1 of 5 · Anna · #1001 · Trail running shoes · Riga"
    words = await group.receives("The sole came off")
    assert words.reply_to is not None
    assert words.reply_to.id == alert.id

    await group.send(maria, "/csat@tapscore_bot by:store")
    assert "Riga" in (await group.receives("by store")).text
    await group.send(maria, "/nps@tapscore_bot")
    await group.receives("No answers yet")
    await house.settles(sent=1, answered=1)
    await house.jump(days=3, seconds=1)
    await bob.receives("A gentle reminder")
    await house.jump(days=4)
    await house.settles(expired=1, answered=1)
    await house.close()
    await house.open()
    await anna.stays_silent()
    stored = await house.answer()
    assert (stored.score, stored.comment) == (1, "The sole came off on day one.")


Journey = Callable[[House], Awaitable[None]]


def journeys(*modules: ModuleType) -> list[Journey]:
    """Every journey of these modules that needs nothing but the house."""
    return [
        found
        for module in modules
        for name, found in vars(module).items()
        if name.startswith("test_") and signature(found).parameters.keys() == {"house"}
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    "journey",
    journeys(test_customer, test_answers, test_privacy, test_delivery, test_room, test_planner),
)
async def test_every_journey_goes_as_on_sqlite(house: House, journey: Journey) -> None:
    await journey(house)
