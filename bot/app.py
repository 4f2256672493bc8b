"""Builds everything, starts it, and stops it in reverse order: the only place that constructs."""

import asyncio
import gc
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.adapters import open_messenger
from bot.beside import beside
from bot.courier import Courier
from bot.duty import Duty, Receive
from bot.errors import OperatorError
from bot.greeting import TOKEN_REFUSED, introduce
from bot.guest import Guest
from bot.imports import deep_link
from bot.poll import Poll
from bot.reception import Reception
from bot.settings import Settings
from bot.speech import Speech
from bot.web.webhook import delete_webhook
from handlers.admin import owner_link
from handlers.conversation import Conversation
from handlers.menu import menus
from handlers.messenger import Messenger
from handlers.rights import Rights
from handlers.shop import Shop
from handlers.texts.catalog import Catalog
from scheduler.capacity import AT_ONCE, Capacity
from scheduler.clock import Clock, SystemClock
from scheduler.lease import AlreadyRunningError, FileLease
from scheduler.office import Office
from scheduler.pacing import Pacer
from scheduler.pauses import Pauses, PauseWatch
from scheduler.rests import Rests
from scheduler.scrubbing import Scrubber
from scheduler.sender import TokenRefusedError
from scheduler.stopping import StoppedError, unless_stopped
from scheduler.terms import Forever
from scheduler.timer import Timer
from storage import bots
from storage.database import Database, DatabaseUnusableError
from storage.migrate import open_database
from storage.writer import Writer

if TYPE_CHECKING:
    from bot.web.incoming import Incoming

logger = logging.getLogger(__name__)

CONNECTIONS: Final = AT_ONCE + 8
"""Requests that the library's pool must bear: the sender's and the courier's."""


@dataclass(frozen=True, slots=True)
class Agent:
    """The running agent, for whoever started it."""

    bot_id: int
    username: str
    database: Database
    duty: Duty
    reception: Reception
    guest: Guest


@dataclass(frozen=True, slots=True)
class _Parts:
    """What works side by side while the agent runs."""

    agent: Agent
    office: Office | None  # None: this is the only process
    incoming: "Incoming | None"  # None: updates are asked for, or a host has them
    courier: Courier
    pause_watch: PauseWatch
    scrubber: Scrubber
    messenger: Messenger
    catalog: Catalog


async def serve(
    settings: Settings,
    *,
    stop: asyncio.Event,
    clock: Clock | None = None,
    ready: Callable[[Agent], None] | None = None,
    announce: Callable[[str], None] | None = None,
    rests: Rests | None = None,
) -> None:
    """Run the agent until `stop` is set; `ready` is called once it takes updates.

    `announce` is told what must not stand in a log: the link that makes its opener the owner. `rests` says
    how long a chat rests between two messages, where that isn't Telegram itself.

    Raises OperatorError where a person has to do something about it. Whatever part fails unforeseen, all
    stop, loudly. On the way out nothing in hand is lost: updates that were taken are handled and
    acknowledged, messages that left are recorded.
    """
    with suppress(StoppedError):
        async with (
            _running(
                settings,
                settings.shop,
                stop=stop,
                clock=clock,
                announce=announce,
                rests=rests,
                receive=partial(_receive, ready),
            ) as parts,
            parts.incoming.open() if parts.incoming else nullcontext(),
        ):
            if parts.incoming and ready is not None:
                ready(parts.agent)
            with settled():
                await stop.wait()
            logger.info("Stopping")


