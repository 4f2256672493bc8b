"""Files of contacts are fetched and read: however Telegram answers, and wherever a crash falls."""

import asyncio
import shutil
from typing import Any

import pytest

from handlers.marketer import list_intake
from handlers.messenger import NotSent, Rejected, RetryAfter, Unknown
from handlers.replies import Edit, content_from
from scheduler import fetching
from scheduler.fetching import TRIES, Fetcher
from scheduler.stopping import StoppedError
from storage import contact_lists, drafts, sent_files
from storage.database import Database
from storage.kinds import DraftStep
from storage.tables import (
    Draft,
    SentFile,
    contact_list_table,
    draft_table,
    list_entry_table,
    message_table,
    sent_file_table,
)
from storage.writer import BULK_ROWS, Writer
from tests.handlers.house import words_of
from tests.handlers.samples import SHOP
from tests.scheduler.stage import NOW, StandingClock
from tests.scheduler.test_ticker import HandTimer
from tests.storage.conftest import Rows

ROOM, MAX = -1001, 13
TABLE = b"contact_ref\na@mail\nb@mail\nc@mail\n"


class Post:
    """A fetcher over a real database, and a Telegram that gives what it is told to."""

    def __init__(self, database) -> None:
        self.database, self.writer, self.rows = database, Writer(database=database), Rows(database)
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.left: list[Any] = []
        self.woken = 0
        timer: Any = HandTimer()
        self.fetcher = Fetcher(
            database=database,
            writer=self.writer,
            shop=SHOP,
            clock=StandingClock(),
            timer=timer,
            download=self.download,
            leave=self.left.extend,
            messages_waiting=self.wake,
        )

    def wake(self):
        self.woken += 1

    async def download(self, file_id):
        self.asked.append(file_id)
        answer = self.answers.pop(0) if self.answers else TABLE
        return await answer() if callable(answer) else answer

    async def draft(self, step=DraftStep.AUDIENCE, **words):
        new = Draft(
            chat_id=ROOM,
            message_id=77,
            person_id=MAX,
            step=step,
            words={"kind": "nps", **words},
            offers=[["category", "Shoes"]],
            created_at=NOW,
            edited_at=NOW,
        )
        async with self.writer.unit() as session:
            await drafts.add(session, new)
            await session.commit()
        return new.id

    async def sends(self, draft_id, name="VIP.csv", number=1):
        sent = SentFile(
            update_id=number,
            draft_id=draft_id,
            person_id=MAX,
            chat_id=ROOM,
            thread_id=5,
            language="en",
            file_id=f"F{number}",
            file_name=name,
            sent_at=NOW,
        )
        async with self.writer.unit() as session:
            await sent_files.add(session, sent)
            await session.commit()
        return sent

    async def said(self):
        return [words_of(content_from(row.content)) for row in await self.rows.all(message_table)]

    async def shown(self):
        """What the draft's message shows last."""
        edit = self.left[-1]
        assert isinstance(edit, Edit)
        assert (edit.chat_id, edit.message_id) == (ROOM, 77)
        return words_of(edit.content)

    async def lists(self):
        return [row.name for row in await self.rows.all(contact_list_table)]

    async def audience(self):
        (row,) = await self.rows.all(draft_table)
        return row.words.get("audience")


@pytest.fixture
async def post(migrated, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "backoff", lambda _failures: 0.0)
    database = Database(url=f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path)}")
    opened = Post(database)
    await opened.rows.purchase(contact_ref="a@mail")
    yield opened
    await database.close()


async def test_a_file_becomes_a_word_of_the_audience(post):
    await post.sends(await post.draft(audience="repeat"))
    await post.fetcher.fetch()
    assert await post.audience() == "repeat list:vip"
    assert "vip: 1 of 3 contacts known" in await post.shown()
    (row,) = await post.rows.all(draft_table)
    assert row.offers == [["category", "Shoes"], ["list", "vip"]]
    assert await post.rows.all(sent_file_table) == []
    assert await post.said() == []


async def test_two_files_are_alternatives_each_under_a_name_of_its_own(post):
    draft = await post.draft(DraftStep.AUDIENCE_WORDS)
    for number in (1, 2):
        await post.sends(draft, number=number)
    await post.fetcher.fetch()
    assert await post.audience() == "list:vip,vip-2"
    (row,) = await post.rows.all(draft_table)
    assert row.step is DraftStep.AUDIENCE


async def test_somebody_who_has_gone_on_meanwhile_stays_where_they_are(post):
    await post.sends(await post.draft(DraftStep.TIME))
    await post.fetcher.fetch()
    assert await post.audience() == "list:vip"
    assert (await post.shown()).startswith("When?")


