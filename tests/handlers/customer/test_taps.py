"""Taps decided together are the same as taps decided one by one, down to the rows."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from handlers.customer.taps import PressedScore, TapWriter
from handlers.press import read
from handlers.replies import Edit, Toast
from handlers.updates import Person, Tap
from storage.kinds import InvitationState, MessageKind, MessageState, ResponseSource
from storage.responses import keep_early_text
from storage.tables import (
    handled_update_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)
from tests.handlers.house import BOT_ID, House, edit_of, open_house, toast_of
from tests.handlers.samples import ANNA, EVE, NOW, SHOP

PEOPLE = [ANNA, Person(1002, "Борис", None, "ru"), Person(1003, "Chen", None, "zh")]


@dataclass(frozen=True)
class Move:
    """A press, by the numbers of who presses and of whose question it is."""

    who: int
    whose: int
    choice: str
    update_id: int
    after: timedelta


MOVES = st.lists(
    st.builds(
        Move,
        who=st.integers(0, 3),
        whose=st.integers(0, 2),
        choice=st.sampled_from(["1", "2", "3", "4", "5", "5", "9", "change"]),
        update_id=st.integers(1, 12),
        after=st.sampled_from([timedelta(0), timedelta(0), timedelta(minutes=6), timedelta(minutes=16)]),
    ),
    min_size=1,
    max_size=12,
)


def presses(moves: list[Move]) -> list[PressedScore]:
    at, found = NOW, []
    for number, move in enumerate(moves):
        at += move.after
        person = [*PEOPLE, EVE][move.who]
        invitation = move.whose + 1
        data = f"ts:c:{invitation}:" if move.choice == "change" else f"ts:a:{invitation}:{move.choice}"
        tap = Tap(move.update_id, person, f"c{number}", person.telegram_id, 500 + number, data)
        press = read(data)
        assert press is not None
        found.append(PressedScore(tap, press, at))
    return found


async def prepare(house: House) -> None:
    """Three people are asked: one for certain, one perhaps, one wrote a moment before."""
    for number, person in enumerate(PEOPLE):
        await house.command(person, "start", await house.order(f"{number}"))
    await house.send()
    await house.plan()
    await house.send()
    async with house.writer.unit() as session:
        await session.execute(
            update(invitation_table)
            .where(invitation_table.c.id == 2)
            .values(state=InvitationState.UNKNOWN, sent_at=None)
        )
        await session.execute(
            update(message_table)
            .where(message_table.c.invitation_id == 2)
            .values(state=MessageState.UNKNOWN, sent_at=None, telegram_message_id=None)
        )
        await keep_early_text(session, 3, "Late.", now=NOW - timedelta(minutes=5))
        await session.commit()


async def outcome(path: Path, moves: list[Move], *, together: bool) -> tuple[list[object], list[object]]:
    """The replies, and everything that is stored after the presses."""
    async with open_house(path) as house:
        writer = TapWriter(bot_id=BOT_ID, shop=SHOP)
        pressed = presses(moves)
        replies: list[object] = []
        for batch in [pressed] if together else [[one] for one in pressed]:
            async with house.writer.unit() as session:
                replies += [decision.replies for decision in await writer.write(session, batch)]
                await session.commit()
        tables = [response_table, response_tap_table, invitation_table, message_table, handled_update_table]
        stored: list[object] = [
            [
                {name: value for name, value in row.items() if name not in ("created_at", "handled_at")}
                for row in await house.rows(table)
            ]
            for table in tables
        ]
        return replies, stored


@pytest.fixture(scope="module")
def asked(migrated, tmp_path_factory):
    """A database in which three people have their question."""
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("asked")))

    async def make():
        async with open_house(path) as house:
            await prepare(house)

    asyncio.run(make())
    return path


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
# Words that are too old for a later tap of the batch still belong to an earlier one.
@example(moves=[Move(2, 2, "1", 1, timedelta(0)), Move(0, 0, "1", 2, timedelta(minutes=6))])
# The same update twice, with another between.
@example(moves=[Move(0, 0, score, number, timedelta(0)) for score, number in (("1", 1), ("5", 2), ("1", 1))])
def test_one_batch_and_many_single_taps_leave_the_same_replies_and_rows(asked, moves):
    with tempfile.TemporaryDirectory() as folder:
        results = [
            asyncio.run(
                outcome(Path(shutil.copy(asked, Path(folder) / f"{together}.db")), moves, together=together)
            )
            for together in (True, False)
        ]
    assert results[0] == results[1]


async def test_a_batch_answers_each_tap_and_writes_what_counts(house):
    await prepare(house)
    everybody = [*PEOPLE, EVE]
    moves = [Move(who, min(who, 2), "2", who + 1, timedelta(0)) for who in range(len(everybody))]
    async with house.writer.unit() as session:
        decisions = await TapWriter(bot_id=BOT_ID, shop=SHOP).write(session, presses(moves))
        await session.commit()
    assert [toast_of(decision.replies) for decision in decisions] == [
        "Thank you!",
        "Спасибо!",
        "谢谢您！",
        "Этот вопрос задан не вам.",
    ]
    stored = await house.rows(response_table)
    assert [(row["invitation_id"], row["score"], row["comment"]) for row in stored] == [
        (1, 2, None),
        (2, 2, None),
        (3, 2, "Late."),
    ]
    assert {row["source"] for row in stored} == {ResponseSource.TAP}
    assert await house.states() == ["answered"] * 3
    follow_ups = [row["key"] for row in await house.rows(message_table) if row["state"] == MessageState.DUE]
    assert follow_ups == ["prompt:1:low", "prompt:2:low", "thanks:3"]
    assert {row["update_id"] for row in await house.rows(handled_update_table)} >= {1, 2, 3, 4}


async def test_a_tap_on_a_question_that_may_not_have_arrived_proves_that_it_did(house):
    """Invariant 3: a later tap proves the delivery of what was `unknown`."""
    await prepare(house)
    await house.tap(PEOPLE[1], "ts:a:2:5")
    (asked,) = [
        row
        for row in await house.rows(message_table)
        if row["kind"] == MessageKind.QUESTION and row["invitation_id"] == 2
    ]
    assert (asked["state"], asked["telegram_message_id"]) == (MessageState.SENT, 1)
    assert (await house.rows(invitation_table))[1]["sent_at"] == NOW


async def test_an_answer_is_committed_when_its_replies_come_out(house):
    """Invariant 1: a tap is stored (committed) before it is acknowledged."""
    question = await house.asked()
    replies = await house.press_on(question, "4")
    # Read over another connection: what isn't committed can't be seen there.
    assert (await house.one(response_table))["score"] == 4
    assert [type(reply) for reply in replies] == [Toast, Edit]


async def test_what_follows_a_tap_is_put_in_line_with_it_and_once(house):
    """Invariant 2: what must leave once is inserted in the transaction that caused it."""
    question = await house.asked()
    await asyncio.gather(*(house.press_on(question, score) for score in ("1", "2", "1", "2")))
    prompts = [row for row in await house.rows(message_table) if row["kind"] == MessageKind.PROMPT]
    assert [(row["key"], row["state"], row["not_before"]) for row in prompts] == [
        ("prompt:1:low", MessageState.DUE, NOW)
    ]


async def test_the_same_update_again_is_acknowledged_again_and_has_no_second_effect(house):
    """Invariant 5: an update is handled once."""
    question = await house.asked()
    tap = house.press(ANNA, question.button("1"), on=question)
    replies = [await house.handle(tap) for _ in range(3)]
    assert replies[0] == replies[1] == replies[2]
    assert len(await house.rows(response_tap_table)) == 1
    (asks,) = await house.says()
    assert asks.startswith("We're sorry, Anna. What went wrong?")


async def test_the_same_update_twice_in_one_batch_has_one_effect(house):
    """Invariant 5: an update is handled once."""
    question = await house.asked()
    tap = house.press(ANNA, question.button("1"), on=question)
    replies = await asyncio.gather(house.handle(tap), house.handle(tap))
    assert replies[0] == replies[1]
    assert len(await house.rows(response_tap_table)) == 1


async def test_many_who_tap_at_once_are_all_stored_and_each_hears_of_their_own(house):
    people = [Person(2000 + number, f"P{number}", None, "en") for number in range(40)]
    for number, person in enumerate(people):
        await house.command(person, "start", await house.order(f"{number}"))
    await house.send()
    await house.plan()
    questions = {arrived.chat_id: arrived for arrived in await house.send()}
    replies = await asyncio.gather(
        *(
            house.press_on(questions[person.telegram_id], str(1 + number % 5), by=person)
            for number, person in enumerate(people)
        )
    )
    for number, (person, reply) in enumerate(zip(people, replies, strict=True)):
        assert edit_of(reply).chat_id == person.telegram_id
        assert edit_of(reply).content.lines[1].values["score"] == str(1 + number % 5)
    assert len(await house.rows(response_table)) == 40


async def test_one_tap_that_cannot_be_written_fails_alone(house):
    question = await house.asked()
    # No database holds a number of an update as large as this one.
    impossible = house.press(EVE, "ts:a:1:4", update_id=2**70)
    replies = await asyncio.gather(
        house.press_on(question, "4"),
        house.handle(impossible),
        house.tap(EVE, "ts:a:1:4"),
        house.tap(EVE, "ts:a:99:4"),
        return_exceptions=True,
    )
    assert [type(reply) for reply in replies if isinstance(reply, BaseException)] == [OverflowError]
    assert [toast_of(reply) for reply in replies if not isinstance(reply, BaseException)] == [
        "Thank you!",
        "Этот вопрос задан не вам.",
        "Эта кнопка больше не работает.",
    ]
    assert (await house.one(response_table))["score"] == 4
