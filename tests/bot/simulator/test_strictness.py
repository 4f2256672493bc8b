"""Which mistakes of a bot are refused, and that the refusal names the field."""

from typing import Any

import pytest

from bot.simulator import Person


async def problem(bot: Any, method: str, **params: Any) -> str:
    answer = await bot(method, **params)
    assert answer.status == 400, answer
    return str(answer.description)


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x"} | fields]]}


async def test_an_unknown_field(bot: Any, anna: Person) -> None:
    assert "'colour'" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", colour="red")
    keyboard = button(callback_data="x", color="red")
    assert "'color'" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    entity = {"type": "bold", "offset": 0, "length": 1, "weight": 700}
    assert "'weight'" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", entities=[entity])


async def test_a_missing_field(bot: Any, anna: Person) -> None:
    assert "chat_id is empty" in await problem(bot, "sendMessage", text="x")
    assert "message text is empty" in await problem(bot, "sendMessage", chat_id=anna.id)
    assert "callback_query_id" in await problem(bot, "answerCallbackQuery", text="x")
    assert "message_id" in await problem(bot, "editMessageText", chat_id=anna.id, text="x")


async def test_a_wrong_type(bot: Any, anna: Person) -> None:
    assert "$.text" in await problem(bot, "sendMessage", chat_id=anna.id, text=5)
    assert "$.message_id" in await problem(bot, "deleteMessage", chat_id=anna.id, message_id="first")
    assert "$.entities" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", entities={})
    assert "reply_markup" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", reply_markup="[")


async def test_a_parse_mode(bot: Any, anna: Person) -> None:
    described = await problem(bot, "sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML")
    assert "send entities" in described
    assert (await bot("sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="")).result[
        "text"
    ] == "<b>x</b>"


@pytest.mark.parametrize(("character", "most"), [("a", 4096), ("ы", 4096), ("👍", 2048)])
async def test_a_text_has_at_most_4096_utf16_units(bot: Any, anna: Person, character: str, most: int) -> None:
    assert (await bot("sendMessage", chat_id=anna.id, text=character * most)).ok
    described = await problem(bot, "sendMessage", chat_id=anna.id, text=character * (most + 1))
    assert "message is too long: text" in described


async def test_a_text_of_blanks_is_empty(bot: Any, anna: Person) -> None:
    assert (
        await problem(bot, "sendMessage", chat_id=anna.id, text=" \n ")
        == "Bad Request: message text is empty"
    )


async def test_blanks_at_both_ends_are_dropped_and_entities_follow(bot: Any, anna: Person) -> None:
    entities = [{"type": "bold", "offset": 2, "length": 4}, {"type": "italic", "offset": 0, "length": 2}]
    await bot("sendMessage", chat_id=anna.id, text="  Anna, hello ", entities=entities)
    message = await anna.receives("Anna")
    assert message.text == "Anna, hello"
    assert message.bold() == ["Anna"]
    assert message.marked("italic") == []


async def test_a_caption_has_at_most_1024_units(bot: Any, anna: Person) -> None:
    photo = await anna.send_photo()
    file_id = photo.json["photo"][-1]["file_id"]
    assert (await bot("sendPhoto", chat_id=anna.id, photo=file_id, caption="a" * 1024)).ok
    assert "caption" in await problem(bot, "sendPhoto", chat_id=anna.id, photo=file_id, caption="a" * 1025)


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "bold", "offset": -1, "length": 2},
        {"type": "bold", "offset": 0, "length": 0},
        {"type": "bold", "offset": 1, "length": 1},
        {"type": "brave", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 0, "length": 2},
    ],
    ids=[
        "past the end",
        "before the start",
        "of no length",
        "inside of a character",
        "unknown",
        "without its url",
    ],
)
async def test_an_entity_that_does_not_fit(bot: Any, anna: Person, entity: dict[str, Any]) -> None:
    assert "text entity 0" in await problem(
        bot, "sendMessage", chat_id=anna.id, text="👍hi", entities=[entity]
    )


async def test_offsets_are_utf16_units(bot: Any, anna: Person) -> None:
    entities = [{"type": "bold", "offset": 3, "length": 4}]
    await bot("sendMessage", chat_id=anna.id, text="👍 Анна", entities=entities)
    assert (await anna.receives("Анна")).bold() == ["Анна"]


