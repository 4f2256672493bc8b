"""/why in the room: whom it finds, what it tells of them, and that asking changes nothing."""

import logging

import pytest

from handlers.updates import Person
from storage.kinds import MessageKind, SurveyKind
from storage.tables import (
    contact_table,
    handled_update_table,
    invitation_table,
    member_table,
    message_table,
    purchase_table,
)
from tests.handlers.samples import ANNA, EVE
from tests.handlers.team_house import ADAM, ELSEWHERE, MARIA, MAX, ROOM, ZOE

BOT = Person(42, "Greenleaf", "tapscore_bot")
HOW = "Write /why with an order's number (/why #1001), with a customer's @name, or in reply to an alert."
STORY = [
    "Anna · #1001 · Trail running shoes",
    "17 May · CSAT · wave · #1001 — not asked: was asked 12 days before (NPS · wave)",
    "5 May · NPS · wave — asked; no answer, closed on 12 May",
    "CSAT, NPS, CES: may be asked from 4 June",
]


async def left_alone(team):
    """Anna was asked for an NPS, was silent, and wasn't asked about her order twelve days later."""
    house = team.house
    named = Person(ANNA.telegram_id, "Anna", "Anna_K", "en")
    await house.command(named, "start", await house.order("1001"))
    await house.plan(SurveyKind.NPS)
    await house.send()
    house.later(days=12)
    async with house.writer.unit() as session:
        await session.execute(
            invitation_table.update().values(state="expired").where(invitation_table.c.state == "sent")
        )
        await session.commit()
    await house.plan(SurveyKind.CSAT)


async def unhappy(team):
    """Anna answers with the lowest score and some words; returns the team's messages about it."""
    question = await team.house.asked(ANNA)
    await team.house.press_on(question, "1")
    await team.house.write(ANNA, "They fell apart")
    arrived = await team.house.send()
    return [told.message_id for told in arrived if told.kind is MessageKind.ALERT]


async def why(team, argument="", *, by=MAX, **where):
    return (await team.reads(by, "why", argument, **where)).split("\n")


# By an order's number


@pytest.mark.parametrize("number", ["1001", "#1001", " #1001 "])
async def test_an_order_is_told_of_with_the_reason_and_the_day_from_which_they_may_be_asked(team, number):
    await left_alone(team)
    assert await why(team, number) == STORY


async def test_an_order_in_small_letters_is_found_too(team):
    await team.house.order("RG-7", product=None)
    assert (await why(team, "rg-7"))[0] == "#RG-7"


async def test_of_orders_that_differ_in_capitals_alone_the_exact_one_is_asked_for(team):
    for number in ("RG-7", "Rg-7"):
        await team.house.order(number, product=None)
    assert await why(team, "rg-7") == [
        "Several orders are called so: RG-7, Rg-7. Write the number exactly as it stands here."
    ]
    assert (await why(team, "Rg-7"))[0] == "#Rg-7"


@pytest.mark.parametrize("number", ["1002", "100", "order 1001", "%", "*bold*"])
async def test_an_order_that_isnt_known_is_said_to_be_so(team, number):
    await team.house.order("1001")
    assert await why(team, number) == [f"I know no order {number}.", HOW]


async def test_a_number_that_fills_a_message_is_cut(team):
    told = await why(team, "9" * 5000)
    assert told == [f"I know no order {'9' * 59}….", HOW]


async def test_an_order_that_nobody_opened_the_link_of_is_told_of_with_that(team):
    await team.house.order("1001", first_name="Anna")
    await team.house.plan()
    assert await why(team, "1001") == [
        "Anna · #1001 · Trail running shoes",
        "5 May · CSAT · wave · #1001 — not asked: nobody has opened the order's link yet",
        "CSAT, NPS, CES: may not be asked: nobody has opened the order's link yet. Only when they open it.",
    ]


async def test_another_order_of_the_same_person_brings_the_same_story(team):
    await left_alone(team)
    await team.house.order("1002", contact_ref="customer-1001", product=None)
    assert await why(team, "1002") == ["Anna · #1002", *STORY[1:]]


