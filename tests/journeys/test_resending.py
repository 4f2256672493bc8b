"""What may never have arrived is sent once more where the shop wants that (RESEND_UNKNOWN_AFTER), and else never."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.person import Person
from storage.kinds import MessageState
from tests.journeys.house import House, open_house


@pytest.fixture
async def resending(tmp_path: Path, library: str) -> AsyncIterator[House]:
    """A shop that would rather ask twice than not at all."""
    async with open_house(tmp_path, library, resend_unknown_after="2h") as house:
        yield house


async def _in_doubt(house: House) -> Person:
    """A customer who wasn't asked, and of whom the agent can't know that."""
    anna = await house.customer()
    house.telegram.faults.next(1, "500", method="sendMessage")
    await house.plan()
    await house.settles(unknown=1)
    return anna


async def test_a_question_in_doubt_is_sent_once_more_after_the_time_that_the_shop_set(
    resending: House,
) -> None:
    anna = await _in_doubt(resending)
    await resending.jump(hours=1, minutes=58)
    await anna.stays_silent()
    await resending.jump(minutes=3)
    await anna.receives("How satisfied")
    await resending.settles(sent=1)


async def test_a_prompt_in_doubt_is_sent_once_more_too(resending: House) -> None:
    anna, question = await resending.asked()
    resending.telegram.faults.next(1, "500", method="sendMessage")
    await (await anna.tap(question, "1")).answered()

    async def in_doubt() -> bool:
        return [prompt.state for prompt in await resending.messages("prompt")] == [MessageState.UNKNOWN]

    assert await resending.until(in_doubt)
    await resending.jump(hours=2, minutes=1)
    await anna.receives("What went wrong?")


async def test_without_that_setting_a_question_in_doubt_is_never_sent_again(house: House) -> None:
    """Invariant 3: what may have been delivered is `unknown`, never `due`."""
    anna = await _in_doubt(house)
    await house.jump(hours=49)
    await anna.stays_silent()
    await house.settles(unknown=1)
