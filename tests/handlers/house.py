"""The conversation over a real SQLite database, and whatever stands around it: a shop, a clock, a sender."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from handlers.conversation import Conversation
from handlers.customer import leaving
from handlers.marketer.audience import add_people
from handlers.replies import Content, Edit, Reply, Toast
from handlers.shop import Shop
from handlers.survey.scales import default_scale
from handlers.texts.catalog import Catalog
from handlers.updates import Attached, Blocked, Command, Person, Tap, Text, Unblocked, Update
from storage import asks, facts, invitations, messages, outcomes, people, purchases, surveys, waves
from storage.database import Database
from storage.kinds import AttachmentKind, MessageKind, MessageState, SurveyKind, WaveState
from storage.outcomes import Result
from storage.tables import Wave, invitation_table
from storage.writer import Writer
from tests.handlers.samples import ANNA, NOW, SHOP

CATALOG = Catalog.load()
BOT_ID = 42


@dataclass(frozen=True)
class Arrived:
    """A message that stands in somebody's chat."""

    message_id: int
    chat_id: int
    kind: MessageKind
    invitation_id: int | None
    content: Content

    @property
    def text(self) -> str:
        return words_of(self.content)

    def button(self, label: str) -> str:
        """What a press on the button with this label brings back."""
        for row in self.content.keyboard:
            for button in row:
                shown = button.label
                if not isinstance(shown, str):
                    shown = CATALOG.plain(shown, self.content.language)
                if shown == label and button.data is not None:
                    return button.data
        raise AssertionError(f"There is no button {label!r} under {self.text!r}")


def words_of(content: Content) -> str:
    """A message's text as it is read."""
    return CATALOG.render_all(content.lines, content.language).text


def toast_of(replies: Sequence[Reply]) -> str | None:
    """What the one toast says; None where it says nothing."""
    (toast,) = [reply for reply in replies if isinstance(reply, Toast)]
    return None if toast.line is None else CATALOG.plain(toast.line, toast.language)


def edit_of(replies: Sequence[Reply]) -> Edit:
    """The one edit."""
    (edit,) = [reply for reply in replies if isinstance(reply, Edit)]
    return edit


