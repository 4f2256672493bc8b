"""Whom the bot can't reach, and how Telegram says so."""

from typing import Any

import pytest

from bot.simulator import Group, Person, Simulator


async def refusal(bot: Any, chat_id: int | str) -> tuple[int, str]:
    answer = await bot("sendMessage", chat_id=chat_id, text="Hello")
    return answer.status, answer.description


async def test_somebody_who_never_started_the_bot(sim: Simulator, bot: Any) -> None:
    stranger = sim.person(first_name="Bob")
    assert await refusal(bot, stranger.id) == (403, "Forbidden: bot can't initiate conversation with a user")
    await stranger.open_link()
    assert (await refusal(bot, stranger.id))[0] == 200


async def test_a_chat_that_does_not_exist(bot: Any) -> None:
    assert await refusal(bot, 123) == (400, "Bad Request: chat not found")
    assert await refusal(bot, "@nobody_here") == (400, "Bad Request: chat not found")
    assert await refusal(bot, "") == (400, "Bad Request: chat_id is empty")


async def test_somebody_who_has_blocked_the_bot(bot: Any, anna: Person) -> None:
    anna.block()
    assert await refusal(bot, anna.id) == (403, "Forbidden: bot was blocked by the user")
    anna.unblock()
    assert (await refusal(bot, anna.id))[0] == 200
    blocked, unblocked = (update["my_chat_member"] for update in await bot.updates())
    assert (blocked["old_chat_member"]["status"], blocked["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )
    assert (unblocked["old_chat_member"]["status"], unblocked["new_chat_member"]["status"]) == (
        "kicked",
        "member",
    )
    assert blocked["chat"]["id"] == blocked["from"]["id"] == anna.id


async def test_opening_the_link_again_unblocks(bot: Any, anna: Person) -> None:
    anna.block()
    await anna.open_link("again")
    kinds = [next(kind for kind in update if kind != "update_id") for update in await bot.updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_somebody_who_has_deleted_the_account(bot: Any, anna: Person) -> None:
    anna.deactivate()
    assert await refusal(bot, anna.id) == (403, "Forbidden: user is deactivated")
    assert await bot.updates() == []


async def test_another_bot(sim: Simulator, bot: Any) -> None:
    other = sim.person(first_name="Other", is_bot=True, started=True)
    assert await refusal(bot, other.id) == (403, "Forbidden: bot can't send messages to bots")


@pytest.mark.parametrize(("supergroup", "kind"), [(False, "group"), (True, "supergroup")])
async def test_a_group_that_the_bot_was_kicked_from(
    sim: Simulator, bot: Any, maria: Person, supergroup: bool, kind: str
) -> None:
    group = sim.group("Team", owner=maria, supergroup=supergroup)
    group.kick_bot()
    assert await refusal(bot, group.id) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    update = (await bot.updates())[-1]["my_chat_member"]
    assert update["new_chat_member"]["status"] == "kicked"


async def test_a_group_that_the_bot_has_left(bot: Any, team: Group) -> None:
    assert (await bot("leaveChat", chat_id=team.id)).ok
    assert await refusal(bot, team.id) == (403, "Forbidden: bot is not a member of the supergroup chat")


async def test_a_group_that_the_bot_was_never_in(sim: Simulator, bot: Any, maria: Person) -> None:
    group = sim.group("Strangers", owner=maria, bot=None)
    assert await refusal(bot, group.id) == (400, "Bad Request: chat not found")


async def test_a_refusal_of_any_text_can_be_asked_for(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.faults.next(1, "400", chat=anna, description="PEER_ID_INVALID")
    assert await refusal(bot, anna.id) == (400, "Bad Request: PEER_ID_INVALID")
    sim.faults.next(1, "403", chat=anna, description="something new")
    assert await refusal(bot, anna.id) == (403, "Forbidden: something new")
    assert (await refusal(bot, anna.id))[0] == 200


async def test_other_methods_are_refused_alike(bot: Any, anna: Person) -> None:
    sent = await bot("sendMessage", chat_id=anna.id, text="Hello")
    anna.block()
    for method, params in {
        "editMessageText": {"message_id": sent.result["message_id"], "text": "Bye"},
        "deleteMessage": {"message_id": sent.result["message_id"]},
        "sendChatAction": {"action": "typing"},
    }.items():
        answer = await bot(method, chat_id=anna.id, **params)
        assert (answer.status, answer.description) == (403, "Forbidden: bot was blocked by the user"), method


async def test_a_wrong_token(sim: Simulator, bot: Any, http: Any) -> None:
    async with http.get(f"{sim.url}/bot42:WRONG/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    async with http.get(f"{sim.url}/botnonsense/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (404, "Not Found")


async def test_an_unknown_method(bot: Any) -> None:
    answer = await bot("sendTelepathy")
    assert (answer.status, answer.description) == (404, "Not Found: method not found")


async def test_the_case_of_a_method_does_not_matter(bot: Any) -> None:
    assert (await bot("GETME")).result["username"] == "tapscore_bot"


async def test_a_bot_that_has_logged_out_is_refused_for_ten_minutes(sim: Simulator, bot: Any) -> None:
    assert (await bot("logOut")).ok
    assert (await bot("getMe")).description == "Bad Request: Logged out"
    sim.clock.advance(600)
    assert (await bot("close")).ok
