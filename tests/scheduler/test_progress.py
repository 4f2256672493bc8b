"""Progress messages are kept up to date: not too often, only where something changed, never for nothing."""

import asyncio
import shutil
from datetime import timedelta
from typing import Any

import pytest

from handlers.marketer.progress import look
from handlers.messenger import Gone, GoneReason, Moved, NotSent, Rejected, RetryAfter, Sent, Unknown
from scheduler.pacing import Pacer
from scheduler.progress import EVERY, PAGE, TICK, ProgressKeeper
from storage import progress, rooms
from storage.bots import EVERY_CHAT
from storage.database import Database
from storage.kinds import InvitationState, WaveState
from storage.tables import progress_message_table, sending_pause_table, wave_table
from storage.writer import Writer
from tests.handlers.house import words_of
from tests.handlers.samples import SHOP
from tests.scheduler.stage import NOW, StandingClock, away
from tests.scheduler.test_ticker import HandTimer
from tests.scheduler.virtual_time import settle
from tests.storage.conftest import Rows

BOT_ID = 42
ROOM = -1001
NOT_MODIFIED = Rejected(400, "Bad Request: message is not modified: specified new message content ...")


class ScriptedTelegram:
    """Takes edits, and says what it is told to say; by itself, that it is done."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.edits: list[Any] = []
        self.meanwhile: Any = None

    async def edit(self, edit):
        self.edits.append(edit)
        if self.meanwhile is not None:
            await self.meanwhile()
        answer = self.answers.pop(0) if self.answers else Sent(True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def said(self):
        return [(edit.message_id, words_of(edit.content)) for edit in self.edits]


class Watch:
    """A keeper over a real database, with its clock, its timer and Telegram in the test's hands."""

    def __init__(self, database) -> None:
        self.rows = Rows(database)
        self.writer = Writer(database=database)
        self.clock, self.timer, self.telegram = StandingClock(), HandTimer(), ScriptedTelegram()
        self.pacer = Pacer(rate=1000)
        timer: Any = self.timer
        self.keeper = ProgressKeeper(
            bot_id=BOT_ID,
            database=database,
            writer=self.writer,
            shop=SHOP,
            clock=self.clock,
            timer=timer,
            editor=self.telegram,
            pacer=self.pacer,
        )

    async def commit(self, work):
        async with self.writer.unit() as session:
            await work(session)
            await session.commit()

    async def room(self, chat_id=ROOM):
        await self.commit(
            lambda session: rooms.connect(session, chat_id=chat_id, thread_id=None, title="Team", now=NOW)
        )

    async def shows(self, wave, *, message_id=5, chat_id=ROOM):
        """Somebody pressed a button of this message."""
        now = self.clock.now()
        await self.commit(
            lambda session: progress.follow(
                session, chat_id=chat_id, message_id=message_id, wave_id=wave, now=now
            )
        )

    async def later(self, by=EVERY):
        """So much time passes, and the keeper looks."""
        self.clock.advance(seconds=by.total_seconds())
        await self.keeper.refresh()

    async def sent(self, wave, number=1):
        for _ in range(number):
            await self.rows.invitation(wave_id=wave, state=InvitationState.SENT, sent_at=NOW)

    async def followed(self):
        return [row.message_id for row in await self.rows.all(progress_message_table)]


@pytest.fixture
async def database(migrated, tmp_path):
    opened = Database(url=f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path)}")
    yield opened
    await opened.close()


@pytest.fixture
async def watch(database):
    opened = Watch(database)
    await opened.room()
    return opened


async def test_a_message_is_edited_when_something_has_changed_and_then_at_most_every_fifteen_seconds(watch):
    wave = await watch.rows.wave()
    await watch.shows(wave)
    await watch.sent(wave)
    await watch.later(EVERY - TICK)
    assert watch.telegram.said == []
    await watch.later(TICK)
    await watch.sent(wave)
    for _ in range(14):
        await watch.later(TICK)
    assert [text.splitlines()[-1] for _, text in watch.telegram.said] == ["Asked 1 of 1 · 0 answered (0%)"]
    await watch.later(TICK)
    assert [text.splitlines()[-1] for _, text in watch.telegram.said][1:] == [
        "Asked 2 of 2 · 0 answered (0%)"
    ]


