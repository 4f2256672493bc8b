"""What leaves through an adapter, and what comes back: exactly what was given, exactly what was sent."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.adapters import open_messenger
from handlers.messenger import NotSent, Rejected, RetryAfter, Sent, Unknown, Upload

KEYBOARD: dict[str, Any] = {
    "inline_keyboard": [
        [
            {"text": "0 — ни за что", "callback_data": "ts:a:1:0", "style": "danger"},
            {"text": "10 🎉", "callback_data": "ts:a:1:10", "something_new": {"deep": [True, None, 1.5]}},
        ],
        [{"text": "«Shop» & <co>", "url": "https://example.org/?a=1&b=2#c"}],
    ]
}
ENTITIES = [{"type": "bold", "offset": 0, "length": 4}, {"type": "custom_emoji", "offset": 5, "length": 2}]


async def test_parameters_arrive_as_given_and_nothing_is_added(messenger, telegram):
    params = {
        "chat_id": -1002233445566778,
        "text": "Как вам покупка, <Аня> & Co? 👍🏽\nLine two + 100% = ok; 谢谢",
        "entities": ENTITIES,
        "reply_markup": {**KEYBOARD, "inline_keyboard": KEYBOARD["inline_keyboard"][1:]},
        "disable_notification": False,
        "protect_content": True,
        "message_thread_id": 0,
        "offset": 2**62,
        "a_parameter_of_tomorrow": {"π": [1, 2]},
    }
    assert await messenger.call("sendMessage", params) == Sent(True)
    (seen,) = telegram.seen
    assert seen.method == "sendMessage"
    assert seen.files == {}
    assert seen.params.keys() == params.keys()
    assert seen.params["text"] == params["text"]
    for name in params.keys() - {"text"}:
        assert seen.json(name) == params[name]


async def test_a_keyboard_arrives_with_fields_the_libraries_do_not_know(messenger, telegram):
    await messenger.call("sendMessage", {"chat_id": 1, "reply_markup": KEYBOARD})
    first, second = telegram.seen[0].json("reply_markup")["inline_keyboard"][0]
    assert first == KEYBOARD["inline_keyboard"][0][0]
    assert second["text"] == "10 🎉"
    assert second["something_new"]["deep"][0] is True


@pytest.mark.parametrize("nothing", [None, ""])
async def test_nothing_is_left_out(messenger, telegram, nothing):
    await messenger.call("answerCallbackQuery", {"callback_query_id": "1", "text": nothing})
    await messenger.call("sendMessage", {"chat_id": 1, "text": "x", "parse_mode": nothing})
    assert [seen.params for seen in telegram.seen] == [
        {"callback_query_id": "1"},
        {"chat_id": "1", "text": "x"},
    ]


async def test_the_given_parameters_stay_the_caller_s(messenger):
    params = {"chat_id": 1, "text": None, "reply_markup": KEYBOARD}
    files = {"document": Upload("a.txt", b"a")}
    await messenger.call("sendDocument", params, files)
    assert params == {"chat_id": 1, "text": None, "reply_markup": KEYBOARD}
    assert files == {"document": Upload("a.txt", b"a")}


async def test_a_method_without_parameters_and_one_of_tomorrow(messenger, telegram):
    assert await messenger.call("getMe", {}) == Sent(True)
    assert await messenger.call("sendHologram", {"chat_id": 1}) == Sent(True)
    assert [seen.method for seen in telegram.seen] == ["getMe", "sendHologram"]


@pytest.mark.parametrize("method", ["sendDocument", "sendPhoto"])
async def test_a_file_arrives_with_its_name_and_bytes(messenger, telegram, tmp_path, method):
    name = method.removeprefix("send").lower()
    content = bytes(range(256)) * 2000
    (tmp_path / "on-disk.bin").write_bytes(content)
    for source in (content, tmp_path / "on-disk.bin"):
        outcome = await messenger.call(
            method,
            {"chat_id": 5, "caption": "Отчёт 📈", "reply_markup": KEYBOARD, "caption_entities": ENTITIES},
            {name: Upload("отчёт за май.xlsx", source)},
        )
        assert outcome == Sent(True)
        seen = telegram.seen.pop()
        assert seen.files == {name: ("отчёт за май.xlsx", content)}
        assert seen.params.keys() == {"chat_id", "caption", "reply_markup", "caption_entities"}
        assert seen.params["chat_id"] == "5"
        assert seen.params["caption"] == "Отчёт 📈"
        assert seen.json("caption_entities") == ENTITIES


async def test_a_file_that_is_not_there_raises_before_anything_leaves(messenger, telegram, tmp_path):
    with pytest.raises(FileNotFoundError):
        await messenger.call("sendDocument", {"chat_id": 5}, {"document": Upload("a", tmp_path / "none")})
    assert telegram.seen == []


UPDATES: list[dict[str, Any]] = [
    {"update_id": 900000000000, "hologram": {"from": {"id": 2**52}, "α": [None, {"x": 1.25}]}},
    {
        "update_id": 900000000001,
        "my_chat_member": {
            "chat": {"id": -1002233445566778, "type": "supergroup", "title": "Команда"},
            "from": {"id": 5, "is_bot": False, "first_name": "Аня"},
            "date": 1790000000,
            "old_chat_member": {"status": "member", "user": {"id": 9, "is_bot": True, "first_name": "b"}},
            # An administrator without `can_send_welcome_messages` and with a right of tomorrow.
            "new_chat_member": {
                "status": "administrator",
                "user": {"id": 9, "is_bot": True, "first_name": "b"},
                "can_be_edited": False,
                "can_levitate": True,
            },
        },
    },
    {"update_id": 900000000002, "message": {"message_id": "not even a number", "date": None, "photo": []}},
]


async def test_updates_come_through_untouched(messenger, telegram):
    telegram.answers(200, {"ok": True, "result": UPDATES})
    outcome = await messenger.call(
        "getUpdates", {"offset": 900000000000, "timeout": 25, "allowed_updates": ["message", "hologram"]}
    )
    assert outcome == Sent(UPDATES)
    (seen,) = telegram.seen
    assert seen.params.keys() == {"offset", "timeout", "allowed_updates"}
    assert seen.json("allowed_updates") == ["message", "hologram"]


@pytest.mark.parametrize("result", [True, False, 17, "https://t.me/+abc", [], {}, {"a": [None, {"б": 1e-7}]}])
async def test_a_result_is_plain_json(messenger, telegram, result):
    telegram.answers(200, {"ok": True, "result": result})
    outcome = await messenger.call("anything", {})
    assert outcome == Sent(result)
    assert type(outcome.result) is type(result)


@pytest.mark.parametrize("connections", [1, 5, 16])
async def test_as_many_calls_as_connections_are_in_flight_together(library, telegram, token, connections):
    """And a long poll beside them, which takes none of their places."""
    together = asyncio.Barrier(connections + 1)

    async def meet(_):
        await together.wait()
        return web.json_response({"ok": True, "result": True})

    telegram.on_call = meet
    async with (
        open_messenger(library, token=token, api_url=telegram.url, connections=connections) as messenger,
        asyncio.timeout(5),
    ):
        polling = messenger.call("getUpdates", {"timeout": 30}, timeout=40)
        sending = (messenger.call("sendMessage", {"chat_id": n, "text": "x"}) for n in range(connections))
        assert set(await asyncio.gather(polling, *sending)) == {Sent(True)}


async def test_more_calls_than_connections_wait_for_their_turn(library, telegram, token):
    at_once = most = 0

    async def count(_):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1
        return web.json_response({"ok": True, "result": True})

    telegram.on_call = count
    async with open_messenger(library, token=token, api_url=telegram.url, connections=4) as messenger:
        calls = (messenger.call("sendMessage", {"chat_id": n, "text": "x"}) for n in range(40))
        assert set(await asyncio.gather(*calls)) == {Sent(True)}
    assert most <= 5  # aiogram keeps the long poll's connection in the same pool


@pytest.mark.long
async def test_a_long_poll_may_outlast_what_the_libraries_wait_by_themselves(messenger, telegram):
    """python-telegram-bot reads for 5 s unless told otherwise."""

    async def wait(_):
        await asyncio.sleep(5.5)
        return web.json_response({"ok": True, "result": []})

    telegram.on_call = wait
    assert await messenger.call("getUpdates", {"timeout": 5}, timeout=15) == Sent([])


async def test_a_file_is_downloaded(messenger, telegram):
    content = bytes(range(256)) * 4000
    telegram.files["documents/файл 1.csv"] = content
    telegram.answers(200, {"ok": True, "result": {"file_id": "F", "file_path": "documents/файл 1.csv"}})
    assert await messenger.download("F") == content
    (seen,) = telegram.seen
    assert (seen.method, seen.params) == ("getFile", {"file_id": "F"})


async def test_a_download_ends_in_the_outcome_of_get_file(messenger, telegram):
    telegram.refuses(400, "Bad Request: file is too big")
    assert await messenger.download("F") == Rejected(400, "Bad Request: file is too big")
    telegram.refuses(429, "Too Many Requests: retry after 3", retry_after=3)
    assert await messenger.download("F") == RetryAfter(3.0)


async def test_a_file_that_is_gone_is_not_taken_for_a_bad_token(messenger, telegram):
    telegram.answers(200, {"ok": True, "result": {"file_id": "F", "file_path": "documents/1.csv"}})
    assert await messenger.download("F") == Rejected(404, "HTTP 404 instead of the file")
    telegram.answers(200, {"ok": True, "result": {"file_id": "F"}})
    assert await messenger.download("F") == Rejected(404, "Telegram has no path for this file")


async def test_a_download_that_breaks_is_an_outcome(library, token, wire):
    async def locate_then_break(reader, writer):
        for body in (b'{"ok": true, "result": {"file_id": "F", "file_path": "d/1"}}', b""):
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET"):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")
            else:
                lines = head.lower().splitlines()
                length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
                await reader.readexactly(length)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            await writer.drain()

    async with open_messenger(library, token=token, api_url=await wire(locate_then_break)) as messenger:
        outcome = await messenger.download("F")
    assert isinstance(outcome, Unknown)
    assert not isinstance(outcome, NotSent)
    assert token.partition(":")[2] not in outcome.description
