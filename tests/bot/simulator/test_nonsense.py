"""Nonsense is refused, and never breaks the server."""

from typing import Any

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.api import METHODS

NONSENSE: list[Any] = [
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    "x",
    "--5",
    "²",
    "{",
    [],
    {},
    [[]],
    [None],
    {"x": {}},
    "\x00",
]


@pytest.mark.parametrize("method", [m for m in METHODS if m.name != "logOut"], ids=lambda m: m.name)
async def test_nonsense_in_any_field(sim: Simulator, bot: Any, anna: Person, method: Any) -> None:
    sim.limits.turn_off()
    message = await anna.send("hello")
    await bot("sendMessage", chat_id=anna.id, text="hello")
    right = {"chat_id": anna.id, "message_id": message.id + 1, "text": "x", "from_chat_id": anna.id}
    fields = method.shape.__struct_fields__
    for field in fields:
        for value in NONSENSE:
            if field != "timeout":
                params = {name: right[name] for name in fields if name in right} | {field: value}
                answer = await bot(method.name, **params)
                assert answer.status in {200, 400, 403, 404}, (params, answer)


async def test_nonsense_in_a_keyboard(bot: Any, anna: Person) -> None:
    for value in NONSENSE:
        for markup in (
            {"inline_keyboard": value},
            {"inline_keyboard": [value]},
            {"inline_keyboard": [[value]]},
            {"inline_keyboard": [[{"text": value, "callback_data": "x"}]]},
            {"inline_keyboard": [[{"text": "x", "callback_data": value}]]},
            {"keyboard": [[value]]},
            {"force_reply": value},
        ):
            answer = await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
            assert answer.status in {200, 400, 429}, (markup, answer)