async def test_what_hasnt_changed_isnt_edited(watch):
    wave = await watch.rows.wave()
    await watch.shows(wave)
    await watch.later()  # what the press has left in the chat isn't known for sure
    assert len(watch.telegram.edits) == 1
    for _ in range(5):
        await watch.later()
    assert len(watch.telegram.edits) == 1


async def test_what_stands_there_already_is_as_good_as_done(watch):
    await watch.shows(await watch.rows.wave())
    watch.telegram.answers = [NOT_MODIFIED]
    for _ in range(3):
        await watch.later()
    assert len(watch.telegram.edits) == 1
    assert await watch.followed() == [5]


@pytest.mark.parametrize("state", [WaveState.DONE, WaveState.STOPPED])
async def test_the_end_of_a_wave_is_shown_once_and_for_all(watch, state):
    wave = await watch.rows.wave()
    await watch.shows(wave)
    await watch.later()
    await watch.commit(
        lambda session: session.execute(
            wave_table.update().where(wave_table.c.id == wave).values(state=state, finished_at=NOW)
        )
    )
    for _ in range(3):
        await watch.later()
    assert [text.splitlines()[0] for _, text in watch.telegram.said] == [
        "Spring · CSAT · running",
        f"Spring · CSAT · {state}",
    ]
    assert await watch.followed() == []


@pytest.mark.parametrize(
    "refusal",
    [
        Rejected(400, "Bad Request: message to edit not found"),
        Rejected(400, "Bad Request: message can't be edited"),
        Rejected(403, "Forbidden: something new"),
        Gone(GoneReason.REMOVED),
        Gone(GoneReason.NOT_FOUND),
        Moved(-100_1001),
        ValueError("can't be put into words"),
    ],
    ids=repr,
)
async def test_what_cant_be_edited_any_more_is_let_go_and_the_others_arent(watch, refusal):
    first, second = await watch.rows.wave(), await watch.rows.wave()
    await watch.shows(first, message_id=5)
    await watch.shows(second, message_id=6)
    watch.telegram.answers = [refusal]
    for _ in range(3):
        await watch.later()
    assert [message_id for message_id, _ in watch.telegram.said] == [5, 6]
    assert await watch.followed() == [6]


@pytest.mark.parametrize(
    "trouble", [NotSent("no network"), Unknown("HTTP 502"), Rejected(401, "Unauthorized")], ids=repr
)
async def test_what_may_not_have_arrived_is_shown_again_later(watch, trouble):
    await watch.shows(await watch.rows.wave())
    watch.telegram.answers = [trouble]
    await watch.later()
    await watch.later(EVERY - TICK)
    assert len(watch.telegram.edits) == 1
    await watch.later(TICK)
    await watch.later()
    assert len(watch.telegram.edits) == 2


async def test_a_429_holds_the_group_back_for_as_long_as_it_says(watch):
    await watch.room(-2002)
    wave = await watch.rows.wave()
    await watch.shows(wave)
    await watch.shows(wave, chat_id=-2002)
    watch.telegram.answers = [RetryAfter(40.0)]
    await watch.later()
    paused = await watch.rows.all(sending_pause_table)
    held = paused[0].chat_id
    assert [(row.bot_id, row.until - watch.clock.now()) for row in paused] == [
        (BOT_ID, timedelta(seconds=40))
    ]
    for _ in range(2):
        await watch.later()
    assert [edit.chat_id for edit in watch.telegram.edits].count(held) == 1
    await watch.later()
    assert [edit.chat_id for edit in watch.telegram.edits].count(held) == 2


async def test_while_the_whole_bot_rests_nothing_is_edited(watch):
    await watch.shows(await watch.rows.wave())
    until = NOW + EVERY + timedelta(seconds=1)
    await watch.rows.add(sending_pause_table, bot_id=BOT_ID, chat_id=EVERY_CHAT, until=until)
    await watch.later()
    assert watch.telegram.edits == []
    await watch.later(TICK)
    assert len(watch.telegram.edits) == 1