async def test_callback_data_is_counted_in_bytes(bot: Any, anna: Person) -> None:
    assert (
        await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=button(callback_data="ы" * 32))
    ).ok
    for data, size in {"ы" * 33: 66, "a" * 65: 65, "": 0}.items():
        described = await problem(
            bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=button(callback_data=data)
        )
        assert "BUTTON_DATA_INVALID" in described
        assert f"reply_markup.inline_keyboard[0][0].callback_data holds {size} bytes" in described


async def test_a_row_has_at_most_8_buttons_and_a_keyboard_100(bot: Any, anna: Person, row: Any) -> None:
    labels = [str(i) for i in range(9)]
    assert (await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=row(*labels[:8]))).ok
    described = await problem(bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=row(*labels))
    assert "inline_keyboard[0] has 9" in described
    rows = {"inline_keyboard": row(*labels[:5])["inline_keyboard"] * 21}
    assert "105 buttons" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=rows)


async def test_a_button_does_exactly_one_thing(bot: Any, anna: Person) -> None:
    for fields in ({}, {"callback_data": "x", "url": "https://example.com"}):
        described = await problem(
            bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=button(**fields)
        )
        assert "inline_keyboard[0][0]" in described


async def test_a_style_is_one_of_three(bot: Any, anna: Person) -> None:
    styled = button(callback_data="x", style="success")
    assert (await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=styled)).ok
    assert (await anna.receives("x")).buttons[0].style == "success"
    styled = button(callback_data="x", style="pretty")
    assert ".style" in await problem(bot, "sendMessage", chat_id=anna.id, text="x", reply_markup=styled)


async def test_a_reply_markup_is_of_one_of_four_kinds(bot: Any, anna: Person) -> None:
    for markup in (
        {"keyboard": [["Yes", {"text": "Share", "request_contact": True}]], "resize_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True},
    ):
        assert (await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)).ok
    assert [b.text for b in anna.chat.from_bot[0].buttons] == ["Yes", "Share"]
    assert "reply_markup" in await problem(
        bot, "sendMessage", chat_id=anna.id, text="x", reply_markup={"a": 1}
    )


async def test_commands_have_plain_names_and_are_at_most_100(bot: Any) -> None:
    one = {"command": "nps", "description": "The score"}
    assert (await bot("setMyCommands", commands=[one])).ok
    assert (await bot("getMyCommands")).result == [one]
    assert (await bot("getMyCommands", language_code="ru")).result == []
    for name in ("NPS", "/nps", "a" * 33, ""):
        assert "commands[0].command" in await problem(
            bot, "setMyCommands", commands=[one | {"command": name}]
        )
    assert "101 commands" in await problem(bot, "setMyCommands", commands=[one] * 101)
    assert "description" in await problem(bot, "setMyCommands", commands=[one | {"description": " "}])
    assert "scope" in await problem(bot, "setMyCommands", commands=[one], scope={"type": "chat"})
    assert (await bot("deleteMyCommands")).ok
    assert (await bot("getMyCommands")).result == []


async def test_a_reply_is_to_a_message_that_is_there(bot: Any, anna: Person) -> None:
    described = await problem(
        bot, "sendMessage", chat_id=anna.id, text="x", reply_parameters={"message_id": 99}
    )
    assert described == "Bad Request: message to be replied not found"
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert (await bot("sendMessage", chat_id=anna.id, text="x", reply_parameters=lenient)).ok
    asked = await anna.send("Where is it?")
    await bot("sendMessage", chat_id=anna.id, text="On its way", reply_parameters={"message_id": asked.id})
    assert (await anna.receives("On its way")).reply_to is asked


async def test_what_the_simulator_has_not_is_refused_by_name(bot: Any, anna: Person) -> None:
    for field, value in {
        "business_connection_id": "b",
        "direct_messages_topic_id": 1,
        "message_thread_id": 1,
    }.items():
        described = await problem(bot, "sendMessage", chat_id=anna.id, text="x", **{field: value})
        assert field in described or "thread not found" in described
