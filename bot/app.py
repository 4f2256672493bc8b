"""Builds everything, starts it, and stops it in reverse order: the only place that constructs."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

from bot.adapters import open_messenger
from bot.courier import Courier
from bot.errors import OperatorError
from bot.imports import deep_link
from bot.poll import Poll
from bot.reception import Reception
from bot.settings import Settings
from bot.speech import Speech
from bot.stopping import StoppedError, unless_stopped
from handlers import owner_link
from handlers.conversation import Conversation
from handlers.menu import menus
from handlers.messenger import Messenger, NotSent, Rejected, RetryAfter, Sent
from handlers.rights import Rights
from handlers.texts.catalog import Catalog
from scheduler.claims import Claims
from scheduler.clock import Clock, SystemClock
from scheduler.lease import AlreadyRunningError, FileLease
from scheduler.pacing import Pacer
from scheduler.rests import Rests
from scheduler.sender import Sender, TokenRefusedError
from scheduler.ticks import Ticker, Ticks
from scheduler.timer import Timer
from storage import bots
from storage.database import Database, DatabaseUnusableError
from storage.migrate import open_database
from storage.writer import Writer

logger = logging.getLogger(__name__)

CONNECTIONS: Final = 16
"""Requests that the library's pool must bear: the sender's and the courier's."""

GREETINGS: Final = 5
"""Tries of the first call, while Telegram answers at all."""


@dataclass(frozen=True, slots=True)
class Agent:
    """The running agent, for whoever started it."""

    bot_id: int
    username: str
    database: Database
    ticker: Ticker
    sender: Sender
    reception: Reception


@dataclass(frozen=True, slots=True)
class _Parts:
    """What works side by side while the agent runs."""

    agent: Agent
    courier: Courier
    poll: Poll
    menus: Sequence[Mapping[str, Any]]
    messenger: Messenger


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
        try:
            username = await unless_stopped(stop, introduce(messenger, settings))
        except StoppedError:
            return
        payload = await _settle_in(settings, username, Writer(database=database), clock)
        if payload is not None and announce is not None:
            link = deep_link(username, payload)
            announce(f"Nobody owns this bot yet. Open this link within a day to own it: {link}")
        await messenger.call("deleteWebhook", {})
        await _work(
            await _build(
                settings,
                username,
                database=database,
                messenger=messenger,
                timer=timer,
                clock=clock,
                rests=rests or Rests(),
            ),
            stop,
            ready,
        )


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


async def _build(
    settings: Settings,
    username: str,
    *,
    database: Database,
    messenger: Messenger,
    timer: Timer,
    clock: Clock,
    rests: Rests,
) -> _Parts:
    bot_id, shop = settings.bot_id, settings.shop
    owner = secrets.token_hex(8)
    writer = Writer(database=database)
    pacer = Pacer(rate=settings.send_rate)
    catalog = Catalog.load()
    speech = Speech(messenger=messenger, catalog=catalog)
    claims = Claims(bot_id=bot_id, owner=owner, database=database, writer=writer, shop=shop, clock=clock)
    sender = Sender(claims=claims, speaker=speech, pacer=pacer, clock=clock, owner=owner, rests=rests)
    courier = Courier(speech=speech, pacer=pacer, claims=claims)
    conversation = Conversation(
        bot_id=bot_id,
        writer=writer,
        shop=shop,
        owner_ids=settings.owner_ids,
        now=clock.now,
        messages_waiting=lambda: sender.call(urgent=True),
    )
    reception = Reception(
        bot_id=bot_id,
        username=username,
        conversation=conversation,
        courier=courier,
        writer=writer,
        now=clock.now,
    )
    ticks = Ticks(database=database, writer=writer, shop=shop, messages_waiting=sender.call)
    ticker = Ticker(ticks=ticks, timer=timer, clock=clock)
    await claims.adopt()
    return _Parts(
        agent=Agent(bot_id, username, database, ticker, sender, reception),
        courier=courier,
        poll=Poll(messenger=messenger, reception=reception),
        menus=list(menus(catalog)),
        messenger=messenger,
    )


async def _work(parts: _Parts, stop: asyncio.Event, ready: Callable[[Agent], None] | None) -> None:
    """Everything side by side until `stop`, then each after what it depends on. Raises OperatorError."""
    agent, courier, poll = parts.agent, parts.courier, parts.poll
    try:
        async with asyncio.TaskGroup() as group:
            carrying = group.create_task(courier.run())
            sending = group.create_task(agent.sender.run())
            ticking = group.create_task(agent.ticker.run())
            polling = group.create_task(poll.run())
            offering = group.create_task(_offer_commands(parts))
            logger.info("@%s takes updates by long polling", agent.username)
            if ready is not None:
                ready(agent)
            await stop.wait()
            logger.info("Stopping")
            offering.cancel()
            poll.stop()
            await polling
            agent.ticker.stop()
            await ticking
            await courier.stop()
            await carrying
            agent.sender.stop()
            await sending
    except* TokenRefusedError:
        raise OperatorError(TOKEN_REFUSED) from None


async def _offer_commands(parts: _Parts) -> None:
    """Tell Telegram which commands to offer; it keeps them, so that a failure only means the old ones."""
    for params in parts.menus:
        await parts.messenger.call("setMyCommands", params)


async def _open(settings: Settings) -> Database:
    try:
        return await open_database(settings.database_url)
    except DatabaseUnusableError as error:
        raise OperatorError(str(error)) from None


TOKEN_REFUSED: Final = "Telegram doesn't know BOT_TOKEN; copy it anew from @BotFather into .env."  # noqa: S105


async def introduce(messenger: Messenger, settings: Settings) -> str:
    """The bot's name, as getMe says. Raises OperatorError where Telegram can't be reached or won't say."""
    for attempt in range(GREETINGS):
        match await messenger.call("getMe", {}):
            case Sent(me):
                return _username(me)
            case Rejected(401, _):
                raise OperatorError(TOKEN_REFUSED)
            case NotSent():
                raise OperatorError(
                    f"Telegram can't be reached at {settings.telegram_api_url}; "
                    "check the network, or TELEGRAM_API_URL."
                )
            case RetryAfter(seconds):
                await asyncio.sleep(min(seconds, 30.0))
            case _:
                await asyncio.sleep(0.2 * 2**attempt)
    raise OperatorError(
        f"{settings.telegram_api_url} doesn't answer as Telegram does; try again later, or check TELEGRAM_API_URL."
    )


def _username(me: dict[str, Any]) -> str:
    return str(me["username"])