@contextmanager
def settled() -> Iterator[None]:
    """Spare the collector what is there for good: a look through all of a library holds everybody up for some 50 ms."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@asynccontextmanager
async def open_agent(
    settings: Settings,
    *,
    clock: Clock | None = None,
    announce: Callable[[str], None] | None = None,
    rests: Rests | None = None,
) -> AsyncIterator[Agent]:
    """The agent as a guest in a bot that the shop already has; to be mounted into that bot (see bot/adapters).

    Everything works but receiving: the host polls, or has a webhook, and offers the commands. The agent sends
    by a connection of its own, so that the host's defaults don't touch it. For the arguments and what is
    raised see `serve`; if a part fails unforeseen, this block is cancelled, and raises it.
    """
    shop = replace(settings.shop, has_own_bot=True)
    never = asyncio.Event()
    async with _running(
        settings, shop, stop=never, clock=clock, announce=announce, rests=rests, receive=None
    ) as parts:
        logger.info("@%s has the agent as its guest", parts.agent.username)
        yield parts.agent


@asynccontextmanager
async def _running(
    settings: Settings,
    shop: Shop,
    *,
    stop: asyncio.Event,
    clock: Clock | None,
    announce: Callable[[str], None] | None,
    rests: Rests | None,
    receive: "Callable[[_Parts, asyncio.Event], Awaitable[None]] | None",
) -> AsyncIterator[_Parts]:
    """Everything at work; `receive` takes updates while this process is on duty.

    Raises OperatorError, and StoppedError where `stop` comes before it is up.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = await _open(settings)
        stack.push_async_callback(database.close)
        _take_lease(database, stack)
        messenger = await stack.enter_async_context(
            open_messenger(
                settings.telegram_library,
                token=settings.token,
                api_url=settings.telegram_api_url,
                connections=CONNECTIONS,
            )
        )
        timer = Timer(clock=clock)
        timer.start()
        stack.callback(timer.stop)
        username = await unless_stopped(stop, introduce(messenger, settings))
        payload = await _settle_in(settings, username, Writer(database=database), clock)
        if payload is not None and announce is not None:
            link = deep_link(username, payload)
            announce(f"Nobody owns this bot yet. Open this link within a day to own it: {link}")
        parts = _build(
            settings,
            shop,
            username,
            database=database,
            messenger=messenger,
            timer=timer,
            clock=clock,
            rests=rests or Rests(),
            receives=receive is not None,
        )
        await parts.pause_watch.look()
        stack.enter_context(_explained())
        receiving = partial(receive, parts) if receive else None
        await stack.enter_async_context(beside(partial(_work, parts, receiving)))
        yield parts


@contextmanager
def _explained() -> Iterator[None]:
    """Say what a person has to do in one sentence, whichever part has met that, however deep in groups of errors."""
    try:
        yield
    except* TokenRefusedError:
        raise OperatorError(TOKEN_REFUSED) from None
    except* OperatorError as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None


def _take_lease(database: Database, stack: AsyncExitStack) -> None:
    """On SQLite, be the one process that runs. Raises OperatorError where another does."""
    if database.path is None:
        return
    lease = FileLease(database=database.path)
    try:
        lease.acquire()
    except AlreadyRunningError as error:
        raise OperatorError(str(error)) from None
    stack.callback(lease.release)


async def _settle_in(settings: Settings, username: str, writer: Writer, clock: Clock) -> str | None:
    """Remember the bot's name, and return the payload of the owner's link where nobody owns the bot."""
    now = clock.now()
    async with writer.unit() as session:
        await bots.remember_name(session, bot_id=settings.bot_id, username=username, now=now)
        payload = await owner_link.offer(
            session, secrets.token_urlsafe(16), rights=Rights.of(settings.owner_ids), now=now
        )
        await session.commit()
    return payload