@pytest.mark.parametrize("step", [DraftStep.CANCELLED, DraftStep.PLANNED, None])
async def test_for_a_draft_that_is_over_nothing_is_fetched(post, step):
    await post.sends(await post.draft(step) if step else 99)
    await post.fetcher.fetch()
    assert post.asked == post.left == await post.said() == await post.rows.all(sent_file_table) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"name,city\nAnna,Riga\n", "VIP.csv has no column of contacts that I know; name it contact_ref"),
        (b"contact_ref\nz@mail\n", "I know none of the contacts in VIP.csv (there are 1);"),
        (b"PK\x03\x04", "I can't read VIP.csv as a table; save it as CSV (UTF-8)"),
        (Rejected(400, "file is too big"), "Telegram doesn't give me VIP.csv; send it once more."),
        (RetryAfter(3600), "Telegram doesn't give me VIP.csv; send it once more."),
    ],
    ids=["no column", "nobody known", "a spreadsheet", "refused", "a long pause"],
)
async def test_a_file_that_is_no_use_is_answered_by_one_sentence_and_the_draft_stays(post, answer, sentence):
    await post.sends(await post.draft())
    post.answers = [answer]
    await post.fetcher.fetch()
    (said,) = await post.said()
    assert said.startswith(sentence)
    (row,) = await post.rows.all(message_table)
    assert (row.key, row.chat_id, row.thread_id, post.woken) == (f"answer:{ROOM}:1", ROOM, 5, 1)
    assert (await post.audience(), post.left) == (None, [])
    assert await post.rows.all(sent_file_table) == await post.lists() == []


async def test_a_telegram_that_is_slow_or_away_is_asked_again_a_few_times(post):
    draft = await post.draft()
    await post.sends(draft)
    post.answers = [NotSent("away"), RetryAfter(0.0)]
    await post.fetcher.fetch()
    assert (len(post.asked), await post.audience()) == (3, "list:vip")
    await post.sends(draft, number=2)
    post.answers = [Unknown("cut")] * TRIES
    await post.fetcher.fetch()
    assert (len(post.asked), await post.said()) == (
        6,
        ["Telegram doesn't give me VIP.csv; send it once more."],
    )


async def test_a_file_that_never_comes_is_given_up(post, monkeypatch):
    monkeypatch.setattr(fetching, "FETCHED_WITHIN", 0.01)
    await post.sends(await post.draft())
    post.answers = [asyncio.Event().wait] * TRIES
    await post.fetcher.fetch()
    assert await post.said() == ["Telegram doesn't give me VIP.csv; send it once more."]


async def test_who_is_stopped_in_the_middle_goes_on_after_the_next_start(post):
    await post.sends(await post.draft())

    async def stopped():
        post.fetcher.stop()
        await asyncio.Event().wait()

    post.answers = [stopped]
    with pytest.raises(StoppedError):
        await post.fetcher.fetch()
    assert await post.said() == []
    again = Post(post.database)
    await again.fetcher.fetch()
    assert await again.audience() == "list:vip"


class CrashError(Exception):
    """The process dies."""


@pytest.mark.parametrize(
    ("where", "name", "lists"),
    [
        (contact_lists, "add", [None, "vip"]),  # while it is stored
        (contact_lists, "name", [None, "vip"]),  # before it is named
        (sent_files, "settle", ["vip"]),  # before the draft names it
    ],
)
async def test_a_crash_at_any_moment_makes_no_list_of_a_file_that_can_be_named_twice(
    post, monkeypatch, where, name, lists
):
    await post.sends(await post.draft())

    async def crash(*_args, **_more):
        raise CrashError

    with monkeypatch.context() as crashing:
        crashing.setattr(where, name, crash)
        with pytest.raises(CrashError):
            await post.fetcher.fetch()
    assert (await post.audience(), len(await post.rows.all(sent_file_table))) == (None, 1)
    await Post(post.database).fetcher.fetch()
    assert (await post.audience(), await post.lists()) == ("list:vip", lists)


async def test_a_list_is_stored_in_small_commits(post, monkeypatch):
    pages: list[int] = []
    add = contact_lists.add

    async def counted(session, list_id, refs):
        pages.append(len(refs))
        await add(session, list_id, refs)

    monkeypatch.setattr(contact_lists, "add", counted)
    refs = [f"c{number}" for number in range(2 * BULK_ROWS + 1)]
    await list_intake.store(post.writer, refs, now=NOW)
    assert pages == [BULK_ROWS, BULK_ROWS, 1]
    assert len(await post.rows.all(list_entry_table)) == len(refs)
