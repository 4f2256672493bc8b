"""The senders that are held against each other: ours with each library, and the usual ways to write to many."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.replies import Content, Line, Say
from scheduler.clock import SystemClock
from storage import messages
from storage.database import Database
from storage.kinds import MessageKind
from tests.benchmarks import shop
from tests.benchmarks.databases import template
from tests.benchmarks.rounds import Run
from tests.benchmarks.telegram import LIBRARIES, Telegram, agent, simulated
from tests.benchmarks.worker import working

OTHERS: Final = ("aiogram_broadcaster", "aiogram_broadcast", "ptb_rate_limiter")
GROUP_AFTER: Final = 60
"""So many messages after the first, the message to the group is sent, where there is one."""

UP_WITHIN: Final = timedelta(seconds=15)
"""So long the agents take at most to come up; nobody sends before."""

Start = Callable[[datetime], Awaitable[None]]
"""Starts a sender, which is to begin at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A sender with a Telegram of its own, and what it is to send: one message to each chat."""

    name: str
    telegram: Telegram
    chats: Sequence[int]
    group: int | None
    start: Start

    @property
    def is_ours(self) -> bool:
        """Whether it is the agent."""
        return self.name in LIBRARIES


@asynccontextmanager
async def everybody(
    run: Run, *, people: int, rate: float, with_group: bool = False
) -> AsyncIterator[list[Sending]]:
    """All senders, ready to begin, each with its own people; `with_group`: and one group among them."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                _sender(run, name, people=people, rate=rate, with_group=with_group)
            )
            for name in (*LIBRARIES, *OTHERS)
        ]


async def begin(senders: Sequence[Sending]) -> None:
    """Let all of them begin at the same moment, when whatever it takes to come up is over."""
    clock = SystemClock()
    opening = clock.now() + UP_WITHIN
    for sending in senders:
        if sending.is_ours:
            await sending.start(opening)
    await asyncio.sleep((opening - clock.now()).total_seconds())
    for sending in senders:
        if not sending.is_ours:
            await sending.start(opening)
    for sending in senders:
        await sending.telegram.until_sent(1, within=UP_WITHIN.total_seconds())


@asynccontextmanager
async def _sender(
    run: Run, name: str, *, people: int, rate: float, with_group: bool
) -> AsyncIterator[Sending]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(simulated())
        first = (await telegram.people(people))["chat"]
        group = await telegram.group() if with_group else None
        chats = [*range(first, first + people)]
        if group is not None:
            chats.insert(GROUP_AFTER, group)
        prepare = _ours if name in LIBRARIES else _theirs
        start = await prepare(run, stack, name, telegram, chats, group, rate)
        yield Sending(name=name, telegram=telegram, chats=chats, group=group, start=start)


async def _ours(
    run: Run,
    stack: AsyncExitStack,
    library: str,
    telegram: Telegram,
    chats: Sequence[int],
    group: int | None,
    rate: float,
) -> Start:
    people = len(chats) - (group is not None)

    async def start(opening: datetime) -> None:
        async def fill(database: Database) -> None:
            await shop.Shop(people=people, first_chat=chats[0], now=opening).put_in_line(database)
            if group is not None:
                await _tell_group(database, group, at=opening + timedelta(seconds=GROUP_AFTER / rate))

        filled = await stack.enter_async_context(template(server=None, folder=run.folder, fill=fill))
        log = run.folder / f"{library}.log"
        await stack.enter_async_context(agent(telegram, library=library, url=filled.url, rate=rate, log=log))

    return start


async def _tell_group(database: Database, group: int, *, at: datetime) -> None:
    """Put something into line for the group, to leave when the wave is well under way."""
    say = Say(
        key="alert:bench",
        kind=MessageKind.ALERT,
        chat_id=group,
        content=Content(lines=(Line("help-customer", {"shop": shop.NAME}),), language="en"),
        not_before=at,
    )
    async with database.new_writing() as session:
        await messages.put_in_line(session, [say.as_message(at)], now=at)
        await session.commit()


async def _theirs(
    run: Run,
    stack: AsyncExitStack,
    way: str,
    telegram: Telegram,
    chats: Sequence[int],
    group: int | None,
    rate: float,
) -> Start:
    worker = await stack.enter_async_context(working("tests.benchmarks.plain.mailing", way, telegram.url))

    async def start(_opening: datetime) -> None:
        await worker.ask("start", chats=chats, rate=rate)

    return start
