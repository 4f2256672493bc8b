"""What the bot hears in groups, who speaks there, and what becomes of them."""

from typing import Any

import pytest

from bot.simulator import CantAct, Group, Person, Simulator


async def texts(bot: Any) -> list[str]:
    return [update["message"].get("text", "") for update in await bot.drain()]


async def test_with_privacy_the_bot_hears_only_what_is_meant_for_it(
    bot: Any, team: Group, anna: Person, maria: Person
) -> None:
    await team.send(anna, "just talking")
    await team.send(anna, "/nps")
    await team.send(anna, "/nps@other_bot")
    assert await texts(bot) == []

    await team.send(anna, "/nps@tapscore_bot 7d")
    await team.send(anna, "what does @Tapscore_Bot say?")
    assert await texts(bot) == ["/nps@tapscore_bot 7d", "what does @Tapscore_Bot say?"]

    await bot("sendMessage", chat_id=team.id, text="NPS +42")
    score = await team.receives("NPS")
    await team.send(maria, "why so low?", reply_to=score)
    await team.send(maria, "/nps")
    assert await texts(bot) == ["why so low?", "/nps"]


async def test_a_plain_command_goes_to_the_bot_that_spoke_last(
    sim: Simulator, bot: Any, team: Group, anna: Person
) -> None:
    await bot("sendMessage", chat_id=team.id, text="NPS +42")
    other = sim.person(first_name="Other", is_bot=True)
    await team.join(other)
    await bot.drain()
    await team.send(other, "I am a bot too")
    await team.send(anna, "/nps")
    assert await texts(bot) == []


async def test_an_admin_bot_hears_all_but_other_bots(
    sim: Simulator, bot: Any, team: Group, anna: Person
) -> None:
    team.promote_bot()
    other = sim.person(first_name="Other", is_bot=True)
    await team.join(other)
    await bot.drain()
    await team.send(anna, "just talking")
    await team.send(other, "I am a bot too")
    assert await texts(bot) == ["just talking"]


async def test_without_privacy_the_bot_hears_all(sim: Simulator, bot: Any, team: Group, anna: Person) -> None:
    sim.bot.privacy = False
    assert (await bot("getMe")).result["can_read_all_group_messages"] is True
    await team.send(anna, "just talking")
    assert await texts(bot) == ["just talking"]


async def test_an_anonymous_admin_speaks_as_the_group(
    bot: Any, team: Group, maria: Person, anna: Person
) -> None:
    await team.send(maria, "/nps@tapscore_bot", anonymous=True)
    [update] = await bot.drain()
    message = update["message"]
    assert message["from"]["id"] == 1087968824
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == message["chat"]["id"] == team.id
    with pytest.raises(CantAct, match="no admin"):
        await team.send(anna, "me too", anonymous=True)


async def test_a_channel_speaks_under_its_own_name(
    sim: Simulator, bot: Any, team: Group, maria: Person
) -> None:
    news = sim.channel("News")
    await team.send(maria, "/nps@tapscore_bot", sender_chat=news)
    await team.send(None, "a post by @tapscore_bot", sender_chat=news, automatic=True)
    own, automatic = (update["message"] for update in await bot.drain())
    assert (own["from"]["id"], own["sender_chat"]["id"]) == (136817688, news.id)
    assert (automatic["from"]["id"], automatic["sender_chat"]["id"]) == (777000, news.id)
    assert automatic["is_automatic_forward"] is True


