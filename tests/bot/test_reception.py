"""The error boundary: order within a person, tries, what is set aside, and when replies leave."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.reception import TRIES, Reception
from handlers.replies import Toast
from handlers.updates import Tap, Text, person_id
from storage.database import Database
from storage.tables import handled_update_table, set_aside_update_table
from storage.writer import Writer
from tests.scheduler.stage import away
from tests.scheduler.virtual_time import settle

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
BOT_ID = 42


def text(update_id: int, person: int, words: str = "hello") -> dict[str, Any]:
    chat = {"id": person, "type": "private"}
    sender = {"id": person, "first_name": "Anna"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": sender, "text": words}
    return {"update_id": update_id, "message": message}


def tap(update_id: int, person: int) -> dict[str, Any]:
    sender = {"id": person, "first_name": "Anna"}
    return {"update_id": update_id, "callback_query": {"id": "c1", "from": sender, "data": "ts:a:1:5"}}


def command(update_id: int, person: int, group: int) -> dict[str, Any]:
    chat = {"id": group, "type": "supergroup", "title": "Team"}
    sender = {"id": person, "first_name": "Anna"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": sender, "text": "/csat"}
    return {"update_id": update_id, "message": message}


def migrated_to(update_id: int, group: int, new: int) -> dict[str, Any]:
    chat = {"id": group, "type": "group", "title": "Team"}
    sender = {"id": 70, "first_name": "Maria"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": sender, "migrate_to_chat_id": new}
    return {"update_id": update_id, "message": message}


class Journal:
    """A conversation and a courier in one: notes in which order things happen."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.faults: defaultdict[int, list[Exception]] = defaultdict(list)
        self.gates: dict[int, asyncio.Event] = {}
        self.under_way: list[int] = []

    async def handle(self, update):
        self.lines.append(f"begins {update.update_id}")
        self.under_way.append(person_id(update) or 0)
        if gate := self.gates.get(update.update_id):
            await gate.wait()
        await asyncio.sleep(0)
        self.under_way.remove(person_id(update) or 0)
        if self.faults[update.update_id]:
            raise self.faults[update.update_id].pop(0)
        self.lines.append(f"commits {update.update_id}")
        return [Toast(f"c{update.update_id}", None, "en")]

    def leave(self, replies, *, lane):
        for reply in replies:
            self.lines.append(f"replies {reply.callback_id} in lane {lane}")

    @property
    def committed(self) -> list[int]:
        return [int(line.split()[1]) for line in self.lines if line.startswith("commits")]


