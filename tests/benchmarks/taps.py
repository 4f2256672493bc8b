"""Durable taps: how many a second, how soon a lone one, and whether two at once ever go wrong."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from bot.app import settled
from bot.courier import Courier
from bot.reception import Reception
from handlers.conversation import Conversation
from handlers.replies import Reply
from handlers.shop import Shop as OurShop
from storage.database import Database
from storage.writer import Writer
from tests.benchmarks import rows, shop
from tests.benchmarks.databases import Template, template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.plain.taps import BOT_ID, PlainTaps, open_engine
from tests.benchmarks.rounds import Run, take_turns

AT_ONCE: Final = 512
FIRST_CHAT: Final = 5_000_000_001
PLAIN_PAIRS: Final = 128
"""People who tap twice at the plain form: its failures take long, by waiting for locks."""

Take = Callable[[Mapping[str, Any]], Awaitable[object]]
"""What one side does with an update; it returns once the tap is durable."""


class _NobodyCarries(Courier):
    """Acknowledging isn't part of it: what leaves after the commit is dropped."""

    def __init__(self) -> None:
        pass

    def leave(self, replies: Sequence[Reply], *, lane: int) -> None:
        pass


def _ours(database: Database) -> Take:
    writer = Writer(database=database)
    conversation = Conversation(
        bot_id=BOT_ID,
        writer=writer,
        shop=OurShop(name=shop.NAME, time_zone=ZoneInfo("UTC"), language="en"),
        now=shop.morning,
        messages_waiting=lambda: None,
    )
    reception = Reception(
        bot_id=BOT_ID,
        conversation=conversation,
        courier=_NobodyCarries(),
        writer=writer,
        now=shop.morning,
    )
    return reception.take


@asynccontextmanager
async def _our_side(url: str) -> AsyncIterator[Take]:
    database = Database(url=url)
    try:
        with settled():
            yield _ours(database)
    finally:
        await database.close()


@asynccontextmanager
async def _plain_side(url: str, *, connections: int | None = None) -> AsyncIterator[Take]:
    """With as many connections as serve it best: SQLite's writers only wait for each other."""
    best = 1 if url.startswith("sqlite") else 16
    engine = open_engine(url, connections=connections or best)
    try:
        yield PlainTaps(engine=engine, now=shop.morning).take_raw
    finally:
        await engine.dispose()


Open = Callable[[str], Any]
SIDES: Final[dict[str, Open]] = {"plain": _plain_side, "ours": _our_side}


def _tap(number: int, person: int, score: int) -> dict[str, Any]:
    """An update as Telegram sends it; person number n was asked by invitation n + 1."""
    chat = FIRST_CHAT + person
    who = {"id": chat, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(7_000_000 + number),
            "from": who,
            "message": {
                "message_id": shop.FIRST_MESSAGE + person,
                "date": 1_770_000_000,
                "chat": {"id": chat, "type": "private", "first_name": "Anna"},
                "text": "Hello Anna, your Shoes have arrived. How satisfied are you?",
            },
            "chat_instance": "7919",
            "data": f"ts:a:{person + 1}:{score}",
        },
    }


def _taps(people: int) -> list[dict[str, Any]]:
    return [_tap(1 + person, person, person % 5 + 1) for person in range(people)]


async def _take_all(take: Take, updates: Iterable[Mapping[str, Any]], *, at_once: int) -> float:
    """Seconds until all are durable, with so many always under way."""
    left = iter(updates)

    async def client() -> None:
        for update in left:
            await take(update)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as clients:
        for _ in range(at_once):
            clients.create_task(client())
    return time.perf_counter() - began


async def _filled(run: Run, people: int, server: str | None) -> Any:
    asked = shop.Shop(people=people, first_chat=FIRST_CHAT, now=shop.morning())
    return template(server=server, folder=run.folder, fill=asked.ask)


async def _throughput(run: Run, name: str, server: str | None, bounds: Bounds) -> Line:
    people = run.of(2048, 1024)
    left_behind: dict[str, rows.Rows] = {}

    async def turn(side: str) -> float:
        async with asked.copy() as url:
            async with SIDES[side](url) as take:
                seconds = await _take_all(take, _taps(people), at_once=AT_ONCE)
            if side not in left_behind:
                database = Database(url=url)
                left_behind[side] = await rows.written(database)
                await database.close()
        return people / seconds

    async with await _filled(run, people, server) as asked:
        found = await take_turns(run, {side: _turn(turn, side) for side in SIDES})
    rows.compare(left_behind["ours"], left_behind["plain"])
    return Line(
        name=f"durable taps/s, {name}, {AT_ONCE} at a time",
        ours=f"{found['ours']:,.0f}/s",
        against=f"SQLModel, a commit each: {found['plain']:,.0f}/s",
        figure=found["ours"] / found["plain"],
        bounds=bounds,
    )


def _turn(turn: Callable[[str], Awaitable[float]], side: str) -> Callable[[], Awaitable[float]]:
    return lambda: turn(side)


