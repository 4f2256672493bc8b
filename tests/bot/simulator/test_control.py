"""The control API: the same acts over HTTP."""

import asyncio
import json
from typing import Any

import pytest

from bot.simulator import Person, Simulator


@pytest.fixture
def control(sim: Simulator, http: Any) -> Any:
    async def ask(verb: str, path: str, *, expect: int = 200, **body: Any) -> Any:
        json = None if verb == "GET" else body
        async with http.request(verb, f"{sim.url}/simulator{path}", json=json) as response:
            assert response.status == expect, await response.text()
            return await response.json()

    return ask


async def test_a_person_lives_over_http(bot: Any, control: Any, row: Any) -> None:
    anna = (await control("POST", "/people", first_name="Anna", language_code="ru"))["id"]
    opened = await control("POST", f"/people/{anna}/open", link="token")
    assert opened["text"] == "/start token"
    await bot("sendMessage", chat_id=anna, text="How satisfied?", reply_markup=row("1", "5"))
    question = (await control("GET", f"/chats/{anna}/messages?after={opened['message_id']}"))[0]
    assert [button["text"] for button in question["keyboard"][0]] == ["1", "5"]

    press = await control("POST", f"/people/{anna}/tap", message_id=question["message_id"], label="5")
    await bot("answerCallbackQuery", callback_query_id=press["id"], text="Thank you!")
    assert (await control("GET", f"/presses/{press['id']}"))["toast"] == "Thank you!"

    said = await control("POST", f"/people/{anna}/send", text="late", reply_to=question["message_id"])
    assert said["reply_to"] == question["message_id"]
    edited = await control("POST", f"/people/{anna}/edit", message_id=said["message_id"], text="very late")
    assert (edited["text"], edited["edits"]) == ("very late", 1)
    for kind in ("photo", "voice", "document", "video", "video_note", "audio"):
        assert (await control("POST", f"/people/{anna}/{kind}"))["media"] == kind
    assert (await control("POST", f"/people/{anna}/contact", phone_number="+371"))["media"] == "contact"
    assert (await control("POST", f"/people/{anna}/block"))["blocked"] is True
    await control("POST", f"/people/{anna}/send", text="hello?", expect=409)
    assert (await control("POST", f"/people/{anna}/unblock"))["blocked"] is False
    assert (await control("POST", f"/people/{anna}/deactivate"))["deactivated"] is True
    assert [person["id"] for person in await control("GET", "/people")] == [anna]


async def test_a_group_lives_over_http(bot: Any, control: Any, row: Any) -> None:
    maria, anna = [(await control("POST", "/people", first_name=name))["id"] for name in ("Maria", "Anna")]
    group = await control("POST", "/groups", title="Team", owner=maria, members=[anna])
    path = f"/groups/{group['id']}"
    assert (await control("POST", f"{path}/bot", status="admin"))["bot"] == "administrator"
    assert (await control("POST", f"{path}/send", person=anna, text="/nps"))["text"] == "/nps"
    for kind in ("photo", "voice", "document"):
        sent = await control("POST", f"{path}/{kind}", person=maria, data="aGk=")
        assert (sent["media"], sent["from"]["id"]) == (kind, maria)
    await control("POST", f"{path}/photo", person=maria, data="?", expect=400)
    await bot("sendMessage", chat_id=group["id"], text="NPS +42", reply_markup=row("7 d"))
    score = (await control("GET", f"/chats/{group['id']}/messages"))[-1]
    press = await control("POST", f"{path}/tap", person=maria, message_id=score["message_id"], label="7 d")
    assert press["person"] == maria
    await control(
        "POST", f"{path}/tap", person=maria, message_id=score["message_id"], label="8 d", expect=409
    )

    moved = await control("POST", f"{path}/migrate")
    assert moved["id"] != group["id"]
    # Both ids find it from now on.
    members = (await control("POST", f"{path}/members", person=anna, status="anonymous_admin"))["members"]
    assert members[str(anna)] == "administrator"
    path = f"/groups/{moved['id']}"
    anonymous = await control("POST", f"{path}/send", person=anna, text="/nps", anonymous=True)
    assert anonymous["from"]["id"] == 1087968824
    assert (await control("POST", f"{path}/members", person=anna, status="left"))["members"][
        str(anna)
    ] == "left"
    assert (await control("POST", f"{path}/bot", status="kicked"))["bot"] == "kicked"
    assert len(await control("GET", "/groups")) == 1

    forum = await control("POST", "/groups", title="Forum", owner=maria, forum=True)
    topic = await control("POST", f"/groups/{forum['id']}/topics", name="Scores")
    said = await control("POST", f"/groups/{forum['id']}/send", person=maria, text="x", topic=topic["id"])
    assert said["thread"] == topic["id"]