async def test_a_press_during_an_edit_makes_it_look_again(watch):
    """Nobody knows which of both edits came last: what stands there may be old."""
    wave = await watch.rows.wave()
    await watch.shows(wave)

    async def pressed():
        watch.telegram.meanwhile = None
        watch.clock.advance(seconds=1)
        await watch.shows(wave)

    watch.telegram.meanwhile = pressed
    await watch.later()
    assert [row.shown for row in await watch.rows.all(progress_message_table)] == [None]
    await watch.later()
    assert len(watch.telegram.edits) == 2


async def test_what_cant_be_drawn_is_let_go_and_the_others_arent(watch, monkeypatch, caplog):
    async def failing(session, message, *, shop):
        if message.wave_id == wrong:
            raise KeyError("a fault of ours")
        return await look(session, message, shop=shop)

    monkeypatch.setattr("scheduler.progress.look", failing)
    await watch.room()
    wrong, right = [await watch.rows.wave() for _ in range(2)]
    for number, wave in enumerate((wrong, right), start=5):
        await watch.shows(wave, message_id=number)
    await watch.later()
    assert await watch.followed() == [6]
    assert [message_id for message_id, _ in watch.telegram.said] == [6]
    assert f"The progress of wave {wrong} can't be shown: KeyError" in caplog.text


async def test_a_room_that_isnt_one_any_more_is_let_go_without_a_word(watch):
    wave = await watch.rows.wave()
    await watch.shows(wave, chat_id=-3003)
    await watch.later()
    assert watch.telegram.edits == []
    assert await watch.followed() == []


async def test_many_messages_have_their_turn_those_that_waited_longest_first(watch):
    for number in range(PAGE + 2):
        await watch.shows(await watch.rows.wave(), message_id=number + 1)
        watch.clock.advance(seconds=0.001)
    await watch.later()
    assert [edit.message_id for edit in watch.telegram.edits] == list(range(1, PAGE + 1))
    await watch.keeper.refresh()
    assert [edit.message_id for edit in watch.telegram.edits][PAGE:] == [PAGE + 1, PAGE + 2]


async def test_it_goes_on_after_a_restart(watch, database):
    """Invariant 7: which messages there are and what they show lives in rows."""
    wave = await watch.rows.wave()
    await watch.shows(wave)
    await watch.later()
    again = Watch(database)
    again.clock.advance(seconds=3600)
    await again.keeper.refresh()
    assert again.telegram.edits == []
    await again.sent(wave)
    await again.later()
    assert [message_id for message_id, _ in again.telegram.said] == [5]


# Its life


async def running(watch):
    task = asyncio.create_task(watch.keeper.run())
    await settle()
    return task


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the keeper tells nobody what it does
            await asyncio.sleep(0.01)


async def test_it_looks_whenever_the_timer_wakes_it_and_stops_when_it_is_told(watch):
    wave = await watch.rows.wave()
    await watch.shows(wave)
    task = await running(watch)
    watch.clock.advance(seconds=15)
    watch.timer.intervals[TICK].set()
    await until(lambda: watch.telegram.edits)
    watch.keeper.stop()
    await asyncio.wait_for(task, 5)


async def test_it_stops_also_while_the_bot_rests(watch):
    await watch.shows(await watch.rows.wave())
    watch.pacer.pause(3600, slower=False)
    watch.clock.advance(seconds=15)
    task = await running(watch)
    watch.keeper.stop()
    await asyncio.wait_for(task, 5)
    assert watch.telegram.edits == []


async def test_a_database_that_is_away_is_waited_for_and_a_fault_of_ours_is_not(watch, monkeypatch, caplog):
    faults: list[Exception] = [away(), away()]
    looks = 0

    async def refresh():
        nonlocal looks
        looks += 1
        if faults:
            raise faults.pop(0)

    monkeypatch.setattr(watch.keeper, "refresh", refresh)
    task = await running(watch)
    for expected in (1, 2, 3):
        await until(lambda expected=expected: looks == expected)
        watch.timer.intervals[TICK].set()
    await until(lambda: looks == 4)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    faults.append(KeyError("a fault of ours"))
    watch.timer.intervals[TICK].set()
    with pytest.raises(KeyError):
        await asyncio.wait_for(task, 5)
