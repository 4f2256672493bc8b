"""/test and `Send me a test`: the true flow, for one of the team, that no number counts."""

import pytest

from handlers.marketer import trial
from storage import bots
from storage.kinds import InvitationState, SurveyKind
from storage.tables import contact_table, invitation_table, wave_table
from tests.handlers.house import BOT_ID, toast_of, words_of
from tests.handlers.marketer.planner_talk import begin, press
from tests.handlers.samples import ANNA
from tests.handlers.team_house import ANONYMOUS, MAX, VERA


async def test_a_test_is_asked_at_once_and_once_more_when_it_is_wanted_again(team):
    for _ in range(2):
        assert await team.reads(MAX, "test", "nps", group=None) == (
            "Here comes a test: answer as a customer would. Tests never count."
        )
        said, question = await team.house.send(to=MAX)
        assert "Tests never count" in said.text
        assert question.text.startswith("Max, how likely are you to recommend Greenleaf")
    assert {row["is_test"] for row in await team.house.rows(invitation_table)} == {True}
    assert {row["is_test"] for row in await team.house.rows(wave_table)} == {True}


async def test_a_low_score_in_a_test_alarms_nobody_and_is_followed_up_as_ever(team):
    await team.says(MAX, "test", "csat", group=None)
    _, question = await team.house.send(to=MAX)
    assert toast_of(await team.house.press_on(question, "1", by=MAX)) == "Thank you!"
    assert ["What went wrong?" in arrived.text for arrived in await team.house.send()] == [True]
    assert await team.reads(VERA, "csat") == (
        "CSAT\nLast 30 days\nNo answers yet in this period. No questions are out."
    )


async def test_a_test_leaves_in_the_quiet_hours_too(team):
    team.house.later(hours=13)  # after midnight in Riga
    await team.says(MAX, "test", "nps", group=None)
    assert len(await team.house.send(to=MAX)) == 2


async def test_a_test_asks_whoever_was_asked_a_moment_ago(team):
    await team.house.asked(MAX)
    await team.says(MAX, "test", "csat", group=None)
    assert len(await team.house.send(to=MAX)) == 2


async def test_in_a_group_whoever_has_not_begun_a_chat_gets_its_link(team):
    async with team.house.writer.unit() as session:
        await bots.remember_name(session, bot_id=BOT_ID, username="tapscore_bot", now=team.house.now)
        await session.commit()
    for person in (MAX, ANONYMOUS):
        (content,) = await team.says(person, "test", "nps")
        assert words_of(content).startswith("I can't write to you yet.")
        ((button,),) = content.keyboard
        assert button.url == "https://t.me/tapscore_bot?start=test-nps"
    assert await team.house.rows(wave_table) == []
    await team.house.command(MAX, "start", "test-nps")
    assert [arrived.text.split(",")[0] for arrived in await team.house.send(to=MAX)][1] == "Max"


async def test_the_link_of_a_test_is_nothing_to_a_customer(team):
    await team.house.command(ANNA, "start", "test-nps")
    assert (await team.house.says())[0].startswith("We don't know this link.")
    assert await team.house.rows(wave_table) == []


async def test_from_the_card_a_test_goes_to_whoever_pressed(team):
    await team.says(MAX, "test", "csat", group=None)
    await team.house.send()
    _, number = await begin(team, "nps")
    toast, shown = await press(team, number, "ctest")
    assert (toast, shown) == ("A test is on its way to your private chat. Tests never count.", None)
    (question,) = await team.house.send(to=MAX)
    assert "how likely" in question.text
    # Still there to be planned.
    assert (await press(team, number, "cplan"))[0] == "Planned."


async def test_who_turned_questions_off_is_told_why_no_test_comes(team):
    await team.says(MAX, "test", "csat", group=None)
    await team.house.command(MAX, "stop")
    await team.house.send()
    said = await team.reads(MAX, "test", "nps")
    assert said == "You have turned questions off. Send me /start in the private chat first."
    states = [row["state"] for row in await team.house.rows(invitation_table)]
    assert InvitationState.DUE not in states


async def test_an_unknown_survey_is_answered_by_those_there_are(team):
    assert await team.reads(MAX, "test", "cast") == "I know the surveys csat, nps, ces, not 'cast'."


async def test_a_test_makes_nobody_a_customer_to_be_asked(team):
    """Who has no order is in no audience."""
    await team.says(MAX, "test", "csat", group=None)
    (contact,) = await team.house.rows(contact_table)
    assert (contact["telegram_id"], contact["consented_at"]) == (MAX.telegram_id, None)
    text, _ = await begin(team, "nps")
    assert "To nobody, as it stands:" in text


@pytest.mark.parametrize("payload", ["test-", "test-stars", "nps", "own-test-nps", "test-nps-1"])
def test_any_other_link_is_no_test_s(payload):
    assert trial.of_link(payload) is None
    assert trial.of_link("test-nps") is SurveyKind.NPS


async def test_in_a_private_chat_the_card_tests_itself_on_whoever_was_never_a_contact(team):
    _, number = await begin(team, "nps", group=None)
    toast, _ = await press(team, number, "ctest", chat_id=MAX.telegram_id)
    assert toast == "A test is on its way to your private chat. Tests never count."
    assert [arrived.text.split(",")[0] for arrived in await team.house.send(to=MAX)][-1] == "Max"