async def test_adding_and_promoting_the_bot_are_told(sim: Simulator, bot: Any, maria: Person) -> None:
    group = sim.group("Team", owner=maria, bot=None)
    group.add_bot(payload="room-token")
    group.promote_bot()
    group.demote_bot()
    added, line, start, promoted, demoted = await bot.drain()
    assert added["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert added["my_chat_member"]["from"]["id"] == maria.id
    assert line["message"]["new_chat_members"][0]["id"] == sim.bot.id
    assert start["message"]["text"] == "/start@tapscore_bot room-token"
    rights = promoted["my_chat_member"]["new_chat_member"]
    assert rights["status"] == "administrator"
    assert rights["can_manage_chat"] is True
    assert demoted["my_chat_member"]["new_chat_member"]["status"] == "member"
    group.kick_bot()
    with pytest.raises(CantAct, match="add_bot"):
        group.promote_bot()


async def test_people_come_and_go(sim: Simulator, bot: Any, team: Group) -> None:
    bob = sim.person(first_name="Bob")
    await team.join(bob)
    await team.leave(bob)
    joined, left = (update["message"] for update in await bot.drain())
    assert joined["new_chat_members"][0]["id"] == bob.id
    assert left["left_chat_member"]["id"] == bob.id
    with pytest.raises(CantAct, match="isn't in Team"):
        await team.send(bob, "hello?")


async def test_a_group_grows_into_a_supergroup(sim: Simulator, bot: Any, maria: Person) -> None:
    group = sim.group("Team", owner=maria)
    await bot("sendMessage", chat_id=group.id, text="before")
    await bot.drain()
    old_id = group.id
    new_id = group.migrate()

    out, into = (update["message"] for update in await bot.drain())
    assert (out["chat"]["id"], out["migrate_to_chat_id"]) == (old_id, new_id)
    assert (into["chat"]["id"], into["migrate_from_chat_id"]) == (new_id, old_id)
    assert into["chat"]["type"] == "supergroup"

    answer = await bot("sendMessage", chat_id=old_id, text="to the old id")
    assert answer.status == 400
    assert answer.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.parameters == {"migrate_to_chat_id": new_id}
    assert (await bot("sendMessage", chat_id=new_id, text="to the new id")).result["message_id"] == 2
    assert (await group.receives("to the new id")).chat.id == group.id == new_id


async def test_message_ids_are_shared_outside_of_supergroups(
    sim: Simulator, anna: Person, maria: Person
) -> None:
    basic = sim.group(owner=maria, bot=None)
    big = sim.group(owner=maria, bot=None, supergroup=True)
    ids = [(await anna.send("1")).id, (await basic.send(maria, "2")).id, (await maria.send("3")).id]
    assert ids == [1, 2, 3]
    assert (await big.send(maria, "1")).id == 1


async def test_topics_of_a_forum(sim: Simulator, bot: Any, maria: Person) -> None:
    forum = sim.group("Forum", owner=maria, forum=True)
    topic = await forum.new_topic("Scores")
    await bot.drain()
    await forum.send(maria, "/nps@tapscore_bot", topic=topic)
    message = (await bot.drain())[0]["message"]
    thread = message["message_thread_id"]
    assert message["is_topic_message"] is True
    assert message["chat"]["is_forum"] is True
    # What isn't a reply to anything else is a reply to the topic's first message.
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Scores"

    answer = await bot("sendMessage", chat_id=forum.id, text="NPS +42", message_thread_id=thread)
    assert answer.result["message_thread_id"] == thread
    assert (await forum.receives("NPS")).thread == thread
    missing = await bot("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread + 100)
    assert missing.description == "Bad Request: message thread not found"


async def test_a_thread_of_replies_is_no_topic(bot: Any, team: Group, maria: Person) -> None:
    await bot("sendMessage", chat_id=team.id, text="NPS +42")
    await team.send(maria, "why?", reply_to=await team.receives("NPS"))
    message = (await bot.drain())[-1]["message"]
    assert message["message_thread_id"]
    assert "is_topic_message" not in message
    answer = await bot(
        "sendMessage", chat_id=team.id, text="x", message_thread_id=message["message_thread_id"]
    )
    assert answer.description == "Bad Request: message thread not found"


async def test_members_and_administrators_can_be_asked_for(
    sim: Simulator, bot: Any, team: Group, anna: Person, maria: Person
) -> None:
    async def status(person: Person) -> str:
        answer = await bot("getChatMember", chat_id=team.id, user_id=person.id)
        return str(answer.result["status"])

    assert [await status(p) for p in (maria, anna, sim.person())] == ["creator", "member", "left"]
    team.promote(anna)
    admins = (await bot("getChatAdministrators", chat_id=team.id)).result
    assert {admin["user"]["id"] for admin in admins} == {maria.id, anna.id}
    assert "PARTICIPANT" in (await bot("getChatMember", chat_id=team.id, user_id=1)).description
    assert (await bot("getChatAdministrators", chat_id=anna.id)).status == 400
    info = (await bot("getChat", chat_id=team.id)).result
    assert (info["title"], info["type"]) == ("Team", "supergroup")


async def test_pinning_needs_the_right_to(bot: Any, team: Group) -> None:
    sent = await bot("sendMessage", chat_id=team.id, text="Wave: 40 of 100")
    place = {"chat_id": team.id, "message_id": sent.result["message_id"]}
    assert "not enough rights" in (await bot("pinChatMessage", **place)).description
    team.promote_bot()
    assert (await bot("pinChatMessage", **place)).ok
    assert (await bot("getChat", chat_id=team.id)).result["pinned_message"]["text"] == "Wave: 40 of 100"
    assert (await bot("unpinChatMessage", **place)).ok
    assert team.chat.pinned == []


async def test_a_group_with_a_name_is_found_by_it(sim: Simulator, bot: Any, maria: Person) -> None:
    group = sim.group("Open", owner=maria, username="open_group")
    assert (await bot("sendMessage", chat_id="@Open_Group", text="hi")).result["chat"]["id"] == group.id