class Office:
    """A reception over a real database, with a scripted conversation behind it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.journal = Journal()
        journal: Any = self.journal
        self.reception = Reception(
            bot_id=BOT_ID,
            conversation=journal,
            courier=journal,
            writer=Writer(database=database),
            now=lambda: NOW,
        )

    async def rows(self, table):
        async with self.database.reading() as session:
            return list(await session.execute(table.select()))


@pytest.fixture
async def office(migrated: Path, tmp_path: Path) -> AsyncIterator[Office]:
    database = Database(url=f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path)}")
    yield Office(database)
    await database.close()


async def test_replies_leave_after_the_commit_and_not_before(office):
    """Invariant 1: a tap is stored before it is acknowledged."""
    await office.reception.take(tap(1, 7))
    assert office.journal.lines == ["begins 1", "commits 1", "replies c1 in lane 7"]


async def test_the_conversation_gets_the_update_as_it_means_something_to_us(office):
    seen = []

    async def handle(update):
        seen.append(update)
        return []

    office.journal.handle = handle
    await office.reception.take(tap(1, 7))
    await office.reception.take(text(2, 7))
    assert [type(update) for update in seen] == [Tap, Text]


async def test_updates_of_one_person_are_handled_in_the_order_in_which_they_came(office):
    office.journal.gates[1] = asyncio.Event()
    taking = [asyncio.create_task(office.reception.take(text(number, 7))) for number in (1, 2, 3)]
    await settle()
    assert office.journal.lines == ["begins 1"]
    office.journal.gates[1].set()
    await asyncio.gather(*taking)
    assert office.journal.committed == [1, 2, 3]


async def test_what_happens_in_a_group_is_handled_in_order_whoever_does_it(office):
    gate = office.journal.gates[1] = asyncio.Event()
    raws = (command(1, 7, -5), command(2, 8, -5), command(3, 9, -6))
    taking = [asyncio.create_task(office.reception.take(raw)) for raw in raws]
    await settle()
    assert office.journal.committed == [3]
    gate.set()
    await asyncio.gather(*taking)
    assert office.journal.committed == [3, 1, 2]


async def test_a_group_has_moved_before_anything_in_the_new_one_is_handled(office):
    gate = office.journal.gates[1] = asyncio.Event()
    raws = (migrated_to(1, -5, -1005), command(2, 7, -1005), text(3, 7))
    taking = [asyncio.create_task(office.reception.take(raw)) for raw in raws]
    await settle()
    assert office.journal.lines == ["begins 1"]
    gate.set()
    await asyncio.gather(*taking)
    assert office.journal.committed == [1, 2, 3]


async def test_people_and_groups_never_wait_in_a_circle(office):
    raws = [command(n, 7 + n % 3, -5 - n % 2) for n in range(1, 20)]
    raws += [
        migrated_to(20, -5, -1005),
        migrated_to(21, -5, -1005),
        *(text(n, 7 + n % 3) for n in (22, 23, 24)),
    ]
    async with asyncio.timeout(5):
        await asyncio.gather(*(office.reception.take(raw) for raw in raws))
    assert sorted(office.journal.committed) == list(range(1, 25))


async def test_different_people_don_t_wait_for_each_other(office):
    gate = office.journal.gates[1] = office.journal.gates[2] = asyncio.Event()
    taking = [asyncio.create_task(office.reception.take(text(n, person))) for n, person in ((1, 7), (2, 8))]
    await settle()
    assert sorted(office.journal.under_way) == [7, 8]
    gate.set()
    await asyncio.gather(*taking)


async def test_updates_of_nobody_wait_for_nobody(office):
    gate = office.journal.gates[1] = office.journal.gates[2] = asyncio.Event()
    taking = [asyncio.create_task(office.reception.take({"update_id": number})) for number in (1, 2)]
    await settle()
    assert office.journal.under_way == [0, 0]
    gate.set()
    await asyncio.gather(*taking)


async def test_nothing_is_kept_of_people_whose_updates_are_handled(office):
    await asyncio.gather(*(office.reception.take(text(number, number % 50)) for number in range(200)))
    assert office.reception._lines == {}


async def test_a_failure_is_tried_again_at_once(office):
    office.journal.faults[1] = [KeyError("x")] * (TRIES - 1)
    await office.reception.take(text(1, 7))
    assert office.journal.lines.count("begins 1") == TRIES
    assert office.journal.lines[-2:] == ["commits 1", "replies c1 in lane 7"]
    assert (office.reception.failures, office.reception.set_aside) == (TRIES - 1, 0)
    assert await office.rows(set_aside_update_table) == []


async def test_after_three_tries_an_update_is_set_aside_and_counts_as_handled(office):
    """Invariant 5: it is recorded as handled in the transaction that keeps it."""
    office.journal.faults[1] = [KeyError("x")] * TRIES
    raw = text(1, 7, "what Anna wrote")
    await office.reception.take(raw)
    (kept,) = await office.rows(set_aside_update_table)
    assert (kept.bot_id, kept.update_id, kept.telegram_id, kept.error) == (BOT_ID, 1, 7, "KeyError")
    assert (kept.body, kept.set_aside_at) == (raw, NOW)
    assert [row.update_id for row in await office.rows(handled_update_table)] == [1]
    assert (office.reception.failures, office.reception.set_aside) == (TRIES, 1)
    assert not any(line.startswith("replies") for line in office.journal.lines)


async def test_the_later_updates_of_the_same_person_go_on_after_one_was_set_aside(office):
    office.journal.faults[1] = [KeyError("x")] * TRIES
    await asyncio.gather(*(office.reception.take(text(number, 7)) for number in (1, 2, 3)))
    assert office.journal.committed == [2, 3]


async def test_the_database_s_absence_is_no_try_and_is_raised(office):
    office.journal.faults[1] = [away()]
    with pytest.raises(type(away())):
        await office.reception.take(text(1, 7))
    assert office.reception.failures == 0
    assert office.journal.lines == ["begins 1"]
    await office.reception.take(text(1, 7))
    assert office.journal.committed == [1]


async def test_what_came_after_something_that_couldn_t_be_stored_waits_for_it(office):
    """Invariant 5: they are offered again, and then the first is first again."""
    office.journal.faults[1] = [away()]
    office.journal.gates[1] = asyncio.Event()
    batch = [text(1, 7), text(2, 7), text(3, 7), text(4, 8)]
    taking = [asyncio.create_task(office.reception.take(raw)) for raw in batch]
    await settle()
    office.journal.gates[1].set()
    results = await asyncio.gather(*taking, return_exceptions=True)
    assert [type(result).__name__ for result in results] == ["OperationalError"] * 3 + ["NoneType"]
    await asyncio.gather(*(office.reception.take(raw) for raw in batch[:3]))
    assert office.journal.committed == [4, 1, 2, 3]


async def test_a_database_that_is_away_while_an_update_is_set_aside_is_raised_too(office, monkeypatch):
    office.journal.faults[1] = [KeyError("x")] * TRIES

    async def gone(*given, **named):
        raise away()

    monkeypatch.setattr("storage.updates.set_aside", gone)
    with pytest.raises(type(away())):
        await office.reception.take(text(1, 7))
    monkeypatch.undo()
    office.journal.faults[1] = [KeyError("x")] * TRIES
    await office.reception.take(text(1, 7))
    assert len(await office.rows(set_aside_update_table)) == 1


async def test_what_can_t_even_be_set_aside_blocks_nobody(office, monkeypatch, caplog):
    office.journal.faults[1] = [KeyError("x")] * TRIES

    async def refuse(*given, **named):
        raise TypeError("a value that no column takes")

    monkeypatch.setattr("storage.updates.set_aside", refuse)
    await office.reception.take(text(1, 7))
    assert "Update 1 can't be set aside: TypeError" in caplog.text


async def test_a_cancelled_update_leaves_the_order_of_the_others(office):
    office.journal.gates[1] = asyncio.Event()
    taking = [asyncio.create_task(office.reception.take(text(number, 7))) for number in (1, 2, 3)]
    await settle()
    taking[1].cancel()
    await settle()
    assert office.journal.lines == ["begins 1"]
    office.journal.gates[1].set()
    results = await asyncio.gather(*taking, return_exceptions=True)
    assert isinstance(results[1], asyncio.CancelledError)
    assert office.journal.committed == [1, 3]
    assert office.reception._lines == {}


@pytest.mark.parametrize("raw", [{}, {"update_id": "one"}, [], None, 5])
async def test_what_is_no_update_is_passed_over(office, raw, caplog):
    await office.reception.take(raw)
    assert office.journal.lines == []
    assert "without update_id" in caplog.text


async def test_nothing_that_a_person_wrote_or_is_called_gets_into_the_log(office, caplog):
    """Invariant 10: logs hold no personal data."""
    words = "what Anna wrote"
    office.journal.faults[1] = [KeyError(words)] * TRIES
    await office.reception.take(text(1, 7, words))
    await office.reception.take({"message": text(2, 7, words)["message"]})
    assert "KeyError" in caplog.text
    assert f"try {TRIES} of {TRIES}" in caplog.text
    assert "Anna" not in caplog.text
