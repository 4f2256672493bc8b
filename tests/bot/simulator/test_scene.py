"""What the chat page is served: its parts, the scene, commands, files, and the journal."""

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.simulator import Group, Person, Simulator
from bot.simulator.control import settings
from bot.simulator.control.pages import FOLDER
from bot.simulator.control.settings import FURTHEST
from bot.simulator.stage import MOST_FIGURES

PIXEL = bytes.fromhex("89504e470d0a1a0a") + bytes(16)


@pytest.fixture
def control(sim: Simulator, http: aiohttp.ClientSession) -> Any:
    async def ask(verb: str, path: str, *, expect: int = 200, **body: Any) -> Any:
        json = None if verb == "GET" else body
        async with http.request(verb, f"{sim.url}/simulator{path}", json=json) as response:
            assert response.status == expect, await response.text()
            return await response.json()

    return ask


async def test_every_part_of_the_page_is_served_and_nothing_else(
    sim: Simulator, http: aiohttp.ClientSession
) -> None:
    for part in FOLDER.iterdir():
        async with http.get(f"{sim.url}/page/{part.name}") as response:
            assert response.status == 200, part
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read() == part.read_bytes()
    async with http.get(sim.url) as response:
        assert response.content_type == "text/html"
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    for name in ("nothing.js", "..%2fsimulator.py", "%2e%2e/server.py"):
        async with http.get(URL(f"{sim.url}/page/{name}", encoded=True)) as response:
            assert response.status == 404, name


def test_the_page_loads_nothing_from_elsewhere() -> None:
    allowed = {"http://www.w3.org/2000/svg", "https://t.me"}
    for part in FOLDER.iterdir():
        text = part.read_text(encoding="utf-8")
        for scheme in ("http://", "https://"):
            for after in text.split(scheme)[1:]:
                assert any(f"{scheme}{after}".startswith(one) for one in allowed), (part, after[:40])
        assert "innerHTML" not in text, part
        assert "insertAdjacentHTML" not in text, part


async def test_the_scene_tells_who_is_who_and_how_far_it_is(
    sim: Simulator, control: Any, anna: Person, maria: Person, team: Group
) -> None:
    assert (await control("GET", "/scene"))["scene"]["customer"] is None
    await control("POST", "/scene", shop="Greenleaf", customer=anna.id, admin=maria.id, group=team.id)
    found = await control("GET", "/scene")
    assert (found["scene"]["shop"], found["you"]["first_name"], found["exposed"]) == (
        "Greenleaf",
        "Anna",
        False,
    )
    assert found["bot"]["username"] == "tapscore_bot"
    assert (found["crowd"]["people"], found["figures"], found["slow"]) == (0, None, False)
    await control("POST", "/scene", captain=1, expect=400)

    for n in (1, 1, 2):  # what says nothing new is no point of the curve
        await control("POST", "/figures", n=n, score=50.0, low=9.4, high=90.6)
    assert [one["n"] for one in await control("GET", "/figures")] == [1, 2]
    assert (await control("GET", "/scene"))["figures"]["n"] == 2

    assert (await control("GET", "/scene"))["reports"] == 2

    await control("POST", "/faults", latency=0.01)
    await control("POST", "/faults", kind="429", share=0.0)
    await control("POST", "/faults", kind="reset_after", share=0.0)
    found = await control("GET", "/scene")
    assert (found["slow"], found["faults"]) == (True, ["429", "reset_after"])
    await control("POST", "/faults/clear", kind="429")
    await control("POST", "/faults", latency=0)
    found = await control("GET", "/scene")
    assert (found["slow"], found["faults"]) == (False, ["reset_after"])


def test_a_long_climb_is_kept_whole_in_few_points(sim: Simulator) -> None:
    for answers in range(5 * MOST_FIGURES):
        sim.stage.report({"n": answers})
    kept = [figures["n"] for figures in sim.stage.figures]
    assert MOST_FIGURES / 2 <= len(kept) <= MOST_FIGURES
    assert (kept[0], kept[-1], sim.stage.reports) == (0, 5 * MOST_FIGURES - 1, 5 * MOST_FIGURES)
    assert max(later - earlier for earlier, later in pairwise(kept)) == 8


async def test_orders_to_the_agent_and_the_clock_reach_its_supervisor_alone(
    sim: Simulator, http: aiohttp.ClientSession, control: Any, anna: Person
) -> None:
    async with http.get(f"{sim.url}/simulator/events?kinds=agent,clock") as stream:
        assert await stream.content.readline() == b": listening\n"
        assert (await control("GET", "/scene"))["visitors"] == 0
        await anna.send("hello")
        await control("POST", "/agent", do="kill")
        await control("POST", "/clock/advance", seconds=86400)
        seen: list[Any] = []
        while len(seen) < 2:
            line = await asyncio.wait_for(stream.content.readline(), 5)
            if line.startswith(b"data: "):
                seen.append(json.loads(line.removeprefix(b"data: ")))
        assert seen[0] == {"kind": "agent", "do": "kill"}
        assert seen[1]["kind"] == "clock"
    await control("POST", "/agent", do="sing", expect=400)
    for up in (True, True, False, True):
        await control("POST", "/agent/life", up=up)
    agent = (await control("GET", "/scene"))["agent"]
    assert agent == {"supervised": True, "up": True, "starting": False, "starts": 2}


