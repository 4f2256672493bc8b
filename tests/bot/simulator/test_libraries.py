"""Both Telegram libraries understand what the simulator says, and it understands them."""

import asyncio

from bot.simulator import Simulator

LABELS = ("1", "2", "3", "4", "5")


async def converse(sim: Simulator) -> None:
    """What a person does while the library runs the bot."""
    [anna] = sim.people.values()
    message = await anna.receives("How satisfied")
    assert message.bold() == ["Anna"]
    assert [b.text for b in message.buttons] == list(LABELS)
    await anna.tap(message, "4")
    team = sim.group("Team", owner=anna, supergroup=True)
    team.promote_bot()
    await team.send(anna, "/nps", anonymous=True)
    await anna.send_voice()
    await anna.send_photo(caption="see")


async def test_aiogram(sim: Simulator) -> None:
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity  # noqa: PLC0415

    anna = sim.person(first_name="Anna", started=True)
    buttons = [InlineKeyboardButton(text=x, callback_data=x) for x in LABELS]
    async with Bot(sim.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sim.url))) as bot:
        assert (await bot.get_me()).username == "tapscore_bot"
        sent = await bot.send_message(
            anna.id,
            "Anna, how satisfied?".replace("how", "How"),
            entities=[MessageEntity(type="bold", offset=0, length=4)],
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[buttons]),
        )
        await converse(sim)
        updates = await bot.get_updates(timeout=1, allowed_updates=[])
        [tap] = [update.callback_query for update in updates if update.callback_query]
        assert tap.data == "4"
        assert await bot.answer_callback_query(tap.id, text="Thank you!")
        await bot.edit_message_text("Thank you!", chat_id=anna.id, message_id=sent.message_id)
        document = await bot.send_document(
            anna.id, BufferedInputFile(b"{}", "mydata.json"), caption="Your data"
        )
        assert document.document is not None
        file = await bot.get_file(document.document.file_id)
        downloaded = await bot.download_file(str(file.file_path))
        assert downloaded is not None
        assert downloaded.read() == b"{}"
        await understood_group(sim, [update.update_id for update in updates])
        assert (await bot.get_chat(anna.id)).first_name == "Anna"


async def test_python_telegram_bot(sim: Simulator) -> None:
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity  # noqa: PLC0415

    anna = sim.person(first_name="Anna", started=True)
    buttons = [InlineKeyboardButton(x, callback_data=x) for x in LABELS]
    async with Bot(sim.token, base_url=f"{sim.url}/bot", base_file_url=f"{sim.url}/file/bot") as bot:
        assert bot.username == "tapscore_bot"
        sent = await bot.send_message(
            anna.id,
            "Anna, How satisfied?",
            entities=[MessageEntity("bold", 0, 4)],
            reply_markup=InlineKeyboardMarkup([buttons]),
        )
        await converse(sim)
        updates = await bot.get_updates(timeout=1, allowed_updates=[])
        [tap] = [update.callback_query for update in updates if update.callback_query]
        assert tap.data == "4"
        assert await tap.answer("Thank you!")
        await bot.edit_message_text("Thank you!", chat_id=anna.id, message_id=sent.message_id)
        document = await bot.send_document(anna.id, b"{}", filename="mydata.json", caption="Your data")
        assert document.document is not None
        file = await document.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"{}"
        await understood_group(sim, [update.update_id for update in updates])
        assert (await bot.get_chat(anna.id)).first_name == "Anna"


async def understood_group(sim: Simulator, update_ids: list[int]) -> None:
    """Every update of the conversation was parsed, and no call was refused."""
    assert update_ids == [update.id for update in sim.updates]
    assert sim.calls.failed() == []
    await asyncio.sleep(0)