async def test_what_is_erased_is_known_no_more(team):
    alert, *_ = await unhappy(team)
    await team.house.command(ANNA, "forget")
    (really,) = await team.house.send(to=ANNA)
    await team.house.press_on(really, "Erase everything")
    assert await why(team, "1001") == ["I know no order 1001.", HOW]
    assert await why(team, reply_to=alert, to=BOT) == ["I don't know whom this message is about.", HOW]


# By name


@pytest.mark.parametrize("name", ["@anna_k", "@ANNA_K"])
async def test_a_customer_is_told_of_by_name(team, name):
    await left_alone(team)
    told = await why(team, name)
    assert told == [
        "Anna · @Anna_K",
        *STORY[1:3],
        "CSAT, CES: may be asked from 4 June, about order #1001",
        "NPS: may be asked from 4 June",
    ]


@pytest.mark.parametrize("name", ["@eve", "@max", "@anna"])
async def test_a_name_that_is_no_customers_is_said_to_be_so(team, name):
    await left_alone(team)
    assert await why(team, name) == [f"I know no customer {name}.", HOW]


# By a reply


async def test_a_reply_to_an_alert_or_to_the_words_below_it_is_about_its_customer(team):
    told = [await why(team, reply_to=message, to=BOT) for message in await unhappy(team)]
    assert len(told) == 2
    for story in told:
        assert story[:2] == [
            "Anna · #1001 · Trail running shoes",
            "5 May · CSAT · wave · #1001 — asked; answered 1 of 5 on 5 May",
        ]


async def test_a_reply_to_a_customer_in_the_room_is_about_them(team):
    await left_alone(team)
    assert (await why(team, reply_to=7, to=ANNA))[0] == "Anna"


@pytest.mark.parametrize("whose", [BOT, ZOE, EVE, None])
async def test_a_reply_to_anything_else_is_about_nobody(team, whose):
    await left_alone(team)
    assert await why(team, reply_to=7, to=whose) == ["I don't know whom this message is about.", HOW]


async def test_a_message_of_another_room_is_about_nobody_here(team):
    alert, *_ = await unhappy(team)
    await team.says(MARIA, "connect", group=ELSEWHERE)
    assert "I don't know" in (await why(team, group=ELSEWHERE, reply_to=alert, to=BOT))[0]


async def test_words_count_before_a_reply(team):
    alert, *_ = await unhappy(team)
    assert await why(team, "1002", reply_to=alert, to=BOT) == ["I know no order 1002.", HOW]


async def test_without_anything_it_says_how_it_is_written(team):
    assert await why(team) == [HOW]


# Where, and what stays


async def test_it_works_in_private_as_well_for_who_may(team):
    await left_alone(team)
    assert await why(team, "1001", group=None) == STORY


async def test_it_speaks_the_rooms_language(team):
    await left_alone(team)
    await team.says(ADAM, "language", "русский")
    assert (await why(team, "1001"))[1] == (
        "17 мая · CSAT · wave · #1001 — вопрос не задан: предыдущий был за 12 дней до этого (NPS · wave)"
    )


async def test_asking_changes_nothing_and_leaves_no_word_in_the_log(team, caplog):
    """Invariant 10: the logs hold no personal data; nor is it noted who was asked about."""
    caplog.set_level(logging.DEBUG)
    await left_alone(team)
    tables = (contact_table, purchase_table, invitation_table, member_table)
    await why(team, "1001")
    before = [await team.house.rows(table) for table in tables]
    caplog.clear()
    for argument in ("1001", "@anna_k", "1002"):
        await why(team, argument)
    assert [await team.house.rows(table) for table in tables] == before
    ours = [
        record for record in caplog.records if record.name.split(".")[0] in ("handlers", "storage", "bot")
    ]
    assert ours == []


async def test_a_command_that_comes_twice_is_answered_once(team):
    await left_alone(team)
    await why(team, "1001")
    said = await team.house.rows(message_table)
    handled = await team.house.rows(handled_update_table)
    team.house.numbers = iter([handled[-1]["update_id"]])
    assert await team.says(MAX, "why", "1001", group=ROOM) == []
    assert await team.house.rows(message_table) == said