async def sqlite(run: Run) -> Sequence[Line]:
    """How many a second on SQLite with synchronous FULL."""
    return [await _throughput(run, "SQLite synchronous FULL", None, Bounds(floor=12, goal=30, unit="x"))]


async def postgresql(run: Run) -> Sequence[Line]:
    """How many a second on PostgreSQL."""
    bounds = Bounds(floor=10, goal=25, unit="x")
    if run.server is None:
        return [_no_server("durable taps/s, PostgreSQL, 512 at a time", bounds)]
    return [await _throughput(run, "PostgreSQL", run.server, bounds)]


async def lone(run: Run) -> Sequence[Line]:
    """How soon a tap is durable that comes alone."""
    return [await _lone(run, name, server) for name, server in _servers(run).items()]


async def _lone(run: Run, name: str, server: str | None) -> Line:
    """The sides take turns tap by tap: a neighbour's second of work would else meet one of them alone."""
    people = run.of(1500, 300)
    waits: dict[str, list[float]] = {side: [] for side in SIDES}
    async with await _filled(run, people, server) as asked, AsyncExitStack() as stack:
        takes: dict[str, Take] = {}
        for side, opened in SIDES.items():
            url = await stack.enter_async_context(asked.copy())
            takes[side] = await stack.enter_async_context(opened(url))
        for number, update in enumerate(_taps(people)):
            for side in list(SIDES) if number % 2 == 0 else reversed(list(SIDES)):
                began = time.perf_counter()
                await takes[side](update)
                waits[side].append(time.perf_counter() - began)
    found = {side: median(each) * 1000 for side, each in waits.items()}
    return Line(
        name=f"a lone tap, received to durable, {name}, p50",
        ours=f"{found['ours']:.2f} ms",
        against=f"SQLModel: {found['plain']:.2f} ms",
        figure=found["ours"] / found["plain"],
        bounds=Bounds(floor=1, goal=0.5, unit="x", at_most=True),
    )


async def double(run: Run) -> Sequence[Line]:
    """People who tap twice at once, many of them: errors and wrong rows."""
    return [
        await _double(run, name, server, at_once)
        for name, server in _servers(run).items()
        for at_once in (16, 64)
    ]


async def _double(run: Run, name: str, server: str | None, at_once: int) -> Line:
    people = run.of(1024, 256)
    async with await _filled(run, people, server) as asked:
        plain_errors = await _errors(asked, PLAIN_PAIRS, at_once)
        faults: list[str] = []
        async with asked.copy() as url:
            # On PostgreSQL any number of processes take updates: two of them here, each with its own pool.
            async with _our_side(url) as one, _our_side(url) as other:
                takes = (one, one) if server is None else (one, other)
                faults += [f"{error}" for error in await _tap_twice(takes, people, at_once)]
            database = Database(url=url)
            faults += await rows.sound(database, people=people, taps_each=2)
            await database.close()
    for fault in faults[:5]:
        run.say(fault)
    return Line(
        name=f"{at_once} clients double-tapping, {name}: errors and wrong rows",
        ours=f"{len(faults)} of {2 * people} taps",
        against=f"SQLModel: {plain_errors} of {2 * PLAIN_PAIRS} fail",
        figure=len(faults),
        bounds=Bounds(floor=0, goal=0, unit="", at_most=True),
    )


async def _errors(asked: Template, people: int, at_once: int) -> int:
    """How often the plain form fails with a connection for each client, as pools have them."""
    async with asked.copy() as url, _plain_side(url, connections=16) as take:
        return len(await _tap_twice((take, take), people, at_once))


async def _tap_twice(takes: tuple[Take, Take], people: int, at_once: int) -> list[Exception]:
    """Let each person tap two scores at the same moment; the errors that came back."""
    chance = random.Random(people)
    numbers = itertools.count(1)
    left = iter(range(people))
    errors: list[Exception] = []

    async def attempt(take: Take, update: Mapping[str, Any]) -> None:
        try:
            await take(update)
        except (SQLAlchemyError, OSError) as error:
            errors.append(error)

    async def client() -> None:
        for person in left:
            pair = [_tap(next(numbers), person, score) for score in chance.sample(range(1, 6), 2)]
            await asyncio.gather(*(attempt(take, tap) for take, tap in zip(takes, pair, strict=True)))

    async with asyncio.TaskGroup() as clients:
        for _ in range(at_once):
            clients.create_task(client())
    return errors


def _servers(run: Run) -> dict[str, str | None]:
    servers: dict[str, str | None] = {"SQLite": None}
    return servers | ({"PostgreSQL": run.server} if run.server else {})


def _no_server(name: str, bounds: Bounds) -> Line:
    return Line(name=name, ours="TEST_DATABASE_URL names no server", bounds=bounds)


LINES: Final = {
    "taps-sqlite": sqlite,
    "taps-postgresql": postgresql,
    "taps-lone": lone,
    "taps-double": double,
}
