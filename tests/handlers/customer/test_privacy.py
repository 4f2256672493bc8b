"""What is said of what is kept."""

import pytest

from handlers.texts.languages import SPOKEN
from handlers.updates import Person
from storage.tables import contact_table
from tests.handlers.samples import ANNA


@pytest.mark.parametrize("language", SPOKEN)
async def test_everybody_is_told_what_is_kept_and_what_they_can_do(house, language):
    somebody = Person(7001, "Somebody", None, language)
    await house.command(somebody, "privacy")
    (words,) = await house.says(somebody)
    assert "Greenleaf" in words
    assert "Telegram" in words
    assert words.count("\n") == 4, "what, why, who, how long, and what one can do"
    for command in ("/mydata", "/forget", "/stop"):
        assert command in words
    assert len(words) < 1000
    assert await house.rows(contact_table) == []


async def test_it_is_told_each_time_it_is_asked_for(house):
    for _ in range(2):
        await house.command(ANNA, "privacy")
        assert len(await house.says()) == 1
