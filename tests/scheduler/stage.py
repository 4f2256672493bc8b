"""A real SQLite database with people, waves and messages in line; time stands still until it is moved."""

import asyncio
import itertools
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import OperationalError

from handlers.messenger import Outcome, Sent
from handlers.replies import Content, Line
from handlers.shop import Shop
from scheduler.claims import Claims, Turn
from scheduler.endings import Ending
from scheduler.pacing import Pacer
from scheduler.pauses import Pauses
from scheduler.sender import Sender
from storage import messages
from storage.database import Database
from storage.kinds import InvitationState, MessageKind, MessageState, ResponseSource, SurveyKind, WaveState
from storage.messages import Asked, NewMessage
from storage.tables import (
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    response_table,
    survey_table,
    wave_table,
)
from storage.writer import Writer

BOT_ID = 42
NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")


class StandingClock:
    """A clock that moves when it is told to."""

    def __init__(self, start: datetime = NOW) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


def words(text: str = "anything") -> Content:
    """Content that says something."""
    return Content(lines=(Line("help-customer", {"shop": text}),), language="en")


def away() -> OperationalError:
    """What SQLAlchemy raises while the database is away."""
    return OperationalError("SELECT", {}, Exception("the database is away"))


class ScriptedSpeaker:
    """A Telegram that answers each message as scripted, and accepts what comes after the script."""

    def __init__(self, *script: Outcome | Exception) -> None:
        self.script = list(script)
        self.said: list[tuple[int, Content, int | None]] = []
        self.open = asyncio.Event()  # a closed speaker keeps everybody waiting
        self.open.set()
        self.under_way = 0
        self.most_under_way = 0
        self._numbers = itertools.count(9001)
        self._heard = asyncio.Event()

    @property
    def chats(self) -> list[int]:
        return [chat_id for chat_id, _, _ in self.said]

    async def say(
        self, chat_id: int, content: Content, *, thread_id: int | None = None, reply_to: int | None = None
    ) -> Outcome:
        self.said.append((chat_id, content, thread_id))
        answer = self.script.pop(0) if self.script else Sent({"message_id": next(self._numbers)})
        self._heard.set()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await self.open.wait()
        self.under_way -= 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def greet(self) -> Outcome:
        return Sent({"id": BOT_ID})

    async def has_said(self, number: int) -> None:
        """Wait until so many messages were handed over."""
        while len(self.said) < number:
            self._heard.clear()
            await self._heard.wait()


