"""The guest between a host's updates and the reception: what it takes, and what it does when the database is away."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import guest as guests
from bot.guest import Guest
from bot.reception import Reception
from handlers.ours import Whose
from handlers.replies import Toast
from handlers.rights import Rights
from storage import drafts
from storage.kinds import DraftStep
from storage.tables import Draft, handled_update_table, response_table, set_aside_update_table
from tests.handlers.house import BOT_ID, House, open_house
from tests.handlers.samples import ANNA, EVE
from tests.scheduler.stage import away

CHAT = {"id": ANNA.telegram_id, "type": "private"}
SENDER = {"id": ANNA.telegram_id, "first_name": ANNA.first_name, "language_code": "en"}


class Visit:
    """A guest over a real database, with a switch for that, and a courier that notes what leaves."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.left: list[Any] = []
        self.reads = 0
        self.lost = False
        courier: Any = self
        self.reception = Reception(
            bot_id=BOT_ID,
            conversation=house.conversation,
            courier=courier,
            writer=house.writer,
            now=lambda: house.now,
        )
        self.guest = Guest(
            bot_id=BOT_ID,
            username="shop_bot",
            rights=Rights.of(()),
            reception=self.reception,
            database=house.database,
            now=lambda: house.now,
        )
        self._switch(house.database)

    def leave(self, replies, *, lane):
        self.left += replies

    def _switch(self, database: Any) -> None:
        reading, writing = database.reading, database.new_writing

        @asynccontextmanager
        async def read():
            self.reads += 1
            if self.lost:
                raise away()
            async with reading() as session:
                yield session

        def write():
            if self.lost:
                raise away()
            return writing()

        database.reading, database.new_writing = read, write

    def message(self, text: str, **fields: Any) -> dict[str, Any]:
        number = next(self.house.numbers)
        message = {"message_id": number, "date": 1, "chat": CHAT, "from": SENDER, "text": text}
        return {"update_id": number, "message": message | fields}

    def tap(self, data: str, message_id: int = 1) -> dict[str, Any]:
        number = next(self.house.numbers)
        message = {"message_id": message_id, "chat": CHAT, "date": 1}
        callback = {"id": f"c{number}", "from": SENDER, "data": data, "message": message}
        return {"update_id": number, "callback_query": callback}

    async def take(self, raw: Any, **how: Any) -> Whose:
        async with asyncio.timeout(5):
            return await self.guest.take(raw, **how)

    async def answers(self) -> list[tuple[int, str | None]]:
        return [(row["score"], row["comment"]) for row in await self.house.rows(response_table)]


@pytest.fixture
async def visit(migrated: Path, tmp_path: Path) -> AsyncIterator[Visit]:
    async with open_house(Path(shutil.copy(migrated, tmp_path))) as house:
        yield Visit(house)


async def test_what_is_ours_has_had_its_effect_when_it_is_told_so(visit):
    """Invariant 1: a tap is stored before it is acknowledged."""
    question = await visit.house.asked()
    assert await visit.take(visit.tap(question.button("2"), question.message_id)) is Whose.OURS
    assert await visit.answers() == [(2, None)]
    assert isinstance(visit.left[0], Toast)
    await visit.house.send()
    assert await visit.take(visit.message("late!")) is Whose.OURS
    assert await visit.answers() == [(2, "late!")]


async def test_the_host_s_own_leaves_no_trace(visit):
    await visit.house.asked()
    before = len(await visit.house.rows(handled_update_table))
    for raw in (visit.message("hello"), visit.message("/start"), visit.tap("buy:7")):
        assert await visit.take(raw) is Whose.THEIRS
    assert len(await visit.house.rows(handled_update_table)) == before
    assert visit.left == []