def _build(
    settings: Settings,
    shop: Shop,
    username: str,
    *,
    database: Database,
    messenger: Messenger,
    timer: Timer,
    clock: Clock,
    rests: Rests,
    receives: bool,
) -> _Parts:
    bot_id = settings.bot_id
    owner = secrets.token_hex(8)
    writer = Writer(database=database)
    pacer = Pacer(rate=settings.send_rate)
    catalog = Catalog.load()
    speech = Speech(messenger=messenger, catalog=catalog)
    pauses = Pauses(bot_id=bot_id, writer=writer, clock=clock)
    courier = Courier(speech=speech, pacer=pacer, pauses=pauses)
    duty = Duty(
        bot_id=bot_id,
        owner=owner,
        database=database,
        writer=writer,
        shop=shop,
        clock=clock,
        timer=timer,
        speech=speech,
        pacer=pacer,
        rests=rests,
        download=messenger.download,
        leave=partial(courier.leave, lane=0),
        capacity=Capacity.at(settings.send_rate),
        resend_unknown_after=settings.resend_unknown_after,
    )
    scrubber = Scrubber(database=database)
    conversation = Conversation(
        bot_id=bot_id,
        writer=writer,
        shop=shop,
        owner_ids=settings.owner_ids,
        now=clock.now,
        messages_waiting=partial(duty.call, urgent=True),
        erased=scrubber.call,
    )
    reception = Reception(
        bot_id=bot_id,
        username=username,
        conversation=conversation,
        courier=courier,
        writer=writer,
        now=clock.now,
    )
    guest = Guest(
        bot_id=bot_id,
        username=username,
        rights=Rights.of(settings.owner_ids),
        reception=reception,
        database=database,
        now=clock.now,
    )
    return _Parts(
        agent=Agent(bot_id, username, database, duty, reception, guest),
        office=None if database.is_sqlite else Office(bot_id=bot_id, owner=owner, writer=writer),
        courier=courier,
        pause_watch=PauseWatch(pauses=pauses, pacer=pacer),
        scrubber=scrubber,
        messenger=messenger,
        catalog=catalog,
        incoming=_incoming(settings, messenger, reception, database) if receives else None,
    )


def _incoming(
    settings: Settings, messenger: Messenger, reception: Reception, database: Database
) -> "Incoming | None":
    if settings.public_url is None:
        return None
    from bot.web.incoming import Incoming  # noqa: PLC0415 - half a second that polling doesn't need

    return Incoming(settings=settings, messenger=messenger, reception=reception, database=database)


async def _work(parts: _Parts, receive: Receive | None, stop: asyncio.Event) -> None:
    """Everything side by side until `stop`, then each after what it depends on."""
    agent, courier, leave = parts.agent, parts.courier, asyncio.Event()
    on_duty = partial(agent.duty.run, receive=receive)
    async with asyncio.TaskGroup() as group:
        carrying = group.create_task(courier.run())
        watching = group.create_task(parts.pause_watch.run())
        scrubbing = group.create_task(parts.scrubber.run())
        holding = group.create_task(
            parts.office.run(on_duty, stop=leave) if parts.office else on_duty(Forever(), leave)
        )
        await stop.wait()
        async with agent.database.in_haste():
            await agent.guest.finish()
            leave.set()
            await holding
            await courier.stop()
            await carrying
            parts.pause_watch.stop()
            await watching
            parts.scrubber.stop()
            await scrubbing


async def _receive(ready: Callable[[Agent], None] | None, parts: _Parts, over: asyncio.Event) -> None:
    """Have Telegram bring updates, or ask for them, until `over`; and tell it which commands to offer."""
    async with asyncio.TaskGroup() as group:
        offering = group.create_task(_offer_commands(parts))
        if parts.incoming is not None:
            await parts.incoming.tell(over)
            await over.wait()
        elif await delete_webhook(parts.messenger, over):
            poll = Poll(messenger=parts.messenger, reception=parts.agent.reception)
            polling = group.create_task(poll.run())
            logger.info("@%s takes updates by long polling", parts.agent.username)
            if ready is not None:
                ready(parts.agent)
            await over.wait()
            poll.stop()
            await polling
        offering.cancel()


async def _offer_commands(parts: _Parts) -> None:
    """Tell Telegram which commands to offer; it keeps them, so that a failure only means the old ones."""
    for params in menus(parts.catalog):
        await parts.messenger.call("setMyCommands", params)


async def _open(settings: Settings) -> Database:
    try:
        return await open_database(settings.database_url)
    except DatabaseUnusableError as error:
        raise OperatorError(str(error)) from None