async def test_the_clock_of_a_supervised_agent_is_moved_before_telegrams(
    sim: Simulator,
    http: aiohttp.ClientSession,
    control: Any,
    bot: Any,
    row: Any,
    anna: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await control("POST", "/agent/life", up=True)
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=row("1", "5"))
    press = await anna.tap(anna.chat.messages[-1], "5")
    before = sim.clock.now()
    async with http.get(f"{sim.url}/simulator/events?kinds=agent") as stream:
        assert await stream.content.readline() == b": listening\n"
        jump = asyncio.create_task(control("POST", "/clock/advance", seconds=86400))
        await stream.content.readline()
        line = await asyncio.wait_for(stream.content.readline(), 5)
        assert json.loads(line.removeprefix(b"data: ")) == {
            "kind": "agent",
            "do": "advance",
            "seconds": 86400,
        }
        assert sim.clock.now() - before < 3600
        assert not jump.done()
        await control("POST", "/clock/advance", seconds=86400, told=True)
        assert (await jump)["unix"] - before >= 86400
    # What was on its way is there, and as young as before.
    [update] = await bot.updates()
    assert (await bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])).ok
    assert await press.answered() is None
    for seconds in (-1, FURTHEST + 1):
        await control("POST", "/clock/advance", seconds=seconds, expect=400)
    monkeypatch.setattr(settings, "SUPERVISOR_WITHIN", 0.01)
    await control("POST", "/clock/advance", seconds=86400, expect=409)


async def test_commands_are_found_as_a_client_finds_them(
    bot: Any, control: Any, anna: Person, maria: Person, team: Group
) -> None:
    async def offered(chat: int, person: int) -> list[str]:
        return [one["description"] for one in await control("GET", f"/commands?chat={chat}&person={person}")]

    async def offer(words: str, language: str = "", **scope: Any) -> None:
        commands = [{"command": "x", "description": words}]
        assert (await bot("setMyCommands", commands=commands, scope=scope, language_code=language)).ok

    assert await offered(anna.id, anna.id) == []
    await offer("default", type="default")
    assert await offered(anna.id, anna.id) == await offered(team.id, anna.id) == ["default"]
    await offer("private", type="all_private_chats")
    await offer("группы", "ru", type="all_group_chats")
    await offer("admins", type="all_chat_administrators")
    assert await offered(anna.id, anna.id) == ["private"]
    assert (await offered(team.id, anna.id), await offered(team.id, maria.id)) == (["default"], ["admins"])
    await control("POST", f"/people/{anna.id}/language", language_code="ru")
    assert await offered(team.id, anna.id) == ["группы"]
    await offer("Anna's", type="chat_member", chat_id=team.id, user_id=anna.id)
    assert await offered(team.id, anna.id) == ["Anna's"]


async def test_a_picture_is_shown_and_anything_else_is_only_saved(
    sim: Simulator, http: aiohttp.ClientSession, anna: Person
) -> None:
    photo = await anna.send_photo(PIXEL)
    page = await anna.send_document(b"<script>", name="Счёт.html", mime="text/html")
    trick = await anna.send_photo(b"<svg onload=alert(1)>")
    answers = []
    for message in (photo, page, trick):
        assert message.file is not None
        async with http.get(f"{sim.url}/simulator/files/{message.file['file_id']}") as response:
            answers.append((response.content_type, response.headers.get("Content-Disposition", "shown")[:10]))
    assert answers == [
        ("image/png", "shown"),
        ("application/octet-stream", "attachment"),
        ("application/octet-stream", "attachment"),
    ]
    async with http.get(f"{sim.url}/simulator/files/abc") as response:
        assert response.status == 404


async def test_the_journal_tells_calls_and_updates_in_order(
    sim: Simulator, bot: Any, row: Any, control: Any, anna: Person, maria: Person
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=row("1", "5"))
    await anna.tap(anna.chat.messages[-1], "5")
    await bot("sendMessage", chat_id=maria.id, text="x" * 300)
    sim.faults.next(1, "403", description="bot was blocked by the user")
    await bot("sendMessage", chat_id=maria.id, text="again")
    (tap,) = await bot.updates()
    await bot.updates(offset=tap["update_id"] + 1)
    await maria.send_voice()
    told = [
        (entry["name"], entry["line"][:30], entry["outcome"][:13], entry["ok"])
        for entry in await control("GET", "/journal")
    ]
    assert told == [
        ("message", "<voice>", "waits", None),
        ("sendMessage", "again", "403", False),
        ("sendMessage", "x" * 30, "ok", True),
        ("callback_query", "[5] 5", "taken", True),
        ("sendMessage", "How satisfied? [1] [5]", "ok", True),
    ]
    assert {entry["chat"] for entry in await control("GET", f"/journal?chat={maria.id}")} == {"Maria"}
    assert len(await control("GET", f"/journal?chat={maria.id}")) == 3
    assert len(await control("GET", "/journal?limit=1")) == 1
    polled = await control("GET", "/journal?polls=1")
    assert [entry["name"] for entry in polled].count("getUpdates") == 2


async def test_a_chat_is_read_from_its_end(control: Any, anna: Person) -> None:
    for number in range(5):
        await anna.send(str(number))
    found = await control("GET", f"/chats/{anna.id}/messages?last=2")
    assert [message["text"] for message in found] == ["3", "4"]
    assert found[0]["chat"] == "Anna"


def test_every_module_of_the_page_is_short() -> None:
    long = [part.name for part in FOLDER.iterdir() if part.read_text(encoding="utf-8").count("\n") > 400]
    assert long == []
    assert Path(FOLDER, "index.html").exists()
