"""What goes wrong on demand, and what has happened all the same."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.simulator import Group, Person, Simulator


async def say(bot: Any, chat_id: int, text: str = "hello") -> Any:
    return await bot("sendMessage", chat_id=chat_id, text=text)


async def test_a_reset_before_the_work_leaves_nothing(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.faults.next(1, "reset_before", method="sendMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await say(bot, anna.id)
    assert anna.chat.from_bot == []
    assert sim.calls.sent_to(anna) == []
    assert sim.calls[-1].outcome == "reset_before"
    assert (await say(bot, anna.id)).ok


async def test_a_reset_after_the_work_leaves_the_message(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.faults.next(1, "reset_after", method="sendMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await say(bot, anna.id, "did it arrive?")
    assert (await anna.receives("did it arrive?")).id == sim.calls[-1].message_id
    assert sim.calls[-1].ok is None
    assert len(sim.calls.sent_to(anna)) == 1


async def test_a_call_whose_bot_dies_while_saying_it_never_came(
    sim: Simulator, bot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", int(sim.url.rpartition(":")[2]))
    writer.write(b"POST /bot42:TEST/getMe HTTP/1.1\r\nHost: telegram\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    await asyncio.sleep(0.05)  # it is being read
    writer.transport.abort()
    await asyncio.sleep(0.05)
    assert (await bot("getMe")).ok
    assert [call.outcome for call in sim.calls] == ["ok"]
    assert caplog.messages == []


@pytest.mark.parametrize(("kind", "messages"), [("hang", 0), ("hang_after", 1)])
async def test_a_call_may_never_be_answered(
    sim: Simulator, bot: Any, http: Any, anna: Person, kind: Any, messages: int
) -> None:
    sim.faults.next(1, kind)
    with pytest.raises(TimeoutError):
        await http.post(
            f"{bot.url}/sendMessage",
            json={"chat_id": anna.id, "text": "x"},
            timeout=aiohttp.ClientTimeout(total=0.1),
        )
    assert len(anna.chat.from_bot) == messages


async def test_errors_of_the_server_do_nothing(sim: Simulator, bot: Any, http: Any, anna: Person) -> None:
    sim.faults.next(1, "500")
    answer = await say(bot, anna.id)
    assert (answer.status, answer.description) == (500, "Internal Server Error")
    sim.faults.next(1, "502")
    async with http.post(f"{bot.url}/sendMessage", json={"chat_id": anna.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert anna.chat.from_bot == []
    assert [call.outcome for call in sim.calls.failed()] == ["500", "502"]


async def test_a_429_on_demand_is_a_ban_of_bot_or_chat(
    sim: Simulator, bot: Any, anna: Person, maria: Person
) -> None:
    sim.faults.next(1, "429", chat=anna, retry_after=3600)
    assert (await say(bot, anna.id)).parameters == {"retry_after": 3600}
    assert (await say(bot, anna.id)).status == 429
    assert (await say(bot, maria.id)).ok
    sim.faults.next(1, "429", retry_after=2)
    assert (await say(bot, maria.id)).status == 429
    assert (await say(bot, maria.id)).status == 429
    assert [call.in_ban for call in sim.calls] == [False, True, False, False, True]
    sim.clock.advance(3600)
    assert (await say(bot, anna.id)).ok


async def test_a_fault_may_be_about_one_method_or_chat(
    sim: Simulator, bot: Any, anna: Person, maria: Person, team: Group
) -> None:
    sim.faults.next(1, "500", method="EDITMESSAGETEXT")
    sim.faults.next(1, "500", chat=team)
    assert (await say(bot, anna.id)).ok
    assert (await say(bot, team.id)).status == 500
    assert (await say(bot, team.id)).ok
    assert (await bot("editMessageText", chat_id=anna.id, message_id=1, text="x")).status == 500


async def test_a_fault_about_a_chat_finds_the_answers_to_its_taps(
    sim: Simulator, bot: Any, anna: Person, row: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("4"))
    press = await anna.tap(await anna.receives("?"), "4")
    sim.faults.next(1, "500", chat=anna)
    assert (await bot("answerCallbackQuery", callback_query_id=press.id)).status == 500
    assert sim.calls[-1].chat_id == anna.id


async def test_polling_is_spared_unless_it_is_meant(sim: Simulator, bot: Any) -> None:
    sim.faults.next(1, "500")
    assert (await bot("getUpdates")).ok
    sim.faults.clear()
    sim.faults.next(1, "500", method="getUpdates")
    assert (await bot("getUpdates")).status == 500


async def test_a_share_of_faults_follows_the_seed(bot: Any, anna: Person, sim: Simulator) -> None:
    sim.limits.turn_off()
    sim.faults.share(0.3, "500")
    statuses = [(await say(bot, anna.id)).status for _ in range(100)]
    assert 15 <= statuses.count(500) <= 45
    sim.faults.clear()
    assert sim.faults.active == []
    assert (await say(bot, anna.id)).ok


async def test_latency_delays_work_and_answer(sim: Simulator, bot: Any, anna: Person) -> None:
    sim.faults.latency(0.4)
    sending = asyncio.create_task(say(bot, anna.id))
    await asyncio.sleep(0.05)
    assert anna.chat.from_bot == []
    await anna.receives("hello")
    assert not sending.done()
    await sending
    assert sim.calls[-1].ms is not None
    assert sim.calls[-1].ms >= 390
    sim.faults.latency((0.01, 0.02), method="getMe")
    await bot("getMe")
    assert sim.calls[-1].ms < 350


async def test_a_wrong_fault_is_refused(sim: Simulator) -> None:
    wrong: Any = "earthquake"
    with pytest.raises(ValueError, match="earthquake"):
        sim.faults.next(1, wrong)
    with pytest.raises(ValueError, match="between 0 and 1"):
        sim.faults.share(5, "500")
    with pytest.raises(ValueError, match="lower bound"):
        sim.faults.latency((2, 1))