async def test_a_host_s_buttons_and_commands_cost_no_read_and_its_words_one(visit):
    for raw in (
        visit.tap("buy:7"),
        visit.message("/catalog"),
        visit.message("/start"),
        visit.message("/help"),
    ):
        await visit.take(raw)
    await visit.take(visit.message("4"), host_asks=True)
    assert visit.reads == 0
    await visit.take(visit.message("hello"))
    assert visit.reads == 1


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "one"},
        [],
        None,
        {"update_id": 7, "message": "?"},
        {"update_id": 7, "callback_query": {"id": 5, "data": "ts:a:1:5"}},
        {"update_id": 7, "callback_query": {"id": "5", "from": SENDER, "data": {"an": "object"}}},
        {"update_id": 7, "message": {"message_id": 2**70, "chat": CHAT, "from": SENDER, "text": "/stop"}},
        {"update_id": 7, "hologram": {}},
        {"update_id": 7, "edited_message": {"message_id": 1, "chat": CHAT, "from": SENDER, "text": "/stop"}},
    ],
)
async def test_what_can_t_be_understood_is_the_host_s(visit, raw, caplog):
    assert await visit.take(raw) is Whose.THEIRS
    assert caplog.text == ""


async def test_a_block_counts_here_and_is_the_host_s_to_know_too(visit):
    await visit.house.command(ANNA, "start", await visit.house.order("1001"))
    raw = {
        "update_id": 9,
        "my_chat_member": {"chat": CHAT, "from": SENDER, "new_chat_member": {"status": "kicked"}},
    }
    assert await visit.take(raw) is Whose.SHARED
    await visit.house.plan()
    assert await visit.house.states() == ["skipped"]


async def test_one_person_s_updates_are_decided_and_handled_in_their_order(visit):
    """A number is the host's once a tap has answered our question, also one that is just being stored."""
    question = await visit.house.asked()
    taken = await asyncio.gather(
        visit.take(visit.message("where is it?")),
        visit.take(visit.message("4")),
        visit.take(visit.tap(question.button("1"), question.message_id)),
        visit.take(visit.message("5")),
    )
    assert [*taken] == [Whose.THEIRS, Whose.OURS, Whose.OURS, Whose.THEIRS]
    assert await visit.answers() == [(1, None)]


async def test_a_tap_waits_for_the_database_and_its_person_s_words_behind_it(visit):
    question = await visit.house.asked()
    visit.lost = True
    tap = asyncio.create_task(visit.take(visit.tap(question.button("1"), question.message_id)))
    words = asyncio.create_task(
        visit.take(visit.message("late!", reply_to_message={"message_id": question.message_id, "chat": CHAT}))
    )
    await asyncio.sleep(0.3)
    assert not tap.done()
    assert not words.done()
    visit.lost = False
    assert [await tap, await words] == [Whose.OURS, Whose.OURS]
    assert await visit.answers() == [(1, "late!")]


async def test_what_only_the_database_knows_goes_to_the_host_in_the_end(visit, monkeypatch):
    monkeypatch.setattr(guests, "DECIDED_WITHIN", 0.3)
    visit.lost = True
    assert await visit.take(visit.message("hello")) is Whose.THEIRS
    assert await visit.take(visit.message("/catalog")) is Whose.THEIRS
    visit.lost = False
    await visit.guest.finish()
    assert await visit.house.rows(handled_update_table) == []


async def test_what_is_known_to_be_ours_waits_as_long_as_it_takes(visit, monkeypatch):
    monkeypatch.setattr(guests, "DECIDED_WITHIN", 0.1)
    question = await visit.house.asked()
    visit.lost = True
    tap = asyncio.create_task(visit.take(visit.tap(question.button("3"), question.message_id)))
    await asyncio.sleep(0.4)
    visit.lost = False
    assert await tap is Whose.OURS
    assert await visit.answers() == [(3, None)]


async def test_a_host_that_gives_up_on_an_update_undoes_nothing(visit):
    question = await visit.house.asked()
    taking = asyncio.create_task(visit.take(visit.tap(question.button("3"), question.message_id)))
    await asyncio.sleep(0)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    await visit.guest.finish()
    assert await visit.answers() == [(3, None)]


