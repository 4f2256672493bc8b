"""Questions go out once, whatever Telegram and the network do meanwhile."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import OperatorError
from bot.simulator.person import Person
from scheduler.capacity import AT_ONCE
from scheduler.pauses import LOOK_EVERY
from storage import bots
from storage.tables import message_table as message
from storage.writer import Writer
from tests.journeys.house import House


async def _crowd(house: House, people: int) -> list[Person]:
    """So many customers who have opened their links."""
    crowd = [house.telegram.person(first_name=f"Customer {n}") for n in range(people)]
    for person in crowd:
        await person.open_link(await house.order())
    for person in crowd:
        await person.receives("customer care", timeout=20)
    return crowd


def _questions(person: Person) -> int:
    return sum("How satisfied" in message.text for message in person.chat.from_bot)


async def test_a_flood_limit_delays_and_loses_nobody(house: House) -> None:
    crowd = await _crowd(house, 20)
    house.telegram.faults.next(1, "429", method="sendMessage", retry_after=2)
    await house.plan()
    await house.settles(sent=20, within=20)
    assert [_questions(person) for person in crowd] == [1] * 20
    assert len(house.telegram.calls.in_ban()) < AT_ONCE  # what had left before the refusal came back


async def test_a_pause_holds_over_a_restart(house: House) -> None:
    crowd = await _crowd(house, 3)
    house.telegram.faults.next(1, "429", method="sendMessage", retry_after=3)
    await house.plan()
    assert await house.until(lambda: _limited(house))
    await house.close()
    calls = len(house.telegram.calls)
    await house.open()
    await house.settles(sent=3, within=20)
    assert [_questions(person) for person in crowd] == [1] * 3
    assert [
        call for call in house.telegram.calls.in_ban() if call.index >= calls and call.method == "sendMessage"
    ] == []


async def test_a_pause_that_another_process_met_holds_this_one_s_edits(house: House) -> None:
    """The press is answered at once: that has no part in it."""
    anna, question = await house.asked()
    until = house.clock.now() + timedelta(seconds=4)
    async with Writer(database=house.agent.database).unit() as session:
        await bots.pause(session, bot_id=house.agent.bot_id, chat_id=bots.EVERY_CHAT, until=until)
        await session.commit()
    await asyncio.sleep(LOOK_EVERY + 0.5)
    assert await (await anna.tap(question, "5")).answered() == "Thank you!"
    assert house.clock.now() < until
    await anna.receives("Your answer: 5 of 5", timeout=20)
    first = house.telegram.calls.of("editMessageText", chat=anna)[0]
    assert first.at >= until.timestamp()


async def _limited(house: House) -> bool:
    return any(call.error_code == 429 for call in house.telegram.calls)


async def test_an_outage_of_telegram_costs_nobody_a_message_who_comes_once_it_is_known(house: House) -> None:
    """What a 502 met is unknown and isn't sent again: so who we are is asked until Telegram is back."""
    await _crowd(house, 12)
    outage = house.telegram.faults.next(10_000, "502", method="sendMessage")
    house.telegram.faults.next(10_000, "502", method="getMe")
    calls = len(house.telegram.calls)
    await house.plan()
    assert await house.until(lambda: _asked_who_it_is(house, 1, since=calls), within=20)
    left = outage.left
    latecomers = [house.telegram.person(first_name=f"Latecomer {n}") for n in range(3)]
    for person in latecomers:
        await person.open_link(await house.order())
    assert await house.until(lambda: _asked_who_it_is(house, 3, since=calls), within=40)
    assert outage.left == left
    house.telegram.faults.clear()
    for person in latecomers:
        await person.receives("customer care", timeout=20)
    async with house.agent.database.reading() as session:
        unknown = await session.execute(select(message.c.id).where(message.c.state == "unknown"))
        assert len(unknown.all()) == 10_000 - (left or 0)


async def _asked_who_it_is(house: House, times: int, *, since: int) -> bool:
    return sum(call.method == "getMe" for call in house.telegram.calls if call.index >= since) >= times


async def test_lost_connections_ask_nobody_twice_and_account_for_everybody(house: House) -> None:
    """Invariant 3: what may have been delivered is `unknown`, never sent again; a tap proves it."""
    crowd = await _crowd(house, 12)
    house.telegram.faults.next(2, "reset_after", method="sendMessage")
    house.telegram.faults.next(1, "reset_before", method="sendMessage")
    house.telegram.faults.next(1, "500", method="sendMessage")
    await house.plan()
    await house.settles(sent=8, unknown=4, within=20)
    asked = [_questions(person) for person in crowd]
    assert max(asked) == 1
    assert sum(asked) == 10
    async with house.agent.database.reading() as session:
        unknown = set(
            (await session.execute(select(message.c.chat_id).where(message.c.state == "unknown"))).scalars()
        )
    proof = next(person for person in crowd if person.id in unknown and _questions(person))
    question = await proof.receives("How satisfied")
    assert await (await proof.tap(question, "5")).answered() == "Thank you!"
    await house.settles(sent=8, unknown=3, answered=1)


async def test_a_telegram_that_is_away_costs_no_question(house: House) -> None:
    crowd = await _crowd(house, 5)
    port = house.telegram.url.rpartition(":")[2]
    await house.telegram.stop()
    await house.plan()
    await house.settles(due=5)
    await asyncio.sleep(1)
    await house.settles(due=5)
    house.telegram._port = int(port)
    await house.telegram.start()
    await house.settles(sent=5, within=60)
    assert [_questions(person) for person in crowd] == [1] * 5


async def test_a_stop_in_the_middle_of_a_wave_and_a_start_ask_everybody_once(house: House) -> None:
    crowd = await _crowd(house, 40)
    house.telegram.faults.latency(0.05, method="sendMessage")
    await house.plan()
    await crowd[0].receives("How satisfied")
    await house.close()
    await house.open()
    await house.settles(sent=40, within=30)
    assert [_questions(person) for person in crowd] == [1] * 40


async def test_taps_made_while_the_agent_is_down_are_counted_when_it_is_back(house: House) -> None:
    anna, question = await house.asked()
    await house.settles(sent=1)
    await house.close()
    press = await anna.tap(question, "2")
    await anna.send("Too late")
    await house.open()
    await press.answered(timeout=10)
    await anna.receives("team", timeout=10)
    assert (await house.answer()).comment == "Too late"


async def test_people_who_have_not_opened_their_link_are_skipped_with_a_reason(house: House) -> None:
    await _crowd(house, 2)
    await house.order()
    await house.plan()
    await house.settles(sent=2, skipped=1)


async def test_a_token_that_is_revoked_while_the_agent_runs_is_one_sentence_and_loses_nothing(
    house: House,
) -> None:
    await _crowd(house, 2)
    house.telegram.token = "42:REVOKED"
    house.telegram._server._token = "42:REVOKED"
    await house.plan()
    with pytest.raises(OperatorError, match="doesn't know BOT_TOKEN"):
        await house.ended()
    house.telegram.token = house.telegram._server._token = "42:TEST"
    await house.open()
    await house.settles(sent=2, within=20)