async def test_faults_limits_and_time_over_http(sim: Simulator, bot: Any, control: Any) -> None:
    before = (await control("GET", "/clock"))["unix"]
    assert (await control("POST", "/clock/advance", seconds=3600))["unix"] - before == pytest.approx(
        3600, abs=5
    )
    await control("POST", "/clock/advance", seconds=-1, expect=400)

    assert len(await control("POST", "/faults", kind="500", next=1, method="getMe")) == 1
    assert (await bot("getMe")).status == 500
    await control("POST", "/faults", kind="500", share=1.0)
    await control("POST", "/faults", latency=[0.0, 0.01])
    assert await control("POST", "/faults/clear") == []
    await control("POST", "/faults", kind="500", expect=400)
    await control("POST", "/faults", expect=400)
    await control("POST", "/faults", kind="earthquake", next=1, expect=400)

    limits = await control("POST", "/limits", per_second=None, per_group_minute=5)
    assert limits == {
        "per_second": None,
        "per_private_chat": None,
        "per_group_minute": 5,
        "paid_per_second": 1000,
        "penalty": 5,
    }
    await control("POST", "/limits", per_second=0, expect=400)
    await control("POST", "/limits/ban", seconds=60)
    assert (await control("POST", "/queues", interleave="texts_first"))["interleave"] == "texts_first"
    assert (await control("POST", "/webhook", pause_scale=0.5))["pause_scale"] == 0.5
    assert sim.webhook.pause_scale == 0.5


async def test_the_logs_over_http(bot: Any, control: Any) -> None:
    anna = (await control("POST", "/people", started=True))["id"]
    await bot("getMe")
    await bot("sendMessage", chat_id=anna, text="hello")
    await control("POST", f"/people/{anna}/send", text="hi")
    await bot.updates()
    log = await control("GET", f"/calls?since=1&chat={anna}")
    assert [(call["method"], call["outcome"]) for call in log["calls"]] == [("sendMessage", "ok")]
    assert len((await control("GET", "/calls?method=getme"))["calls"]) == 1
    updates = (await control("GET", "/updates"))["updates"]
    assert [(update["kind"], update["deliveries"]) for update in updates] == [("message", 1)]
    state = await control("GET", "")
    assert (state["people"], state["calls"], state["messages_from_bot"], state["updates_pending"]) == (
        1,
        3,
        1,
        1,
    )


async def test_a_crowd_over_http(sim: Simulator, control: Any) -> None:
    await control("POST", "/crowd", people=[{"first_name": "Anna", "link": "token", "answer": "4"}])
    counters = await control("GET", "/crowd")
    assert (counters["people"], counters["linked"]) == (1, 0)
    assert sim.queues.pending == 1


async def test_what_happens_is_streamed(sim: Simulator, bot: Any, http: Any, anna: Person) -> None:
    async with http.get(f"{sim.url}/simulator/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b": listening\n"
        await anna.send("hello")
        await bot("sendMessage", chat_id=anna.id, text="Hi!")
        seen: list[Any] = []
        while len(seen) < 2:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                seen.append(json.loads(line.removeprefix(b"data: ")))
        assert [(x["kind"], x["chat_id"], x["message"]["text"]) for x in seen] == [
            ("message", anna.id, "hello"),
            ("message", anna.id, "Hi!"),
        ]
        # An open stream doesn't keep the simulator from stopping.
        await asyncio.wait_for(sim.stop(), 0.9)
        assert await stream.content.read() == b"\n"


async def test_mistakes_are_told(control: Any, sim: Simulator, http: Any) -> None:
    assert "no person 1" in (await control("POST", "/people/1/send", text="x", expect=404))["error"]
    assert "no group -1" in (await control("POST", "/groups/-1/migrate", expect=404))["error"]
    assert "no chat 5" in (await control("GET", "/chats/5/messages", expect=404))["error"]
    assert "`shoe_size`" in (await control("POST", "/people", shoe_size=43, expect=400))["error"]
    # A form of another site, as any page in the same browser could send it.
    async with http.post(f"{sim.url}/simulator/people", data={"first_name": "Eve"}) as response:
        assert response.status == 415
