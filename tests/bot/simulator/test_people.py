"""What people do, and what they see."""

import asyncio
from typing import Any

import pytest

from bot.simulator import CantAct, NothingCame, Person, Simulator, SomethingCame
from bot.simulator.speech import RECORDINGS


async def heard(bot: Any) -> Any:
    return (await bot.drain())[-1]["message"]


async def test_a_link_sends_start_with_its_payload(sim: Simulator, bot: Any) -> None:
    anna = sim.person(first_name="Anna", language_code="ru")
    await anna.open_link("opaque-token_1")
    message = await heard(bot)
    assert message["text"] == "/start opaque-token_1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"] == {"id": anna.id, "type": "private", "first_name": "Anna"}
    assert message["from"] == {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
    await anna.open_link("https://t.me/tapscore_bot?start=whole-link")
    assert (await heard(bot))["text"] == "/start whole-link"
    await anna.open_link()
    assert (await heard(bot))["text"] == "/start"


async def test_no_client_opens_a_wrong_link(sim: Simulator) -> None:
    anna = sim.person()
    for link in ("a" * 65, "order 1001", "ы", "https://t.me/other_bot?start=x"):
        with pytest.raises(ValueError, match="link"):
            await anna.open_link(link)


async def test_ids_need_more_than_32_bits(sim: Simulator, anna: Person) -> None:
    assert anna.id > 2**32
    assert sim.group(owner=anna).id < -(2**32)
    assert sim.group(owner=anna, supergroup=True).id < -(10**12)


async def test_receives_takes_each_message_once(bot: Any, anna: Person) -> None:
    for text in ("How satisfied are you? (1)", "How satisfied are you? (2)"):
        await bot("sendMessage", chat_id=anna.id, text=text)
    assert (await anna.receives("How satisfied")).text.endswith("(1)")
    assert (await anna.receives("How satisfied")).text.endswith("(2)")
    with pytest.raises(NothingCame, match=r"How satisfied are you\? \(2\)"):
        await anna.receives("How satisfied", timeout=0.01)


async def test_receives_waits_for_a_message_and_for_an_edit(bot: Any, anna: Person) -> None:
    waiting = asyncio.create_task(anna.receives("late"))
    await asyncio.sleep(0.02)
    sent = await bot("sendMessage", chat_id=anna.id, text="late, but here")
    message = await waiting
    waiting = asyncio.create_task(anna.receives("edited", only="edited"))
    await bot("editMessageText", chat_id=anna.id, message_id=sent.result["message_id"], text="edited")
    assert await waiting is message
    assert not anna.inbox.has()


async def test_a_timeout_is_both_an_assertion_and_a_timeout(anna: Person) -> None:
    for kind in (AssertionError, TimeoutError):
        with pytest.raises(kind, match="nothing"):
            await anna.receives("anything", timeout=0)


async def test_silence_is_broken_by_messages_edits_and_deletions(bot: Any, anna: Person) -> None:
    await anna.stays_silent(0.01)
    sent = await bot("sendMessage", chat_id=anna.id, text="one")
    place = {"chat_id": anna.id, "message_id": sent.result["message_id"]}
    for method, params in (
        ("sendMessage", {"chat_id": anna.id, "text": "two"}),
        ("editMessageText", place | {"text": "three"}),
        ("deleteMessage", place),
    ):
        silent = asyncio.create_task(anna.bot_stays_silent(0.1))
        assert (await bot(method, **params)).ok
        with pytest.raises(SomethingCame):
            await silent


async def test_a_reply_carries_the_message_it_is_about(bot: Any, anna: Person) -> None:
    await bot("sendMessage", chat_id=anna.id, text="What went wrong?")
    prompt = await anna.receives("What went wrong?")
    await anna.send("It came late", reply_to=prompt)
    message = await heard(bot)
    assert message["reply_to_message"]["text"] == "What went wrong?"
    assert "reply_to_message" not in message["reply_to_message"]


async def test_an_edit_of_a_person_is_an_update_of_its_own(bot: Any, anna: Person, maria: Person) -> None:
    message = await anna.send("It came lat")
    await anna.edit(message, "It came late")
    first, second = await bot.drain()
    assert first["message"]["text"] == "It came lat"
    assert second["edited_message"]["text"] == "It came late"
    assert second["edited_message"]["message_id"] == first["message"]["message_id"]
    assert [version.text for version in message.edits] == ["It came lat"]
    with pytest.raises(CantAct, match="only what they wrote"):
        await maria.edit(message, "not mine")
    photo = await anna.edit(await anna.send_photo(caption="the shoe"), "the sole")
    assert (photo.text, photo.media) == ("the sole", "photo")


async def test_pictures_voices_files_and_contacts(bot: Any, anna: Person) -> None:
    await anna.send_photo(caption="the sole")
    photo = await heard(bot)
    assert photo["caption"] == "the sole"
    assert len(photo["photo"]) > 1
    assert photo["photo"][0]["width"] < photo["photo"][-1]["width"]
    await anna.send_voice(duration=7)
    assert (await heard(bot))["voice"]["duration"] == 7
    for kind in RECORDINGS:
        await anna.send_recording(kind, duration=8)
        recorded = (await heard(bot))[kind]
        assert recorded["duration"] == 8
        assert recorded["file_id"]
    await anna.send_recording("video", caption="look")
    assert (await heard(bot))["caption"] == "look"
    with pytest.raises(ValueError, match="video note"):
        await anna.send_recording("video_note", caption="look")
    await anna.send_document(b"x", name="bill.pdf", mime="application/pdf")
    assert (await heard(bot))["document"]["file_name"] == "bill.pdf"
    await anna.send_contact("+37120000000")
    assert (await heard(bot))["contact"]["user_id"] == anna.id


async def test_the_pictures_of_an_album_come_one_by_one(bot: Any, anna: Person) -> None:
    for caption in ("the sole", "", ""):
        await anna.send_photo(caption=caption, album="13")
    updates = await bot.drain()
    assert [update["message"]["media_group_id"] for update in updates] == ["13"] * 3
    assert [update["message"].get("caption") for update in updates] == ["the sole", None, None]
    await anna.send_photo()
    assert "media_group_id" not in await heard(bot)


async def test_forwards_tell_where_they_are_from(
    sim: Simulator, bot: Any, anna: Person, maria: Person
) -> None:
    await anna.send("see", forwarded_from=maria)
    assert (await heard(bot))["forward_origin"]["sender_user"]["id"] == maria.id
    await anna.send("see", forwarded_from=sim.channel("News"))
    assert (await heard(bot))["forward_origin"]["chat"]["title"] == "News"
    await anna.send("see", forwarded_from="Somebody")
    assert (await heard(bot))["forward_origin"]["sender_user_name"] == "Somebody"


async def test_telegram_marks_commands_mentions_and_links(bot: Any, anna: Person) -> None:
    await anna.send("👍 /nps@tapscore_bot by @anna: https://example.com/a?b=1 #shoes")
    entities = {e["type"]: (e["offset"], e["length"]) for e in (await heard(bot))["entities"]}
    assert entities == {
        "bot_command": (3, 17),
        "mention": (24, 5),
        "url": (31, 25),
        "hashtag": (57, 6),
    }


async def test_who_has_blocked_the_bot_can_not_write_to_it(anna: Person) -> None:
    anna.block()
    with pytest.raises(CantAct, match="unblock"):
        await anna.send("hello")


async def test_chat_actions_are_seen(bot: Any, anna: Person) -> None:
    assert (await bot("sendChatAction", chat_id=anna.id, action="typing")).ok
    assert [action for _, action in anna.chat.actions] == ["typing"]
    assert "'dancing'" in (await bot("sendChatAction", chat_id=anna.id, action="dancing")).description
