"""/wave: by whom it is planned, what is counted, and what becomes of presses and words out of turn."""

from datetime import timedelta

import pytest

from handlers.marketer import draft_turns, foresight
from handlers.replies import content_from
from handlers.updates import Group, Migrated
from storage import drafts
from storage.kinds import PlanState, Role
from storage.tables import (
    message_table,
    plan_table,
    purchase_table,
    wave_table,
)
from tests.handlers.house import words_of
from tests.handlers.marketer.planner_talk import MESSAGE, begin, buyers, draft, press, types
from tests.handlers.samples import NOW
from tests.handlers.team_house import ADAM, ANONYMOUS, ELSEWHERE, MAX, ROOM, VERA, ZOE


async def test_a_wave_in_one_line_shows_its_card_and_is_planned_by_a_press(team):
    await buyers(team)
    text, number = await begin(team, "nps bought:30d name=Spring")
    assert text.splitlines()[:3] == ["Wave “Spring” · NPS", "To 3 people:", "· bought in the last 30 days"]
    assert await team.house.rows(wave_table) == []
    toast, shown = await press(team, number, "cplan")
    assert toast == "Planned."
    assert shown is not None
    assert shown.startswith("Spring · NPS · planned")
    (wave,) = await team.house.rows(wave_table)
    assert (wave["name"], wave["audience"], wave["is_test"]) == ("Spring", "bought:30d", False)


async def test_two_presses_at_once_plan_one_wave(team):
    _, number = await begin(team, "nps")
    assert (await press(team, number, "cplan"))[0] == "Planned."
    assert await press(team, number, "cplan", by=ADAM) == ("It is planned already: see /waves.", None)
    assert len(await team.house.rows(wave_table)) == 1


async def test_what_repeats_or_follows_purchases_is_planned_as_a_plan(team):
    for words in ("csat after=delivered+2d", "nps at=2026-06-05 10:00 every=quarter"):
        _, number = await begin(team, words)
        toast, shown = await press(team, number, "cplan")
        assert toast == "Planned."
        assert shown is not None
        assert shown.startswith("Planned. /waves shows how far it is.")
    after, quarterly = await team.house.rows(plan_table)
    assert (after["delay_seconds"], after["every"]) == (2 * 86_400, None)
    assert (quarterly["every"], quarterly["state"]) == ("quarter", PlanState.RUNNING)


async def test_a_word_that_is_not_understood_begins_no_draft(team):
    await buyers(team, category="Shoes")
    for words, meant in (("nps bougth:90d", "bought:30d"), ("nps category:Shose", "category:Shoes")):
        text, number = await begin(team, words)
        assert text.endswith(f"did you mean {meant}?")
        assert number is None


@pytest.mark.parametrize("by", [VERA, ZOE])
async def test_only_who_may_plan_presses_and_types(team, by):
    """Rights are looked at each time, and the message stays as it is."""
    _, number = await begin(team, "nps")
    refusal = "For this you need the role of a marketer."
    for choice in ("cplan", "cchange", "ctest", "ccancel"):
        assert await press(team, number, choice, by=by) == (refusal, None)
    await press(team, number, "cchange")
    await press(team, number, "xdetails")
    assert await types(team, "open=2d", by=by) == (refusal, None)
    assert (await draft(team))["words"] == {"kind": "nps", "at": "now"}


async def test_a_role_that_was_taken_plans_no_more(team):
    _, number = await begin(team, "nps")
    await team.give(MAX, Role.VIEWER)
    assert (await press(team, number, "cplan"))[0] == "For this you need the role of a marketer."
    assert await team.house.rows(wave_table) == []


async def test_an_anonymous_administrator_plans_as_an_admin(team):
    _, number = await begin(team, by=ANONYMOUS)
    await press(team, number, "knps", by=ADAM)
    _, shown = await types(team, "repeat", by=ANONYMOUS, anonymous=True)
    assert shown is not None
    assert "bought more than once" in shown


