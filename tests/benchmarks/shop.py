"""A shop of any size: people, their orders, and a wave of which they are to be asked, or were asked."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Table, insert, literal, select

from storage.database import Database, Session
from storage.kinds import InvitationState, MessageKind, MessageState, SurveyKind, WaveState
from storage.messages import line_of
from storage.tables import (
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    survey_table,
    wave_table,
)

NAME: Final = "Greenleaf"
OPEN_FOR: Final = timedelta(days=7)
FIRST_MESSAGE: Final = 1001
"""Telegram's number of the first question that was sent; the others follow it."""


class Shop:
    """Puts rows in by the thousand. Person number n (from 0) has the chat `first_chat` + n."""

    def __init__(self, *, people: int, first_chat: int = 5_000_000_001, now: datetime) -> None:
        """`now` is when everything was entered."""
        self._people = people
        self._first_chat = first_chat
        self._now = now

    async def open(self, database: Database) -> None:
        """People with an order each, delivered two days ago."""
        async with database.new_writing() as session:
            await self._enter_people(session)
            await session.commit()

    async def plan_wave(self, database: Database) -> None:
        """The same, and a wave to all of them that is due and not yet filled."""
        async with database.new_writing() as session:
            await self._enter_people(session)
            await self._enter_wave(session, WaveState.PLANNED)
            await session.commit()

    async def put_in_line(self, database: Database) -> None:
        """The same, and a wave whose questions all wait to be sent."""
        async with database.new_writing() as session:
            await self._enter_people(session)
            await self._enter_wave(session, WaveState.RUNNING)
            await self._enter_questions(session, sent=False)
            await session.commit()

    async def ask(
        self, database: Database, *, first_message: int = FIRST_MESSAGE, silent: bool = False
    ) -> None:
        """The same, and a wave whose questions were all sent; `silent`: to people who said /stop since.

        Their answers count, and nothing more is said to them.
        """
        async with database.new_writing() as session:
            await self._enter_people(session, opted_out_at=self._now if silent else None)
            await self._enter_wave(session, WaveState.RUNNING)
            await self._enter_questions(session, sent=True, first_message=first_message)
            await session.commit()

    async def _enter_people(self, session: Session, *, opted_out_at: datetime | None = None) -> None:
        n = _numbers(self._people)
        await _enter(
            session,
            contact_table,
            n,
            id=n.c.i + 1,
            telegram_id=literal(self._first_chat, contact_table.c.telegram_id.type) + n.c.i,
            first_name="Anna",
            language_code="en",
            is_staff=False,
            created_at=self._now,
            opted_out_at=opted_out_at,
        )
        await _enter(
            session,
            purchase_table,
            n,
            id=n.c.i + 1,
            contact_id=n.c.i + 1,
            order_id=_named("order", n),
            contact_ref=_named("customer", n),
            link_token=_named("token", n),
            product="Shoes",
            store="Riga",
            delivered_at=self._now - timedelta(days=2),
            received_at=self._now - timedelta(days=2),
            is_test=False,
            imported_at=self._now,
        )

    async def _enter_wave(self, session: Session, state: WaveState) -> None:
        one = _numbers(1)
        await _enter(
            session,
            survey_table,
            one,
            id=1,
            kind=SurveyKind.CSAT,
            version=1,
            lowest=1,
            highest=5,
            low_to=2,
            high_from=4,
            created_at=self._now,
        )
        await _enter(
            session,
            wave_table,
            one,
            id=1,
            name="Spring",
            survey_id=1,
            audience="all",
            due_at=self._now,
            open_seconds=int(OPEN_FOR.total_seconds()),
            is_test=False,
            state=state,
            fill_cursor="",
            created_at=self._now,
        )

    async def _enter_questions(self, session: Session, *, sent: bool, first_message: int = 0) -> None:
        n = _numbers(self._people)
        asked_at = self._now if sent else None
        await _enter(
            session,
            invitation_table,
            n,
            id=n.c.i + 1,
            ask_key=_named("w1:c", n),
            wave_id=1,
            survey_id=1,
            kind=SurveyKind.CSAT,
            contact_id=n.c.i + 1,
            purchase_id=n.c.i + 1,
            state=InvitationState.SENT if sent else InvitationState.DUE,
            is_test=False,
            order_id=_named("order", n),
            product="Shoes",
            store="Riga",
            language="en",
            delivered_at=self._now - timedelta(days=2),
            created_at=self._now,
            asked_at=asked_at,
            sent_at=asked_at,
            expires_at=self._now + OPEN_FOR if sent else None,
        )
        await _enter(
            session,
            message_table,
            n,  # no id: the database goes on counting from here
            key=_named("question", n),
            kind=MessageKind.QUESTION,
            state=MessageState.SENT if sent else MessageState.DUE,
            priority=line_of(1),
            not_before=self._now,
            chat_id=literal(self._first_chat, message_table.c.chat_id.type) + n.c.i,
            contact_id=n.c.i + 1,
            invitation_id=n.c.i + 1,
            attempt=1 if sent else 0,
            created_at=self._now,
            claimed_at=asked_at,
            sent_at=asked_at,
            telegram_message_id=n.c.i + first_message if sent else None,
        )


def morning() -> datetime:
    """A moment at which nothing expires, the same for both sides."""
    return datetime(2026, 5, 5, 10, tzinfo=UTC)


def _numbers(count: int) -> CTE:
    """The numbers from 0 to `count` - 1, counted by the database itself."""
    numbers = select(literal(0).label("i")).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < count - 1))


def _named(name: str, numbers: CTE) -> ColumnElement[str]:
    number: Any = numbers.c.i
    return literal(f"{name}:").concat(number)


async def _enter(session: Session, table: Table, numbers: CTE, **values: Any) -> None:
    """A row for each number; what isn't an expression of it is the same in all of them."""
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    await session.execute(
        insert(table).from_select(list(values), select(*columns).select_from(numbers).order_by(numbers.c.i))
    )
