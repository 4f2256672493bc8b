"""A real database for every test: a SQLite file, and PostgreSQL too where TEST_DATABASE_URL names a server."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Table, delete, event, insert, select
from sqlmodel import SQLModel

from storage.database import Database, Session
from storage.kinds import (
    InvitationState,
    MessageKind,
    MessageState,
    ResponseSource,
    SurveyKind,
    WaveState,
)
from storage.messages import line_of
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
from tests.postgresql import SERVER, new_database

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)

Found = TypeVar("Found")

SCALES = {SurveyKind.CSAT: (1, 5, 2, 4), SurveyKind.NPS: (0, 10, 6, 9), SurveyKind.CES: (1, 7, 3, 5)}


@pytest.fixture
def now() -> datetime:
    return NOW


async def _empty(url: str) -> None:
    database = Database(url=url)
    async with database.new_writing() as session:
        for table in reversed(SQLModel.metadata.sorted_tables):
            await session.execute(delete(table))
        await session.commit()
    await database.close()


@pytest.fixture(params=["sqlite", *(["postgresql"] if SERVER else [])])
def dialect(request: pytest.FixtureRequest) -> str:
    """What the test runs on: everything runs on each."""
    return str(request.param)


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite file without rows, for what only SQLite has."""
    path = tmp_path / "tapscore.db"
    shutil.copyfile(migrated, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def url(dialect: str, request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database without rows."""
    if dialect == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    on_server = str(request.getfixturevalue("shared_on_server"))
    asyncio.run(_empty(on_server))
    return on_server


@pytest.fixture
def blank_url(dialect: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if dialect == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'blank.db'}"
    else:
        with new_database() as url:
            yield url


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """The URL of a database without tables on PostgreSQL, for what only that has."""
    with new_database() as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url=url)
    yield opened
    await opened.close()


@pytest.fixture
async def another(url: str) -> AsyncIterator[Database]:
    """The same database as another process opens it."""
    opened = Database(url=url)
    yield opened
    await opened.close()


@pytest.fixture
def writer(database: Database) -> Writer:
    return Writer(database=database)


@pytest.fixture
def statements(database: Database) -> list[str]:
    """Every statement that is written from here on, in order; many rows in one call are one."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    return seen


@pytest.fixture
async def session(writer: Writer) -> AsyncIterator[Session]:
    """A unit of work for tests that need only one; what isn't committed ends with the test."""
    async with writer.unit() as opened:
        yield opened


class Rows:
    """Puts rows into tables, with every value that doesn't matter filled in, and looks at them again.

    Each call is a unit of work of its own unless it is given a session, so that two of them can't see each
    other's rows before they are committed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers = itertools.count(1)
        self._running: dict[SurveyKind, int] = {}  # the wave of invitations that don't care for theirs
        self._surveys: dict[int, int] = {}

    def of(self, database: Database) -> "Rows":
        """The same, in another database."""
        return Rows(database)

    async def add(self, table: Table, **values: Any) -> int:
        (identifier,) = await self.add_all(table, [values])
        return identifier

    async def add_all(self, table: Table, rows: list[dict[str, Any]]) -> list[int]:
        async with self._database.new_writing() as session:
            keys = []
            for row in rows:
                inserted: Any = await session.execute(insert(table).values(row))
                keys.append(inserted.inserted_primary_key[0])
            await session.commit()
        return keys

    async def contact(self, **values: Any) -> int:
        number = next(self._numbers)
        return await self.add(
            contact_table,
            **{
                "telegram_id": 1000 + number,
                "first_name": f"Anna {number}",
                "is_staff": False,
                "created_at": NOW,
            }
            | values,
        )

    def a_purchase(self, **values: Any) -> dict[str, Any]:
        number = next(self._numbers)
        return {
            "order_id": f"order-{number}",
            "contact_ref": f"ref-{number}",
            "link_token": f"token-{number}",
            "received_at": NOW - timedelta(days=2),
            "is_test": False,
            "imported_at": NOW - timedelta(days=9),
        } | values

    async def purchase(self, **values: Any) -> int:
        return await self.add(purchase_table, **self.a_purchase(**values))

    async def survey(self, kind: SurveyKind = SurveyKind.CSAT, **values: Any) -> int:
        lowest, highest, low_to, high_from = SCALES[kind]
        return await self.add(
            survey_table,
            **{
                "kind": kind,
                "version": next(self._numbers),
                "lowest": lowest,
                "highest": highest,
                "low_to": low_to,
                "high_from": high_from,
                "created_at": NOW,
            }
            | values,
        )

    async def wave(self, *, kind: SurveyKind = SurveyKind.CSAT, **values: Any) -> int:
        if "survey_id" not in values:
            values["survey_id"] = await self.survey(kind)
        if values.get("state") == WaveState.PAUSED:
            values = {"resumes_as": WaveState.RUNNING} | values
        return await self.add(
            wave_table,
            **{
                "name": "Spring",
                "audience": "all",
                "due_at": NOW,
                "open_seconds": 7 * 24 * 3600,
                "is_test": False,
                "state": WaveState.RUNNING,
                "fill_cursor": "",
                "created_at": NOW,
            }
            | values,
        )

    async def an_invitation(
        self, *, wave_id: int | None = None, kind: SurveyKind = SurveyKind.CSAT, **values: Any
    ) -> dict[str, Any]:
        if wave_id is None:
            wave_id = self._running.get(kind) or await self.wave(kind=kind)
            self._running[kind] = wave_id
        if wave_id not in self._surveys:
            self._surveys[wave_id] = (await self.one(wave_table, wave_id)).survey_id
        state = values.get("state", InvitationState.DUE)
        if "contact_id" not in values and state is not InvitationState.SKIPPED:
            values["contact_id"] = await self.contact()
        return {
            "ask_key": f"key-{next(self._numbers)}",
            "wave_id": wave_id,
            "survey_id": self._surveys[wave_id],
            "kind": kind,
            "state": state,
            "is_test": False,
            "language": "en",
            "created_at": NOW,
        } | values

    async def invitation(self, **values: Any) -> int:
        return await self.add(invitation_table, **await self.an_invitation(**values))

    def a_message(self, **values: Any) -> dict[str, Any]:
        sending = values.get("state") == MessageState.SENDING
        return {
            "key": f"message-{next(self._numbers)}",
            "kind": MessageKind.REPLY,
            "state": MessageState.DUE,
            "priority": 0,
            "not_before": NOW,
            "chat_id": 1000,
            "attempt": 1 if sending else 0,
            "owner": "owner" if sending else None,
            "created_at": NOW,
        } | values

    async def message(self, **values: Any) -> int:
        return await self.add(message_table, **self.a_message(**values))

    async def question(
        self, *, invitation: InvitationState = InvitationState.DUE, **values: Any
    ) -> tuple[int, int]:
        """A message that asks, and the invitation that it asks."""
        asked = await self.invitation(state=invitation)
        line = line_of((await self.one(invitation_table, asked)).wave_id)
        message = await self.message(
            **{"kind": MessageKind.QUESTION, "invitation_id": asked, "priority": line} | values
        )
        return message, asked

    async def question_of(self, wave_id: int, **values: Any) -> tuple[int, int]:
        """A question of this wave in its line, and the invitation that it asks."""
        asked = await self.invitation(wave_id=wave_id, state=InvitationState.DUE)
        given = {"kind": MessageKind.QUESTION, "invitation_id": asked, "priority": line_of(wave_id)}
        return await self.message(**given | values), asked

    async def answer(self, *, invitation_id: int, score: int, **values: Any) -> int:
        invited = await self.one(invitation_table, invitation_id)
        lowest, highest, *_ = SCALES[invited.kind]
        return await self.add(
            response_table,
            **{
                "invitation_id": invitation_id,
                "score": score,
                "lowest": lowest,
                "highest": highest,
                "source": ResponseSource.TAP,
                "first_answered_at": NOW,
                "answered_at": NOW,
            }
            | values,
        )

    async def one(self, table: Table, identifier: int) -> Any:
        """The row as it is committed."""
        async with self._database.reading() as session:
            return (await session.execute(select(table).where(table.c.id == identifier))).one()

    async def all(self, table: Table) -> list[Any]:
        """Every row, in the order of its key."""
        async with self._database.reading() as session:
            found = await session.execute(select(table).order_by(*table.primary_key.columns))
            return list(found)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)


class Plans:
    """How SQLite goes about the statements of some work; in a database of its own, with rows of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.rows = Rows(database)

    async def steps(self, work: Callable[[Session], Awaitable[Found]]) -> tuple[Found, int]:
        """What some work returns, and how many steps of its virtual machine SQLite takes for it, by tens."""
        taken = itertools.count()
        async with self._database.new_writing() as session:
            raw = await (await session.connection()).get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.set_progress_handler(lambda: next(taken) < 0, 10)
            found = await work(session)
            await raw.driver_connection.set_progress_handler(None, 0)
        return found, next(taken)

    async def of(self, work: Callable[[Session], Awaitable[object]]) -> list[str]:
        """EXPLAIN QUERY PLAN of every statement, line by line."""
        seen: list[tuple[str, Any]] = []

        def note(
            _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool
        ) -> None:
            if not statement.startswith("BEGIN"):
                seen.append((statement, values[0] if many else values))

        engine = self._database.engine.sync_engine
        async with self._database.new_writing() as session:
            event.listen(engine, "before_cursor_execute", note)
            await work(session)
            event.remove(engine, "before_cursor_execute", note)
            connection = await session.connection()
            lines = []
            for statement, values in seen:
                found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                lines += [row.detail for row in found]
        return lines


@pytest.fixture
async def plans(sqlite_url: str) -> AsyncIterator[Plans]:
    database = Database(url=sqlite_url)
    yield Plans(database)
    await database.close()