async def test_finishing_waits_for_what_is_in_hand_and_takes_nothing_more(visit):
    question = await visit.house.asked()
    tap = visit.tap(question.button("3"), question.message_id)
    taking = asyncio.create_task(visit.take(tap))
    await asyncio.sleep(0)
    await visit.guest.finish()
    assert taking.done()
    assert await visit.answers() == [(3, None)]
    assert await visit.take(visit.tap(question.button("5"), question.message_id)) is Whose.OURS
    assert await visit.take(visit.message("hello")) is Whose.THEIRS
    assert await visit.answers() == [(3, None)]


async def test_finishing_without_a_database_gives_up_and_says_so(visit, caplog):
    question = await visit.house.asked()
    visit.lost = True
    tap = visit.tap(question.button("3"), question.message_id)
    taking = [asyncio.create_task(visit.take(raw)) for raw in (tap, visit.message("hello"))]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(2):
        await visit.guest.finish()
    assert [await taken for taken in taking] == [Whose.OURS, Whose.THEIRS]
    assert f"Update {tap['update_id']} is lost" in caplog.text
    assert caplog.text.count("is lost") == 1


async def test_an_outage_is_told_once_however_many_wait(visit, caplog):
    visit.lost = True
    taking = [asyncio.create_task(visit.take(visit.message("hello"))) for _ in range(5)]
    await asyncio.sleep(0.1)
    visit.lost = False
    await asyncio.gather(*taking)
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1


async def test_a_mistake_of_ours_in_deciding_is_logged_without_words_and_the_host_goes_on(
    visit, monkeypatch, caplog
):
    """Invariant 10: logs hold no personal data."""

    words = "what Anna wrote"

    async def broken(*given, **named):
        raise KeyError(words)

    monkeypatch.setattr(guests, "find_out", broken)
    assert await visit.take(visit.message(words)) is Whose.THEIRS
    assert "KeyError" in caplog.text
    assert "Anna" not in caplog.text
    monkeypatch.undo()
    assert await visit.take(visit.message("hello")) is Whose.THEIRS


async def test_what_is_ours_and_can_t_be_handled_is_set_aside_and_not_left_to_the_host(visit, monkeypatch):
    question = await visit.house.asked()

    async def broken(*given, **named):
        raise KeyError("x")

    monkeypatch.setattr(visit.house.conversation, "handle", broken)
    assert await visit.take(visit.tap(question.button("3"))) is Whose.OURS
    assert len(await visit.house.rows(set_aside_update_table)) == 1


async def test_a_stranger_s_press_on_a_button_of_ours_is_ours_too(visit):
    """Invariant 6: it changes nothing, and the host couldn't make anything of it."""
    question = await visit.house.asked()
    raw = visit.tap(question.button("3"), question.message_id)
    raw["callback_query"]["from"] = {"id": EVE.telegram_id, "first_name": "Eve"}
    assert await visit.take(raw) is Whose.OURS
    assert await visit.answers() == []


async def test_a_reply_to_the_planner_in_the_team_s_group_is_ours(visit):
    group: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "Team"}
    async with visit.house.writer.unit() as session:
        known: dict[str, Any] = {"words": {}, "offers": [], "created_at": visit.house.now}
        known |= {"edited_at": visit.house.now, "message_id": 77}
        draft = Draft(chat_id=group["id"], person_id=ANNA.telegram_id, step=DraftStep.NAME, **known)
        await drafts.add(session, draft)
        await session.commit()
    ours = {"is_bot": True, "first_name": "Shop", "username": "shop_bot", "id": 1}
    for message_id, found in ((77, Whose.OURS), (76, Whose.THEIRS)):
        answered = {"message_id": message_id, "chat": group, "date": 1, "from": ours}
        assert await visit.take(visit.message("Spring", chat=group, reply_to_message=answered)) is found
