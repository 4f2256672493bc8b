"""What a host is fed comes through to it as the very same object, or not at all."""

import asyncio
import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Message
from aiogram.types import Update as AiogramUpdate
from telegram import CallbackQuery, User
from telegram import Update as PtbUpdate
from telegram.ext import ApplicationBuilder, InvalidCallbackData

from bot.adapters import aiogram_adapter, aiogram_guest, ptb_adapter, ptb_guest
from bot.wire import ALLOWED_UPDATES
from tests.bot.adapters.guest_house import GuestHouse, open_guest_house
from tests.bot.adapters.hosts import AiogramHost, PtbHost, allow_arbitrary_callback_data
from tests.bot.adapters.test_update_as_dict import GROUP, PERSON, PRIVATE, SENT_AT, UPDATES


def message(text: str, **fields: Any) -> dict[str, Any]:
    """Words in the private chat."""
    return {"message_id": 40, "from": PERSON, "chat": PRIVATE, "date": SENT_AT, "text": text} | fields


def tap(data: str) -> dict[str, Any]:
    """A press in the private chat."""
    where = {"message_id": 12, "chat": PRIVATE, "date": SENT_AT, "text": "?"}
    return {"id": "4", "from": PERSON, "chat_instance": "-3", "data": data, "message": where}


OURS = [UPDATES["a tap"], UPDATES["a tap on an old message"]]

SEEN_BY_THE_HOST = {
    **{name: update for name, update in UPDATES.items() if update not in OURS},
    "words": {"message": message("hello <b>", link_preview_options={"is_disabled": True})},
    "a number": {"message": message("4")},
    "a reply to nothing of ours": {
        "message": message("4", reply_to_message=message("?") | {"message_id": 3})
    },
    "words that were edited": {"edited_message": message("/stop", edit_date=SENT_AT)},
    "a command that nobody knows": {"message": message("/catalog")},
    "a start without a link": {"message": message("/start")},
    "a start with the host's own link": {"message": message("/start ref_42")},
    "a stop of somebody who is no customer": {"message": message("/stop")},
    "a command in a group that is no room": {"message": message("/nps", chat=GROUP)},
    "a press that the host understands": {"callback_query": tap("buy:7")},
    "a press that begins as ours do": {"callback_query": tap("ts:7")},
    "a post in a channel": {
        "channel_post": {
            "message_id": 1,
            "chat": {"id": -1003, "type": "channel", "title": "News"},
            "date": SENT_AT,
            "text": "/nps",
        }
    },
    "an inline question": {"inline_query": {"id": "1", "from": PERSON, "query": "ts:a:1:5", "offset": ""}},
    "a group that moves": {
        "message": message("", chat=GROUP | {"id": -5, "type": "group"}, migrate_to_chat_id=-1005)
    },
}


@pytest.fixture
async def house(tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GuestHouse]:
    """A shop's bot that is fed by the test, with the agent in it."""
    allow_arbitrary_callback_data(monkeypatch)
    async with open_guest_house(tmp_path, library, polling=False) as house:
        yield house


async def _settled() -> None:
    """The host's handlers that don't block have had their turn."""
    await asyncio.sleep(0.05)


@pytest.mark.filterwarnings("ignore:Detected unknown update type:RuntimeWarning")
async def test_what_isn_t_ours_alone_reaches_the_host_unchanged(house: GuestHouse) -> None:
    adapter = aiogram_adapter if isinstance(house.host, AiogramHost) else ptb_adapter
    for number, (name, fields) in enumerate(SEEN_BY_THE_HOST.items(), start=100):
        raw = {**fields, "update_id": number}
        parsed = await house.host.feed(copy.deepcopy(raw))
        await _settled()
        assert len(house.host.seen) == 1, name
        seen = house.host.seen.pop()
        assert seen is parsed, name
        assert adapter.update_as_dict(seen) == raw, name


async def test_what_is_ours_never_reaches_the_host(house: GuestHouse) -> None:
    for raw in OURS:
        await house.host.feed(copy.deepcopy(raw))
    await _settled()
    assert house.host.seen == []
    assert house.host.errors == []


@pytest.mark.parametrize("library", ["aiogram"], indirect=True)
async def test_a_comment_with_a_link_is_read_whichever_way_the_dispatcher_is_fed(house: GuestHouse) -> None:
    """aiogram makes an update anew that isn't bound to its bot, and puts its defaults into every field."""
    token = await house.order()
    preview = {"url": "https://example.org", "prefer_small_media": True}
    raw = {"update_id": 5, "message": message(f"/start {token}", link_preview_options=preview)}
    host = house.host
    assert isinstance(host, AiogramHost)
    await host.dispatcher.feed_update(host.bot, AiogramUpdate.model_validate(raw))
    assert host.seen == []
    assert len(await house.messages("reply")) == 1


@pytest.mark.parametrize("library", ["aiogram"], indirect=True)
async def test_another_bot_on_the_same_dispatcher_is_left_alone(house: GuestHouse) -> None:
    host = house.host
    assert isinstance(host, AiogramHost)
    other = Bot("43:OTHER", session=host.bot.session)
    update = AiogramUpdate.model_validate(UPDATES["a tap"], context={"bot": other})
    await host.dispatcher.feed_update(other, update)
    assert host.seen == [update]


@pytest.mark.parametrize("library", ["aiogram"], indirect=True)
async def test_aiogram_asks_telegram_for_what_the_agent_needs_and_handles_no_more_than_before(
    house: GuestHouse,
) -> None:
    host = house.host
    assert isinstance(host, AiogramHost)
    bare = Dispatcher()

    @bare.message()
    async def words(_: Message) -> None:
        """All that this host handles."""

    assert bare.resolve_used_update_types() == ["message"]
    aiogram_guest.mount(bare, house.agent)
    assert set(bare.resolve_used_update_types()) == set(ALLOWED_UPDATES)
    press = AiogramUpdate.model_validate(
        {"update_id": 1, "callback_query": tap("buy:7")}, context={"bot": host.bot}
    )
    assert await bare.feed_update(host.bot, press) is UNHANDLED


class _Awkward:
    """What a host may hang on a button with `arbitrary_callback_data`."""

    def to_dict(self) -> dict[str, Any]:
        raise RuntimeError("never meant for PTB, which calls this with an argument")


@pytest.mark.parametrize("library", ["python-telegram-bot"], indirect=True)
@pytest.mark.parametrize(
    "data", [_Awkward(), ("ts:a:1:5",), {"ts:a:1:5": 1}, 5, InvalidCallbackData("stale")]
)
async def test_a_button_that_carries_a_python_object_is_the_host_s(house: GuestHouse, data: Any) -> None:
    host = house.host
    assert isinstance(host, PtbHost)
    press = CallbackQuery("4", User(5, "Anna", is_bot=False), "-3", data=data)
    update = PtbUpdate(2, callback_query=press)
    await host.application.process_update(update)
    await _settled()
    assert [*map(id, host.seen)] == [id(update)]


@pytest.mark.parametrize("library", ["python-telegram-bot"], indirect=True)
async def test_the_application_of_another_bot_is_refused(house: GuestHouse) -> None:
    other = ApplicationBuilder().token("43:OTHER").build()
    with pytest.raises(ValueError, match="give both the same token"):
        ptb_guest.mount(other, house.agent)