class WatchedClaims(Claims):
    """Tells when nothing is under way and nothing may leave, and can lose its database."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.dry = asyncio.Event()
        self.lost_ends = 0
        self.lost_takes = 0
        self._under_way = 0

    async def take(self, most: int, *, busy_chats: Collection[int]) -> Turn:
        if self.lost_takes:
            self.lost_takes -= 1
            raise away()
        turn = await super().take(most, busy_chats=busy_chats)
        self._under_way += len(turn.claimed)
        if not turn.more and not turn.resting and not self._under_way:
            self.dry.set()
        return turn

    async def end(self, ending: Ending) -> None:
        if self.lost_ends:
            self.lost_ends -= 1
            raise away()
        await super().end(ending)
        self._under_way -= 1


class Stage:
    """Puts people, waves and messages into the database, and looks at what became of them."""

    def __init__(self, *, database: Database, clock: StandingClock) -> None:
        self.database = database
        self.clock = clock
        self.shop = SHOP
        self.writer = Writer(database=database)
        self._numbers = itertools.count(1)

    def claims(self, owner: str = "this process") -> WatchedClaims:
        return WatchedClaims(
            bot_id=BOT_ID,
            owner=owner,
            database=self.database,
            writer=self.writer,
            shop=self.shop,
            clock=self.clock,
        )

    def pauses(self) -> Pauses:
        """Where pauses of the whole bot and of chats are stored."""
        return Pauses(bot_id=BOT_ID, writer=self.writer, clock=self.clock)

    def sender(
        self, speaker: ScriptedSpeaker, *, claims: Claims | None = None, pacer: Pacer | None = None
    ) -> Sender:
        return Sender(
            claims=claims or self.claims(),
            speaker=speaker,
            pacer=pacer or Pacer(rate=1000),
            clock=self.clock,
            owner="this process",
        )

    async def send_all(self, *script: Outcome | Exception) -> ScriptedSpeaker:
        """Send what may leave now, in a process of its own that ends afterwards."""
        speaker, claims = ScriptedSpeaker(*script), self.claims()
        sender = self.sender(speaker, claims=claims)
        sending = asyncio.create_task(sender.run())
        looking = asyncio.create_task(claims.dry.wait())
        await asyncio.wait({sending, looking}, return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        sender.stop()
        await sending
        return speaker

    async def add(self, table: Table, **values: Any) -> int:
        async with self.writer.unit() as session:
            added: Any = await session.execute(insert(table).values(values))
            await session.commit()
        return int(added.inserted_primary_key[0])

    async def change(self, table: Table, identifier: int, **values: Any) -> None:
        async with self.writer.unit() as session:
            await session.execute(update(table).where(table.c.id == identifier).values(values))
            await session.commit()

    async def contact(self, **values: Any) -> int:
        number = next(self._numbers)
        given = {"telegram_id": 1000 + number, "first_name": "Anna", "is_staff": False, "created_at": NOW}
        return await self.add(contact_table, **(given | values))

    async def purchase(self, **values: Any) -> int:
        number = next(self._numbers)
        given = {
            "order_id": str(number),
            "contact_ref": f"customer-{number}",
            "link_token": f"token-{number}",
            "product": "Trail running shoes",
            "received_at": NOW - timedelta(days=2),
            "delivered_at": NOW - timedelta(days=2),
            "is_test": False,
            "imported_at": NOW,
        }
        return await self.add(purchase_table, **(given | values))

    async def wave(self, state: WaveState = WaveState.RUNNING, **values: Any) -> int:
        survey = {"version": next(self._numbers), "created_at": NOW, "low_to": 2, "high_from": 4}
        given = {
            "name": "Spring",
            "audience": "all",
            "due_at": NOW,
            "open_seconds": 7 * 24 * 3600,
            "is_test": False,
            "state": state,
            "fill_cursor": "",
            "created_at": NOW,
            "survey_id": await self.add(survey_table, kind=SurveyKind.CSAT, lowest=1, highest=5, **survey),
        }
        if state is WaveState.PAUSED:
            given["resumes_as"] = WaveState.RUNNING
        return await self.add(wave_table, **(given | values))

    async def question(self, *, wave_id: int | None = None, person: int | None = None, **values: Any) -> int:
        """An invitation with its question in line, about an order of a person's; returns the invitation's id."""
        wave_id = wave_id or await self.wave()
        person = person or await self.contact()
        wave = await self.row(wave_table, wave_id)
        order = await self.row(purchase_table, await self.purchase(contact_id=person))
        given: dict[str, Any] = {
            "ask_key": f"w{wave_id}:{next(self._numbers)}",
            "wave_id": wave_id,
            "survey_id": wave.survey_id,
            "kind": SurveyKind.CSAT,
            "contact_id": person,
            "purchase_id": order.id,
            "order_id": order.order_id,
            "state": InvitationState.DUE,
            "is_test": False,
            "language": "en",
            "created_at": NOW,
        }
        given |= values
        invitation_id = await self.add(invitation_table, **given)
        chat_id = (await self.row(contact_table, person)).telegram_id
        async with self.writer.unit() as session:
            asked = Asked(str(given["ask_key"]), chat_id, not_before=self.clock.now())
            await messages.ask(session, [asked], now=self.clock.now())
            await session.commit()
        return invitation_id

    async def answer(self, invitation_id: int, score: int) -> int:
        """An answer on the scale of the waves made here."""
        return await self.add(
            response_table,
            invitation_id=invitation_id,
            score=score,
            lowest=1,
            highest=5,
            source=ResponseSource.TAP,
            first_answered_at=self.clock.now(),
            answered_at=self.clock.now(),
        )

    async def say(self, chat_id: int, text: str = "anything", **values: Any) -> int:
        """A message in line with this content; returns its id."""
        return await self.put_in_line(
            chat_id=chat_id, content=msgspec.to_builtins(words(text)), **{"kind": MessageKind.REPLY, **values}
        )

    async def put_in_line(self, **values: Any) -> int:
        key = f"message-{next(self._numbers)}"
        new = NewMessage(**{"key": key, "not_before": self.clock.now(), **values})
        async with self.writer.unit() as session:
            await messages.put_in_line(session, [new], now=self.clock.now())
            await session.commit()
            found = await session.execute(select(message_table.c.id).where(message_table.c.key == key))
            return int(found.scalar_one())

    async def row(self, table: Table, identifier: int) -> Any:
        async with self.database.reading() as session:
            return (await session.execute(select(table).where(table.c.id == identifier))).one()

    async def rows(self, table: Table) -> list[Any]:
        async with self.database.reading() as session:
            return list(await session.execute(select(table).order_by(*table.primary_key.columns)))

    async def message(self, identifier: int) -> Any:
        return await self.row(message_table, identifier)

    async def invitation(self, identifier: int) -> Any:
        return await self.row(invitation_table, identifier)

    async def question_of(self, invitation_id: int) -> Any:
        """The newest message that asks this invitation's question."""
        return [row for row in await self.rows(message_table) if row.invitation_id == invitation_id][-1]

    async def number_of(self, state: MessageState) -> int:
        async with self.database.reading() as session:
            counted = select(func.count()).where(message_table.c.state == state)
            return int((await session.execute(counted)).scalar_one())
