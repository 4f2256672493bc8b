"""Builds the simulated Telegram out of its parts, starts it and stops it."""

from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.simulator.accounts import Account, BotAccount
from bot.simulator.api import BotApi
from bot.simulator.calls import Calls
from bot.simulator.chance import seeded
from bot.simulator.chats import Channel, GroupChat, Membership, PrivateChat
from bot.simulator.clock import Clock
from bot.simulator.control import crowd, events, groups, pages, people, scene, settings
from bot.simulator.crowd import Crowd
from bot.simulator.faults import Faults
from bot.simulator.group import BotRole, Group
from bot.simulator.happenings import Happenings
from bot.simulator.limits import Limits
from bot.simulator.loopback import is_loopback
from bot.simulator.person import Person
from bot.simulator.polling import Polling
from bot.simulator.server import MAX_BODY, BotApiServer
from bot.simulator.stage import Stage
from bot.simulator.updates import Queues, Update
from bot.simulator.webhook import Webhook
from bot.simulator.world import World


class Simulator:
    """A Telegram of one bot: `async with Simulator(token="42:TEST") as sim`, then point the bot at `sim.url`.

    Its parts: `calls` (the log), `clock`, `crowd`, `faults`, `limits`, `queues`, `webhook`, `happenings`,
    `stage` (for the page), and `world` underneath, which holds the state.
    """

    def __init__(
        self,
        *,
        token: str = "42:TEST",  # noqa: S107 - a token for a server on this machine
        username: str = "tapscore_bot",
        first_name: str = "Tapscore",
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        start_at: datetime | None = None,
        rate: int | None = 30,
        privacy: bool = True,
        keep: int = 1_000_000,
    ) -> None:
        """`port` 0 takes a free one; `rate` is messages a second overall; `keep` bounds both logs."""
        number, colon, secret = token.partition(":")
        if not (number.isdigit() and colon and secret):
            raise ValueError("a token is the bot's number, a colon and a secret")
        self.token = token
        self.clock = Clock(start_at=start_at)
        self.bot = BotAccount(id=int(number), first_name=first_name, username=username, privacy=privacy)
        self.world = World(bot=self.bot, clock=self.clock, seed=seed, keep_updates=keep)
        self.calls = Calls(keep=keep)
        self.limits = Limits(clock=self.clock, per_second=rate)
        self.faults = Faults(rng=seeded(seed, "faults"))
        self.polling = Polling(queues=self.world.queues, allowed=self.world.allowed)
        self.webhook = Webhook(
            queues=self.world.queues,
            allowed=self.world.allowed,
            polling=self.polling,
            clock=self.clock,
            execute=self._execute,
        )
        api = BotApi(world=self.world, limits=self.limits, polling=self.polling, webhook=self.webhook)
        self._server = BotApiServer(
            token=token,
            world=self.world,
            api=api,
            calls=self.calls,
            faults=self.faults,
            limits=self.limits,
            clock=self.clock,
        )
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.crowd = Crowd(person=self.person, world=self.world, rng=seeded(seed, "crowd"))
        self.stage = Stage()
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    # Life

    async def start(self) -> None:
        """Listen; `url` is known after this."""
        app = web.Application(client_max_size=MAX_BODY)
        self._server.add_routes(app)
        for part in (people, groups, settings, crowd, scene, pages, events):
            part.add_routes(app, self)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handle_signals=False)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port, backlog=1024, reuse_address=True)
        await site.start()
        self._port = runner.addresses[0][1]
        self._runner = runner

    async def stop(self) -> None:
        """Answer what still waits, and close."""
        self.crowd.close()
        self.polling.close()
        self._server.close()
        await self.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """The address to give to the bot in place of Telegram's."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def is_exposed(self) -> bool:
        """Whether other machines can reach this, where nobody is asked for a password."""
        return not is_loopback(self._host)

    # Who there is

    def person(
        self,
        *,
        first_name: str = "Anna",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        is_bot: bool = False,
        started: bool = False,
    ) -> Person:
        """Somebody new, who hasn't started the bot unless `started`; another bot if `is_bot`."""
        account = Account(
            id=self.world.new_user_id(),
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            is_bot=is_bot,
        )
        chat = PrivateChat(account=account)
        chat.started = started
        self.world.accounts[account.id] = account
        self.world.chats[chat.id] = chat
        person = self.people[account.id] = Person(world=self.world, account=account, chat=chat)
        return person

    def group(
        self,
        title: str = "Team",
        *,
        owner: Person,
        members: Iterable[Person] = (),
        bot: BotRole | None = "member",
        supergroup: bool = False,
        forum: bool = False,
        username: str | None = None,
    ) -> Group:
        """A new group; with `bot` the owner adds the bot at once, and it is told. A forum is a supergroup."""
        big = supergroup or forum or username is not None
        chat = GroupChat(
            id=self.world.new_group_id(supergroup=big),
            title=title,
            type="supergroup" if big else "group",
            bot_id=self.bot.id,
            username=username,
        )
        chat.is_forum = forum
        chat.members[owner.id] = Membership(account=owner.account, status="creator")
        for member in members:
            chat.members[member.id] = Membership(account=member.account, status="member")
        self.world.chats[chat.id] = chat
        group = self.groups[chat.id] = Group(world=self.world, chat=chat, owner=owner)
        if bot is not None:
            group.add_bot(bot)
        return group

    def channel(self, title: str = "News", *, username: str | None = None) -> Channel:
        """A channel, to speak in a group's place or to be forwarded from."""
        channel = Channel(id=self.world.new_group_id(supergroup=True), title=title, username=username)
        self.world.chats[channel.id] = channel
        return channel

    # What there is to see

    @property
    def queues(self) -> Queues:
        """The updates that wait, and how they are interleaved."""
        return self.world.queues

    @property
    def happenings(self) -> Happenings:
        """What happens, as it happens."""
        return self.world.happenings

    @property
    def updates(self) -> list[Update]:
        """The log of updates, oldest first."""
        return list(self.world.queues.log)

    def inject(self, kind: str, payload: dict[str, Any], *, chat_id: int = 0) -> Update:
        """Queue an update of any kind and shape, asked for or not: to see how the bot takes it."""
        return self.queues.put(kind, payload, chat_id=chat_id, lane=("injected", chat_id))

    async def _execute(self, given: dict[str, Any]) -> None:
        await self._server.execute(given)
