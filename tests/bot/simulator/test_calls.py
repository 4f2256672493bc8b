"""What the log knows of the bot's calls."""

from typing import Any

from bot.simulator import Person, Simulator
from bot.simulator.calls import Call, Calls


async def test_each_call_is_written_down_in_order(sim: Simulator, bot: Any, anna: Person) -> None:
    await bot("getMe")
    await bot("sendmessage", chat_id=str(anna.id), text="hello")
    await bot("sendMessage", chat_id=anna.id, wrong=1)
    me, sent, refused = sim.calls
    assert [call.method for call in sim.calls] == ["getMe", "sendMessage", "sendMessage"]
    assert me.arrived < sent.arrived < refused.arrived
    assert sent.params == {"chat_id": str(anna.id), "text": "hello"}
    assert (sent.chat_id, sent.message_id, sent.outcome) == (anna.id, 1, "ok")
    assert sent.ms is not None
    assert (refused.ok, refused.error_code) == (False, 400)
    assert refused.params == {"chat_id": anna.id, "wrong": 1}
    assert sim.calls.failed() == [refused]
    assert sim.calls.of("sendMessage", chat=anna) == [sent, refused]
    assert sim.calls.sent_to(anna) == [sent]
    assert sim.calls[-1] is refused
    assert sim.calls[:2] == [me, sent]


def call_at(arrived: float) -> Call:
    return Call(method="sendMessage", given={}, arrived=arrived, at=0)


def test_the_peak_is_the_fullest_sliding_second() -> None:
    calls = Calls()
    for arrived in (0.0, 0.9, 1.0, 1.1, 1.89, 1.95, 5.0):
        calls.add(call_at(arrived))
    assert calls.peak() == 4
    assert calls.peak(per=10) == 7


def test_the_log_keeps_only_so_much_and_its_numbering() -> None:
    calls = Calls(keep=3)
    for arrived in range(5):
        calls.add(call_at(arrived))
    assert [call.index for call in calls] == [2, 3, 4]
    assert [call.index for call in calls.since(4)] == [4]
    assert [call.index for call in calls.since(0)] == [2, 3, 4]
    assert calls.total == 5
