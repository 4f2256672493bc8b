"""Who sends too fast is told to wait, and is seen not waiting."""

import asyncio
from typing import Any

from bot.simulator import Group, Person, Simulator


async def burst(bot: Any, chat_id: int, count: int, **params: Any) -> list[Any]:
    return [await bot("sendMessage", chat_id=chat_id, text=f"{i}", **params) for i in range(count)]


async def test_the_31st_message_of_a_second_starts_a_ban(sim: Simulator, bot: Any) -> None:
    people = [sim.person(started=True) for _ in range(31)]
    answers = [await bot("sendMessage", chat_id=person.id, text="wave") for person in people]
    assert [answer.status for answer in answers] == [200] * 30 + [429]
    assert answers[-1].description == "Too Many Requests: retry after 5"
    assert answers[-1].parameters == {"retry_after": 5}


async def test_calls_inside_the_ban_are_refused_noted_and_extend_nothing(
    sim: Simulator, bot: Any, anna: Person
) -> None:
    sim.limits.per_second = 1
    assert [a.status for a in await burst(bot, anna.id, 4)] == [200, 429, 429, 429]
    assert [call.in_ban for call in sim.calls] == [False, False, True, True]
    assert len(sim.calls.in_ban()) == 2
    assert len(sim.calls.sent_to(anna)) == 1
    sim.clock.advance(3.5)
    [inside] = await burst(bot, anna.id, 1)
    assert inside.parameters == {"retry_after": 2}
    sim.clock.advance(1.5)
    assert [a.status for a in await burst(bot, anna.id, 1)] == [200]


async def test_asking_and_answering_are_free(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.limits.ban(60)
    assert (await bot("sendMessage", chat_id=anna.id, text="x")).status == 429
    assert (await bot("getMe")).ok
    assert (await bot("getUpdates")).ok
    assert (await bot("sendChatAction", chat_id=anna.id, action="typing")).ok


async def test_a_group_takes_20_messages_and_edits_a_minute(sim: Simulator, bot: Any, team: Group) -> None:
    answers = await burst(bot, team.id, 15)
    place = {"chat_id": team.id, "message_id": answers[0].result["message_id"]}
    edits = [await bot("editMessageText", **place, text=f"edit {i}") for i in range(6)]
    assert [a.status for a in edits] == [200] * 5 + [429]
    assert 55 <= edits[-1].parameters["retry_after"] <= 60
    other = sim.person(started=True)
    assert (await bot("sendMessage", chat_id=other.id, text="elsewhere")).ok
    sim.clock.advance(61)
    assert (await bot("sendMessage", chat_id=team.id, text="again")).ok


async def test_a_private_chat_has_a_limit_only_when_set(
    sim: Simulator, bot: Any, anna: Person, maria: Person
) -> None:
    assert all(a.ok for a in await burst(bot, anna.id, 5))
    sim.limits.per_private_chat = 1
    sim.clock.advance(2)
    first, second = await burst(bot, anna.id, 2)
    assert (first.status, second.status, second.parameters) == (200, 429, {"retry_after": 1})
    assert (await bot("sendMessage", chat_id=maria.id, text="somebody else")).ok


async def test_paid_broadcasts_have_a_rate_of_their_own(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.limits.per_second = 2
    assert all(a.ok for a in await burst(bot, anna.id, 10, allow_paid_broadcast=True))
    assert [a.status for a in await burst(bot, anna.id, 3)] == [200, 200, 429]


async def test_limits_can_be_turned_off(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.limits.ban(60)
    sim.limits.turn_off()
    answers = await asyncio.gather(*(bot("sendMessage", chat_id=anna.id, text=f"{i}") for i in range(200)))
    assert all(answer.ok for answer in answers)
    assert sim.calls.peak() > 30
    assert sim.calls.peak(per=60) == 200
