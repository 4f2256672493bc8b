"""What becomes of a message that the bot edits or deletes."""

from typing import Any

from bot.simulator import Group, Person, Simulator
from bot.simulator.speech import RECORDINGS


async def sent(bot: Any, person: Person, text: str = "How satisfied?", **params: Any) -> dict[str, Any]:
    """The chat_id and message_id of a new message."""
    answer = await bot("sendMessage", chat_id=person.id, text=text, **params)
    assert answer.ok, answer.description
    return {"chat_id": person.id, "message_id": answer.result["message_id"]}


async def test_an_edit_replaces_text_and_keyboard_and_remembers_the_old(
    bot: Any, anna: Person, row: Any
) -> None:
    place = await sent(bot, anna, reply_markup=row("4", "5"))
    answer = await bot("editMessageText", **place, text="Thank you!")
    assert answer.result["text"] == "Thank you!"
    assert answer.result["edit_date"]
    assert "reply_markup" not in answer.result
    [message] = anna.chat.from_bot
    assert (message.text, message.keyboard) == ("Thank you!", ())
    [before] = message.edits
    assert (before.text, [b.text for b in before.keyboard[0]]) == ("How satisfied?", ["4", "5"])


async def test_an_edit_that_changes_nothing(bot: Any, anna: Person, row: Any) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    place = await sent(bot, anna, reply_markup=row("4"), entities=bold)
    answer = await bot(
        "editMessageText", **place, text="How satisfied? ", entities=bold, reply_markup=row("4")
    )
    assert answer.status == 400
    assert answer.description == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert (await bot("editMessageText", **place, text="How satisfied?", reply_markup=row("4"))).ok
    assert (await bot("editMessageReplyMarkup", **place, reply_markup=row("4"))).status == 400
    assert (await bot("editMessageReplyMarkup", **place, reply_markup=row("5"))).ok
    assert (await bot("editMessageReplyMarkup", **place)).ok
    assert (await bot("editMessageReplyMarkup", **place, reply_markup={"inline_keyboard": []})).status == 400


async def test_a_message_that_is_not_there_or_not_the_bots(bot: Any, anna: Person) -> None:
    place = {"chat_id": anna.id, "message_id": 999}
    assert (
        await bot("editMessageText", **place, text="x")
    ).description == "Bad Request: message to edit not found"
    assert (await bot("deleteMessage", **place)).description == "Bad Request: message to delete not found"
    theirs = {"chat_id": anna.id, "message_id": (await anna.send("mine")).id}
    assert (
        await bot("editMessageText", **theirs, text="x")
    ).description == "Bad Request: message can't be edited"


async def test_a_deleted_message_is_gone(bot: Any, anna: Person) -> None:
    place = await sent(bot, anna)
    assert (await bot("deleteMessage", **place)).ok
    assert anna.chat.from_bot == []
    assert (await bot("editMessageText", **place, text="x")).status == 400


async def test_an_old_message_can_not_be_deleted(sim: Simulator, bot: Any, anna: Person) -> None:
    place = await sent(bot, anna)
    sim.clock.advance(48 * 3600 + 1)
    assert "can't be deleted" in (await bot("deleteMessage", **place)).description
    assert (await bot("editMessageText", **place, text="Still editable")).ok


async def test_a_plain_member_can_not_delete_what_others_said(bot: Any, team: Group, maria: Person) -> None:
    said = await team.send(maria, "hello")
    place = {"chat_id": team.id, "message_id": said.id}
    assert "can't be deleted" in (await bot("deleteMessage", **place)).description
    team.promote_bot()
    assert (await bot("deleteMessage", **place)).ok


async def test_a_caption_is_edited_as_a_caption_and_a_text_as_a_text(bot: Any, anna: Person) -> None:
    photo = (await anna.send_photo()).json["photo"][-1]["file_id"]
    answer = await bot("sendPhoto", chat_id=anna.id, photo=photo, caption="Trend")
    place = {"chat_id": anna.id, "message_id": answer.result["message_id"]}
    assert "no text" in (await bot("editMessageText", **place, text="x")).description
    assert (await bot("editMessageCaption", **place, caption="Trend, 90 days")).ok
    assert (await anna.receives("90 days", only="edited")).media == "photo"
    assert "no caption" in (await bot("editMessageCaption", **await sent(bot, anna), caption="x")).description


async def test_a_picture_can_take_the_place_of_another(bot: Any, anna: Person) -> None:
    first = (await anna.send_photo()).json["photo"][-1]["file_id"]
    second = (await anna.send_photo()).json["photo"][-1]["file_id"]
    answer = await bot("sendPhoto", chat_id=anna.id, photo=first)
    place = {"chat_id": anna.id, "message_id": answer.result["message_id"]}
    media = {"type": "photo", "media": second, "caption": "newer"}
    answer = await bot("editMessageMedia", **place, media=media)
    assert (answer.result["photo"][-1]["file_id"], answer.result["caption"]) == (second, "newer")
    assert (await bot("editMessageMedia", **place, media=media)).status == 400
    assert (
        "media.type" in (await bot("editMessageMedia", **place, media=media | {"type": "video"})).description
    )


async def test_a_message_is_copied_without_its_sender(bot: Any, team: Group, anna: Person) -> None:
    voice = await anna.send_voice()
    answer = await bot(
        "copyMessage", chat_id=team.id, from_chat_id=anna.id, message_id=voice.id, caption="Anna"
    )
    copy = team.chat.find(answer.result["message_id"])
    assert copy is not None
    assert (copy.media, copy.text, copy.from_bot) == ("voice", "Anna", True)
    for kind in RECORDINGS:
        recording = await anna.send_recording(kind)
        copied = await bot(
            "copyMessage", chat_id=team.id, from_chat_id=anna.id, message_id=recording.id, caption="Anna"
        )
        copy = team.chat.find(copied.result["message_id"])
        assert copy is not None
        assert (copy.media, copy.text) == (kind, "" if kind == "video_note" else "Anna")
    missing = await bot("copyMessage", chat_id=team.id, from_chat_id=anna.id, message_id=999)
    assert missing.description == "Bad Request: message to copy not found"


async def test_a_message_with_a_reply_keyboard_can_not_be_edited(bot: Any, anna: Person) -> None:
    place = await sent(bot, anna, reply_markup={"keyboard": [["Yes"]]})
    assert (
        await bot("editMessageText", **place, text="x")
    ).description == "Bad Request: message can't be edited"


async def test_an_update_keeps_the_message_as_it_was(bot: Any, anna: Person, row: Any) -> None:
    place = await sent(bot, anna, reply_markup=row("4"))
    await anna.tap(anna.chat.from_bot[0], "4")
    await bot("editMessageText", **place, text="changed since")
    [update] = await bot.updates()
    assert update["callback_query"]["message"]["text"] == "How satisfied?"