async def test_a_press_on_a_step_before_shows_the_one_that_stands_there_now(team):
    """Two people press at once: the second sees what the first made of it."""
    _, number = await begin(team)
    await press(team, number, "knps")
    toast, shown = await press(team, number, "kcsat", by=ADAM)
    assert toast == "That has changed meanwhile. Here is how it stands."
    assert shown is not None
    assert shown.startswith("Whom shall we ask?")
    assert (await draft(team))["words"] == {"kind": "nps"}


async def test_a_draft_works_in_its_chat_alone_and_no_longer_than_it_is_kept(team):
    gone = ("This button doesn't work any more.", None)
    _, number = await begin(team)
    assert await press(team, number, "knps", chat_id=ELSEWHERE.chat_id) == gone
    assert await press(team, number, "knps", chat_id=MAX.telegram_id) == gone
    assert await press(team, number + 1, "knps") == gone
    async with team.house.writer.unit() as session:
        await drafts.drop_before(session, NOW + timedelta(seconds=1))
        await session.commit()
    assert await press(team, number, "knps") == gone


async def test_a_cancelled_draft_is_over(team):
    _, number = await begin(team)
    assert await press(team, number, "kcancel") == (None, "Nothing was planned. /wave begins anew.")
    assert await press(team, number, "knps") == ("This button doesn't work any more.", None)


@pytest.mark.parametrize("choice", ["kwow", "kplan", "ktest", "k", "x", "cplan"])
async def test_a_button_that_a_step_has_not_changes_nothing(team, choice):
    """Invariant 6: callback data comes from outside."""
    _, number = await begin(team)
    toast, shown = await press(team, number, choice)
    assert toast == "That has changed meanwhile. Here is how it stands."
    assert shown is not None
    assert shown.startswith("A new wave.")
    assert (await draft(team))["words"] == {}
    assert await team.house.rows(wave_table) == []


async def test_wrong_words_get_one_sentence_and_the_step_stays(team):
    _, number = await begin(team)
    await press(team, number, "knps")
    said, shown = await types(team, "bougth:90d")
    assert said is not None
    assert said.endswith("did you mean bought:30d?")
    assert shown is None
    assert ((await draft(team))["step"], (await draft(team))["words"]) == ("audience", {"kind": "nps"})
    said, shown = await types(team, "bought:90d")
    assert said is None
    assert shown is not None
    assert "bought in the last 90 days" in shown


async def test_words_that_answer_another_message_are_nobody_s_business(team):
    _, number = await begin(team)
    await press(team, number, "knps")
    assert await types(team, "bought:90d", reply_to=MESSAGE + 1) == (None, None)
    assert await types(team, "bought:90d", group=ELSEWHERE) == (None, None)


async def test_in_a_private_chat_the_next_words_are_the_answer(team):
    _, number = await begin(team, by=MAX, group=None)
    for choice in ("knps", "awords"):
        await press(team, number, choice, chat_id=MAX.telegram_id)
    (edit,) = await team.house.write(MAX, "repeat")
    assert "bought more than once" in words_of(edit.content)
    # It asks for none any more: whatever else is said is a customer's.
    assert await team.house.write(MAX, "never-asked") == []
    assert (await draft(team))["words"]["audience"] == "repeat"


async def test_words_in_private_that_come_too_late_are_a_customer_s(team):
    _, number = await begin(team, by=MAX, group=None)
    for choice in ("knps", "awords"):
        await press(team, number, choice, chat_id=MAX.telegram_id)
    team.house.later(seconds=draft_turns.WORDS_AWAITED_FOR.total_seconds() + 1)
    assert await team.house.write(MAX, "repeat") == []
    assert "audience" not in (await draft(team))["words"]