class House:
    """What people do, in one line each; `now` stands still until a test moves it."""

    def __init__(self, *, database: Database, shop: Shop = SHOP) -> None:
        self.database = database
        self.writer = Writer(database=database)
        self.shop = shop
        self.now: datetime = NOW
        self.open_for = timedelta(days=7)
        self.woken = 0
        self.numbers = itertools.count(5001)
        self.conversation = Conversation(
            bot_id=BOT_ID,
            writer=self.writer,
            shop=shop,
            now=lambda: self.now,
            messages_waiting=self.wake,
        )

    def wake(self) -> None:
        self.woken += 1

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def handle(self, update: Update) -> Sequence[Reply]:
        return await self.conversation.handle(update)

    async def command(self, person: Person, name: str, argument: str = "") -> Sequence[Reply]:
        number = next(self.numbers)
        return await self.handle(Command(number, person, number, name, argument, self.now))

    async def write(self, person: Person, text: str, *, reply_to: int | None = None) -> Sequence[Reply]:
        number = next(self.numbers)
        return await self.handle(Text(number, person, number, text, self.now, reply_to))

    async def attach(
        self,
        person: Person,
        kind: AttachmentKind = AttachmentKind.PHOTO,
        caption: str = "",
        *,
        reply_to: int | None = None,
    ) -> Sequence[Reply]:
        """A person sends a picture or the like."""
        number = next(self.numbers)
        attached = Attached(kind, f"file-{number}")
        return await self.handle(Text(number, person, number, caption, self.now, reply_to, attached))

    def press(self, person: Person, data: str, *, on: Arrived | None = None, **changes: Any) -> Tap:
        """A press as Telegram reports it; `changes` are what is odd about it."""
        number = next(self.numbers)
        fields = {
            "update_id": number,
            "person": person,
            "callback_id": f"c{number}",
            "chat_id": person.telegram_id,
            "message_id": on.message_id if on else 1,
            "data": data,
        }
        return Tap(**{**fields, **changes})

    async def tap(self, person: Person, data: str, *, on: Arrived | None = None) -> Sequence[Reply]:
        return await self.handle(self.press(person, data, on=on))

    async def press_on(self, arrived: Arrived, label: str, *, by: Person = ANNA) -> Sequence[Reply]:
        return await self.tap(by, arrived.button(label), on=arrived)

    async def blocks(self, person: Person) -> None:
        await self.handle(Blocked(next(self.numbers), person))

    async def unblocks(self, person: Person) -> None:
        await self.handle(Unblocked(next(self.numbers), person))

    async def order(self, order_id: str, **columns: Any) -> str:
        """An order comes in, delivered two days ago unless told otherwise; returns its link's payload."""
        delivered = NOW - timedelta(days=2)
        names = ("first_name", "language", "category", "store", "operator", "amount_cents", "currency")
        row: dict[str, Any] = {
            **dict.fromkeys(names),
            "order_id": order_id,
            "contact_ref": f"customer-{order_id}",
            "product": "Trail running shoes",
            "link_token": f"token-{order_id}",
            "purchased_at": None,
            "delivered_at": delivered,
            "received_at": delivered,
            "is_test": False,
            "imported_at": NOW,
            **columns,
        }
        async with self.writer.unit() as session:
            await purchases.save_all(session, [row])
            await session.commit()
        return str(row["link_token"])

    async def plan(self, kind: SurveyKind = SurveyKind.CSAT, **columns: Any) -> None:
        """A wave to everybody, if `audience` doesn't say to whom, filled at once; asked as surveys are by now."""
        scale = default_scale(kind)
        async with self.writer.unit() as session:
            survey = await surveys.newest(session, kind) or await surveys.add_version(
                session,
                kind,
                version=1,
                lowest=scale.lowest,
                highest=scale.highest,
                low_to=scale.bands.low_to,
                high_from=scale.bands.high_from,
                now=self.now,
            )
            assert survey.id is not None
            wave = await waves.plan(
                session,
                Wave(
                    name="wave",
                    survey_id=survey.id,
                    due_at=self.now,
                    open_seconds=int(self.open_for.total_seconds()),
                    state=WaveState.RUNNING,
                    created_at=self.now,
                    **{"audience": "all", **columns},
                ),
            )
            after = ""
            while found := await people.page(session, kind, after=after, most=100):
                await add_people(session, wave, survey, found, shop=self.shop, now=self.now)
                after = found[-1].cursor
            await session.commit()

    async def send(self, *, to: Person | None = None) -> list[Arrived]:
        """Everything that is due leaves; returns what arrived, or of it what is in one person's chat."""
        arrived = []
        async with self.writer.unit() as session:
            due = await messages.due(session, bot_id=BOT_ID, now=self.now, most=1000)
            wanted = {message.invitation_id for message in due if message.invitation_id is not None}
            known = await facts.load(session, wanted, now=self.now)
            for message in due:
                about = known.get(message.invitation_id) if message.invitation_id is not None else None
                before = (await asks.of_contacts(session, [about.contact_id])) if about else {}
                match leaving.decide(
                    message,
                    about,
                    now=self.now,
                    shop=self.shop,
                    before=before.get(about.contact_id, asks.NEVER) if about else asks.NEVER,
                ):
                    case leaving.Go(content):
                        number = next(self.numbers)
                        arrived.append(
                            Arrived(number, message.chat_id, message.kind, message.invitation_id, content)
                        )
                        await messages.claim(session, [message.id], owner="test", now=self.now)
                        sent = Result(
                            message_id=message.id,
                            owner="test",
                            attempt=message.attempt + 1,
                            state=MessageState.SENT,
                            at=self.now,
                            telegram_message_id=number,
                        )
                        await outcomes.write_results(session, [sent])
                    case leaving.LeaveOut(reason) if message.invitation_id is not None:
                        await messages.drop(session, [message.id])
                        await invitations.skip(session, [(message.invitation_id, reason)])
                    case leaving.Hold(until):
                        await messages.hold(session, [(message.id, until)])
                    case _:
                        await messages.drop(session, [message.id])
            await session.commit()
        return [a for a in arrived if to is None or a.chat_id == to.telegram_id]

    async def says(self, to: Person = ANNA) -> list[str]:
        """What leaves to a person now, as it is read."""
        return [arrived.text for arrived in await self.send(to=to)]

    async def asked(self, person: Person = ANNA, *, order_id: str = "1001", **columns: Any) -> Arrived:
        """A person who opened their link stands before the question."""
        await self.command(person, "start", await self.order(order_id, **columns))
        await self.send()
        await self.plan()
        (question,) = await self.send(to=person)
        return question

    async def rows(self, table: Any) -> list[dict[str, Any]]:
        """All of a table, in the order in which it was written; as anybody else sees it."""
        async with self.database.reading() as session:
            found = await session.execute(select(table).order_by(*table.primary_key.columns))
            return [dict(row) for row in found.mappings()]

    async def one(self, table: Any) -> dict[str, Any]:
        """The one row of a table."""
        (row,) = await self.rows(table)
        return row

    async def states(self) -> list[str]:
        """Where each invitation is."""
        return [str(row["state"]) for row in await self.rows(invitation_table)]


@asynccontextmanager
async def open_house(path: Path, *, shop: Shop = SHOP) -> AsyncIterator[House]:
    """A house over the migrated database in a file."""
    database = Database(url=f"sqlite+aiosqlite:///{path}")
    try:
        yield House(database=database, shop=shop)
    finally:
        await database.close()
