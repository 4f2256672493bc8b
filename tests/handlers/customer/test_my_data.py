"""The file with everything that is kept of a person."""

import json
from datetime import datetime

from handlers.replies import Content, content_from
from handlers.updates import Person
from storage.tables import message_table
from tests.handlers.house import words_of
from tests.handlers.samples import ANNA, EVE, NOW

BORIS = Person(1002, "Борис", "boris", "ru")


async def answer(house, person=ANNA) -> Content:
    """What is put in line for /mydata."""
    await house.command(person, "mydata")
    return content_from((await house.rows(message_table))[-1]["content"])


async def shown(house, person=ANNA):
    content = await answer(house, person)
    assert content.document is not None
    return json.loads(content.document.text)


async def unhappy(house, person=ANNA, *, order_id="1001", words="They fell apart"):
    question = await house.asked(
        person, order_id=order_id, product="Schuhe", contact_ref=f"{person.first_name}@example.org"
    )
    await house.press_on(question, question.content.keyboard[0][0].label, by=person)
    await house.write(person, words)
    await house.send()


async def test_it_is_a_file_and_says_so(house):
    await unhappy(house)
    content = await answer(house)
    assert words_of(content) == "Here is everything we keep about you. /forget erases it."
    assert content.document is not None
    assert content.document.name == "my-data.json"
    (sent,) = await house.send(to=ANNA)
    assert sent.content.document == content.document


async def test_everything_a_person_knows_of_themself_is_in_it(house):
    await unhappy(house)
    data = await shown(house)
    assert (data["shop"], data["telegram_id"]) == ("Greenleaf", ANNA.telegram_id)
    assert data["profile"]["first_name"] == "Anna"
    assert [name["ref"] for name in data["names_at_the_shop"]] == ["Anna@example.org"]
    (order,) = data["orders"]
    assert (order["order_id"], order["product"]) == ("1001", "Schuhe")
    (asked,) = data["questions"]
    assert (asked["kind"], asked["state"]) == ("csat", "answered")
    assert (asked["answer"]["score"], asked["answer"]["comment"]) == (1, "They fell apart")
    assert [tap["score"] for tap in asked["taps"]] == [1]
    assert {message["kind"] for message in data["messages_to_you"]} >= {"question", "prompt", "reply"}


async def test_it_can_be_read_by_people_and_by_programs(house):
    await unhappy(house, BORIS, words="Развалились 👟")
    content = await answer(house, BORIS)
    assert content.document is not None
    text = content.document.text
    assert "Развалились 👟" in text, "in its own script, not as \\u0420"
    assert '\n  "profile": {\n    "telegram_id": 1002,\n    "first_name": "Борис",\n' in text
    data = json.loads(text)
    assert datetime.fromisoformat(data["as_of"]) == NOW
    assert datetime.fromisoformat(data["profile"]["created_at"]) == NOW
    assert data["as_of"].endswith("Z")


async def test_it_is_the_same_each_time_but_for_what_was_said_meanwhile(house):
    await unhappy(house)
    first, second = await shown(house), await shown(house)
    assert len(second.pop("messages_to_you")) == len(first.pop("messages_to_you")) + 1
    assert list(first) == list(second)
    assert first == second


async def test_a_file_that_still_waits_to_leave_is_not_put_into_the_next(house):
    await unhappy(house)
    await shown(house)
    (waiting,) = [message for message in (await shown(house))["messages_to_you"] if message["content"]]
    assert waiting["content"] == {"lines": [{"id": "mydata-here"}], "language": "en"}


async def test_nothing_of_anybody_else_is_in_it(house):
    await unhappy(house)
    house.later(days=40)
    await unhappy(house, BORIS, order_id="1002", words="Развалились")
    whole = json.dumps(await shown(house), ensure_ascii=False)
    for others in ("Борис", "boris", "1002", "Развалились"):
        assert others not in whole
    whole = json.dumps(await shown(house, BORIS), ensure_ascii=False)
    for others in ("Anna", "1001", "fell apart", "token-"):
        assert others not in whole


async def test_a_stranger_is_told_that_there_is_nothing(house):
    await unhappy(house)
    content = await answer(house, EVE)
    assert content.document is None
    assert words_of(content).startswith("Мы ничего о вас не храним")


async def test_a_stranger_we_have_answered_before_gets_what_is_kept_of_that(house):
    await house.command(EVE, "help")
    await house.send()
    data = await shown(house, EVE)
    assert (data["profile"], data["orders"], data["questions"]) == (None, [], [])
    assert len(data["messages_to_you"]) == 1
