"""/wave: whom a wave is for, in words of any length and with any marks."""

import pytest

from handlers.marketer.audience_words import LONGEST, read_audience
from handlers.survey.criteria import Said
from storage import drafts
from storage.tables import (
    wave_table,
)
from tests.handlers.marketer.planner_talk import begin, buyers, draft, press, types
from tests.handlers.team_house import ROOM


async def test_an_audience_as_long_as_may_be_typed_is_stored_no_longer(team):
    stores = [f"S{number:03d}" for number in range(98)]
    for number, store in enumerate(stores):
        await team.house.order(str(number), store=store)
    words = f"store:{','.join(stores)}"
    assert LONGEST - 10 < len(words) <= LONGEST
    _, number = await begin(team, f"nps {words}")
    assert (await press(team, number, "cplan"))[0] == "Planned."
    (wave,) = await team.house.rows(wave_table)
    assert wave["audience"] == words


async def test_an_audience_that_is_typed_too_long_is_refused_and_the_draft_stays(team):
    refusal = "An audience has up to 500 characters, not 505; leave some out, or send a CSV file of contacts."
    words = f"category:{'x' * 496}"
    assert await begin(team, f"nps {words}") == (refusal, None)
    _, number = await begin(team)
    await press(team, number, "knps")
    before = await draft(team)
    assert await types(team, words) == (refusal, None)
    assert await draft(team) == before


async def test_names_of_any_length_are_chosen_by_buttons(team):
    names = [f"{number} {'long' * 25}" for number in range(6)]
    for number, name in enumerate(names):
        await team.house.order(str(number), category=name)
    _, number = await begin(team)
    await press(team, number, "knps")
    for button in range(6):
        _, shown = await press(team, number, f"ao{button}")
        assert shown is not None
    await press(team, number, "anext")
    await press(team, number, "tnow")
    await press(team, number, "dnext")
    assert (await press(team, number, "cplan"))[0] == "Planned."
    (wave,) = await team.house.rows(wave_table)
    (criterion,) = read_audience(wave["audience"]).every
    assert criterion.test == Said("category", tuple(names))


async def test_a_button_that_fits_no_more_changes_nothing_and_says_why(team):
    _, number = await begin(team, "nps reminder=none open=3d")
    for choice in ("cchange", "xdetails", "dreminder"):
        await press(team, number, choice)
    before = (await draft(team))["words"]
    _, shown = await press(team, number, "r5d")
    assert shown is not None
    assert shown.startswith(
        "A reminder after 5d comes when the question is closed already, after 3d.\nWhen shall"
    )
    assert (await draft(team))["words"] == before
    _, shown = await press(team, number, "r1d")
    assert "Open for 3 days, reminder after 1 day" in (shown or "")


async def test_a_draft_whose_words_are_not_understood_any_more_can_be_changed_and_is_not_planned(team):
    """What another version understood may stand in a draft, which lives for a month."""
    _, number = await begin(team, "nps bought:90d")
    async with team.house.writer.unit() as session:
        stored = await drafts.by_id(session, number, chat_id=ROOM.chat_id, hold=True)
        assert stored is not None
        stored.words = {**stored.words, "audience": "weather:rainy"}
        await session.commit()
    toast, shown = await press(team, number, "cplan")
    assert toast is None
    assert "not 'weather:rainy'" in (shown or "")
    await press(team, number, "cchange")
    await press(team, number, "xaudience")
    _, shown = await press(team, number, "ab90")
    assert "not 'weather:rainy'" in (shown or "")
    await press(team, number, "aall")
    await press(team, number, "anext")
    assert (await press(team, number, "cplan"))[0] == "Planned."


@pytest.mark.parametrize("name", ["Книги «Мир»", "„Мир”", "Shoes, boots", '24" monitors: "all"', "a\\b=c"])
async def test_names_with_any_marks_are_chosen_by_button_or_typed(team, name):
    await buyers(team, 1, category=name)
    for number, category in enumerate((name, "Other")):
        await team.house.order(str(number), category=category)
    _, number = await begin(team)
    await press(team, number, "knps")
    _, shown = await press(team, number, "ao0")
    assert shown is not None
    assert f"To 1 person:\n· category: {name}\n" in shown
    stored = (await draft(team))["words"]["audience"]
    text, number = await begin(team, f"nps {stored}")
    assert f"To 1 person:\n· category: {name}\n" in text
    assert (await press(team, number, "cplan"))[0] == "Planned."
    (wave,) = await team.house.rows(wave_table)
    assert wave["audience"] == stored
