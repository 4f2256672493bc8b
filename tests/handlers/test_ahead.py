"""What only reads holds up no tap: it is looked up before the transaction, by one rule for all answers."""

import asyncio
import re
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.util.concurrency import await_

from handlers.replies import Edit, Say
from handlers.rights import Rights
from handlers.team import Team
from handlers.updates import Command
from storage.kinds import Role
from storage.tables import message_table, response_table, score_view_table
from tests.handlers.house import BOT_ID, toast_of, words_of
from tests.handlers.samples import ANNA, NOW, SHOP
from tests.handlers.team_house import BEN, MAX, ROOM, VERA

PATIENCE = 5

# What is asked, and a word of the answer.
ANSWERS = {
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "scores": "Scores",
    "waves": "wave",
    "why 1001": "1001",
    "wave csat audience=all": "Wave",
}

LOOKS = re.compile(r"(FROM|JOIN) (invitation|response)\b")


@asynccontextmanager
async def slow(house):
    """Within this block whoever only reads waits in the middle of it, once they look at the invitations."""
    under_way, go_on = asyncio.Event(), asyncio.Event()

    def wait(_connection, _cursor, statement, _parameters, _context, _many):
        if LOOKS.search(statement):
            under_way.set()
            await_(go_on.wait())

    event.listen(house.database._reader.sync_engine, "before_cursor_execute", wait)
    try:
        yield under_way
    finally:
        go_on.set()


@asynccontextmanager
async def written(house):
    """The statements of the transactions within this block."""
    statements = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        statements.append(statement)

    event.listen(house.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(house.database.engine.sync_engine, "before_cursor_execute", note)


async def taps_while(team, question, update):
    """Anna taps while the answer to something is looked up; returns what that is, and her toast."""
    async with slow(team.house) as under_way:
        asking = asyncio.create_task(update)
        async with asyncio.timeout(PATIENCE):
            await under_way.wait()
            replies = await team.house.press_on(question, "1")
            await team.house.command(ANNA, "stop")  # nor does anything else wait that writes
        assert not asking.done()
    async with asyncio.timeout(PATIENCE):
        return await asking, toast_of(replies)


@pytest.mark.parametrize("words", ANSWERS)
async def test_a_tap_is_stored_and_acknowledged_while_a_command_looks_up_its_answer(team, words):
    question = await team.house.asked()
    name, _, argument = words.partition(" ")
    asking = Command(8000, MAX, 8000, name, argument, NOW, group=ROOM)
    _, toast = await taps_while(team, question, team.house.handle(asking))
    assert toast == "Thank you!"
    assert (await team.house.one(response_table))["score"] == 1
    said = [row for row in await team.house.rows(message_table) if row["chat_id"] == ROOM.chat_id]
    assert any(row["key"] == f"answer:{ROOM.chat_id}:8000" for row in said)


async def test_a_tap_is_stored_while_somebody_is_shown_what_is_kept_of_them(team):
    question = await team.house.asked()
    _, toast = await taps_while(
        team, question, team.house.handle(Command(8000, ANNA, 8000, "mydata", "", NOW))
    )
    assert toast == "Thank you!"


@pytest.mark.parametrize("where", ["a score", "the list of waves", "a wave"])
async def test_a_tap_is_stored_and_acknowledged_while_a_press_of_the_team_looks_up_its_answer(team, where):
    question = await team.house.asked()
    data = {"the list of waves": "ts:w:1:", "a wave": "ts:p:1:open"}.get(where)
    if data is None:
        (content,) = await team.says(MAX, "nps")
        data = content.keyboard[0][0].data
    pressed = team.house.press(MAX, data, chat_id=ROOM.chat_id)
    replies, toast = await taps_while(team, question, team.house.handle(pressed))
    assert toast == "Thank you!"
    assert isinstance(replies[-1], Edit)


@pytest.mark.parametrize("words", ANSWERS)
async def test_in_the_transaction_nobody_looks_at_the_invitations(team, words):
    await team.house.asked()
    name, _, argument = words.partition(" ")
    async with written(team.house) as statements:
        assert ANSWERS[words] in await team.reads(MAX, name, argument)
    assert statements
    assert not [statement for statement in statements if LOOKS.search(statement)]


async def test_one_command_that_is_delivered_twice_at_once_is_answered_once(team):
    """Invariant 5: the second costs the reading, and says nothing."""
    await team.house.asked()
    asking = Command(8000, MAX, 8000, "nps", "", NOW, group=ROOM)
    await asyncio.gather(team.house.handle(asking), team.house.handle(asking))
    said = [row for row in await team.house.rows(message_table) if row["chat_id"] == ROOM.chat_id]
    assert len(said) == 1
    assert len(await team.house.rows(score_view_table)) == 1


async def test_a_right_that_is_taken_while_the_answer_is_looked_up_counts_no_more(team):
    await team.house.asked()
    async with slow(team.house) as under_way:
        asking = asyncio.create_task(team.reads(MAX, "why", "1001"))
        await under_way.wait()
        await team.give(MAX, Role.VIEWER)
    assert "you need the role" in await asking


async def test_a_right_that_is_given_while_somebody_asks_counts_already(team):
    """What they weren't to see before is looked up in the transaction, then."""
    await team.house.asked()
    asking = Command(8000, VERA, 8000, "why", "1001", NOW, group=ROOM)
    of_room = Team(bot_id=BOT_ID, shop=SHOP, rights=Rights.of([]))
    async with team.house.writer.reading() as session:
        answer = await of_room.look_ahead(session, asking, now=NOW)
    await team.give(VERA, Role.MARKETER)
    assert answer is not None
    async with team.house.writer.unit() as session:
        (said,) = await answer(session) or []
    assert isinstance(said, Say)
    assert said.content is not None
    assert "1001" in words_of(said.content)


async def test_what_was_read_cannot_be_read_on_in_the_transaction(team):
    async with team.house.writer.reading() as session:
        pass
    with pytest.raises(Exception, match="closed"):
        await session.connection()


async def test_of_two_who_press_at_once_the_second_turns_what_the_first_has_turned(team):
    """Both looked at the message as it was."""
    await team.house.asked()
    (content,) = await team.says(VERA, "nps")
    week, by_product = content.keyboard[0][0].data, content.keyboard[1][0].data
    async with slow(team.house) as under_way:
        pressing = [
            asyncio.create_task(team.house.handle(team.house.press(who, data, chat_id=ROOM.chat_id)))
            for who, data in ((VERA, week), (BEN, by_product))
        ]
        await under_way.wait()
        await asyncio.sleep(0.1)
    for pressed in pressing:
        await pressed
    (view,) = await team.house.rows(score_view_table)
    assert view["query"] == {"period": "7d", "by": "product"}


async def test_of_somebody_who_was_erased_meanwhile_nothing_is_written_down(team):
    """Invariant 10: what was looked up before isn't shown any more."""
    await team.house.asked()
    async with slow(team.house) as under_way:
        asking = asyncio.create_task(team.house.handle(Command(8000, ANNA, 8000, "mydata", "", NOW)))
        await under_way.wait()
        erase = team.house.press(ANNA, f"ts:f:{ANNA.telegram_id}:erase")
        await team.house.handle(erase)
    await asking
    (said,) = [r for r in await team.house.rows(message_table) if r["key"].startswith("mydata:")]
    assert said["content"].get("document") is None
