"""The team asks why somebody wasn't asked: by order, by name and by reply, over real HTTP with both libraries."""

from datetime import timedelta

from bot.simulator.group import Group
from bot.simulator.person import Person
from storage import members
from storage.kinds import InvitationState, Role
from storage.writer import Writer
from tests.journeys.house import House

LEFT_OUT = "17 May · CSAT · Summer · #1002 — not asked: was asked 12 days before (CSAT · Spring)"


async def room(house: House) -> tuple[Group, Person]:
    """A connected group with its owner Maria and its marketer Max in it."""
    maria = house.telegram.person(first_name="Maria", username="maria", language_code="en")
    marketer = house.telegram.person(first_name="Max", username="max", language_code="en")
    group = house.telegram.group("Team", owner=maria, bot="member")
    await group.join(marketer)
    await house.own(maria.id)
    now = house.clock.now()
    async with Writer(database=house.agent.database).unit() as session:
        await members.see(session, marketer.id, first_name="Max", username="max", now=now)
        await members.set_role(session, marketer.id, Role.MARKETER, by=maria.id, now=now)
        await session.commit()
    await group.send(maria, "/connect@tapscore_bot")
    await group.receives("connected to Greenleaf")
    return group, marketer


async def left_out(house: House) -> tuple[Person, Group, Person]:
    """Anna is unhappy, buys again twelve days later, and isn't asked about that."""
    anna = house.telegram.person(first_name="Anna", username="Anna_K", language_code="en")
    await anna.open_link(await house.order(contact_ref="anna"))
    await anna.receives("/stop")
    group, marketer = await room(house)
    await house.plan(name="Spring")
    question = await anna.receives("How satisfied")
    await house.recorded()
    await (await anna.tap(question, "1")).answered()
    await anna.receives("What went wrong?")
    await house.jump(days=12)
    await house.order(contact_ref="anna", received_at=house.clock.now() - timedelta(days=1))
    await house.plan(name="Summer")
    await house.settles(**{InvitationState.SKIPPED: 1})
    return anna, group, marketer


async def test_a_marketer_learns_why_somebody_wasnt_asked_by_order_by_name_and_by_reply(house: House) -> None:
    _anna, group, marketer = await left_out(house)
    alert = await group.receives("CSAT 1 of 5")

    await group.send(marketer, "/why@tapscore_bot #1002")
    told = await group.receives(LEFT_OUT)
    assert told.text.split("\n") == [
        "Anna · #1002 · Trail running shoes",
        LEFT_OUT,
        "5 May · CSAT · Spring · #1001 — asked; answered 1 of 5 on 5 May",
        "CSAT: may be asked from 3 August",
        "NPS, CES: may be asked from 4 June",
    ]
    assert told.bold() == ["Anna · #1002 · Trail running shoes", "not asked", "CSAT", "NPS, CES"]

    await group.send(marketer, "/why@tapscore_bot @anna_k")
    assert (await group.receives(LEFT_OUT)).text.startswith("Anna · @Anna_K\n")

    await group.send(marketer, "/why@tapscore_bot", reply_to=alert)
    assert (await group.receives(LEFT_OUT)).text.startswith("Anna · #1001 · Trail running shoes\n")


async def test_on_the_day_that_was_told_they_are_asked_and_the_day_before_they_are_not(house: House) -> None:
    anna, group, marketer = await left_out(house)
    await group.send(marketer, "/why@tapscore_bot 1002")
    await group.receives("CSAT: may be asked from 3 August")
    await house.jump(days=77)  # the morning of 2 August
    await house.plan(name="Too early")
    await house.settles(**{InvitationState.SKIPPED: 1})
    await house.jump(days=1, hours=1)
    await house.plan(name="In time")
    await anna.receives("How satisfied")
    await house.settles(**{InvitationState.SENT: 1})


async def test_who_has_no_role_is_told_nothing_of_a_customer(house: House) -> None:
    anna, group, marketer = await left_out(house)
    eve = house.telegram.person(first_name="Eve", language_code="en")
    await group.join(eve)
    await group.send(eve, "/why@tapscore_bot #1002")
    assert (await group.receives("you need the role")).text == "For this you need the role:\nmarketer"
    await eve.send("/why #1002")
    await eve.receives("customer care")
    await anna.send("/why #1002")
    await anna.receives("customer care")
    strangers = house.telegram.group("Strangers", owner=marketer, bot="member")
    await strangers.send(marketer, "/why@tapscore_bot #1002")
    await strangers.receives("I don't know this group")


async def test_an_anonymous_administrator_and_a_marketer_in_private_may_ask(house: House) -> None:
    _anna, group, marketer = await left_out(house)
    group.migrate()
    group.promote(group.owner, anonymous=True)
    await group.send(group.owner, "/why@tapscore_bot #1002", anonymous=True)
    await group.receives(LEFT_OUT)
    await marketer.send("/why #1002")
    await marketer.receives(LEFT_OUT)