async def test_a_group_that_becomes_a_supergroup_goes_on_planning_by_a_message_of_its_own(team):
    """A supergroup numbers its messages anew, and what stands in the group before can't be edited any more."""
    _, number = await begin(team)
    for choice in ("knps", "awords"):
        await press(team, number, choice)
    _, cancelled = await begin(team)
    await press(team, cancelled, "kcancel")
    before = len(await team.house.rows(message_table))
    moved = Group(-1002, ROOM.title)
    await team.house.handle(Migrated(next(team.house.numbers), ROOM.chat_id, moved.chat_id))
    (anew,) = (await team.house.rows(message_table))[before:]
    assert anew["chat_id"] == moved.chat_id
    assert words_of(content_from(anew["content"])).startswith("Reply to this message with the words")
    said, shown = await types(team, "repeat", reply_to=MESSAGE + 1, group=moved)
    assert said is not None
    assert "bought more than once" in said
    assert shown is None
    _, shown = await press(team, number, "anext", chat_id=moved.chat_id)
    assert shown is not None
    assert shown.startswith("When?")


async def test_a_moment_that_has_passed_meanwhile_is_asked_for_anew(team):
    _, number = await begin(team, "nps at=2026-05-05 13:00 name=Spring")
    team.house.later(hours=2)
    toast, shown = await press(team, number, "cplan")
    assert toast is None
    assert shown is not None
    assert shown.splitlines()[:2] == [
        '2026-05-05 13:00 has passed; give a later moment, or "now".',
        "When? Times are those of Riga.",
    ]
    assert await team.house.rows(wave_table) == []
    assert (await draft(team))["words"] == {"kind": "nps", "name": "Spring"}


async def test_a_word_that_no_order_has_any_more_is_said_and_nothing_planned(team):
    await buyers(team, 1, category="Shoes")
    _, number = await begin(team, "nps category:Shoes")
    await team.house.order("4000", category="Coats")
    async with team.house.writer.unit() as session:
        await session.execute(purchase_table.update().values(category="Coats"))
        await session.commit()
    await press(team, number, "cchange")
    _, shown = await press(team, number, "xback")
    assert shown is not None
    assert "To:\n· category: Shoes" in shown
    toast, shown = await press(team, number, "cplan")
    assert toast is None
    assert shown is not None
    assert "did you mean category:Coats?" in shown.splitlines()[0]
    assert await team.house.rows(wave_table) == []


async def test_the_most_frequent_values_have_buttons_where_there_is_a_choice(team):
    for number in range(9):
        category = f"Category {number}" if number < 7 else "Category 0"
        await team.house.order(str(3000 + number), category=category, store="Riga")
    await begin(team)
    offers = (await draft(team))["offers"]
    assert offers == [["category", f"Category {number}"] for number in range(6)]


async def test_the_sample_of_the_card_is_the_one_that_is_asked(team):
    """The same seed draws the same people, whenever the card is looked at."""
    await buyers(team, 20)
    text, number = await begin(team, "nps sample=50%")
    counted = int(text.split("To ")[1].split()[0])
    team.house.later(minutes=5)
    await press(team, number, "cchange")
    _, shown = await press(team, number, "xback")
    assert shown is not None
    assert f"To {counted} p" in shown
    await press(team, number, "cplan")
    (wave,) = await team.house.rows(wave_table)
    assert wave["sample_seed"] == int(NOW.timestamp())
    assert 0 < counted < 20


async def test_in_a_large_shop_an_audience_is_chosen_by_the_first_and_the_card_counts_all(team, monkeypatch):
    await buyers(team, 5)
    monkeypatch.setattr(foresight, "COUNTED_LIVE", 3)
    _, number = await begin(team)
    _, shown = await press(team, number, "knps")
    assert shown is not None
    assert "Of the first 3 people 3 are meant; the card counts everybody:" in shown
    for choice in ("anext", "tnow", "dnext"):
        _, shown = await press(team, number, choice)
    assert shown is not None
    assert "To 5 people:" in shown
    monkeypatch.setattr(foresight, "COUNTED_LIVE", 5)
    await press(team, number, "cchange")
    _, shown = await press(team, number, "xaudience")
    assert shown is not None
    assert "To 5 people:" in shown
