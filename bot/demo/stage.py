"""Where the demo plays: both processes up, the shop's orders in, the customers on their way."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiohttp

from bot import imports
from bot.demo import processes, shop
from bot.demo.clock import SimulatedClock
from bot.demo.processes import AgentProcess
from bot.errors import OperatorError
from bot.settings import load
from bot.simulator.ratings import Rating
from handlers.admin import scores
from handlers.intake.orders import Reader
from handlers.marketer import planning
from handlers.periods import Period
from handlers.shop import Shop
from storage import waves
from storage.database import Database
from storage.kinds import SurveyKind
from storage.migrate import open_database
from storage.waves import WaveCounts
from storage.writer import Writer

TOKEN: Final = "42:DEMO"  # noqa: S105 - known to the simulator alone
USERNAME: Final = "tapscore_demo_bot"
WAVE: Final = "Demo"
HEADROOM: Final = 1.2
"""The simulated limit over the demo's pace, as Telegram's 30 a second is over the usual 25."""

_HOUR: Final = 10  # the demo's morning, whatever the hour is here: nobody is asked at night


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The simulator's address, the agent and its database, the shop and its clock."""

    url: str
    agent: AgentProcess
    database: Database
    shop: Shop
    clock: SimulatedClock
    http: aiohttp.ClientSession
    folder: Path

    async def get(self, path: str) -> Any:
        """Ask the simulator's control API."""
        async with self.http.get(f"{self.url}/simulator{path}") as answer:
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        """Have the simulator do something. Raises OperatorError where it refuses."""
        async with self.http.post(f"{self.url}/simulator{path}", json=body) as answer:
            if answer.status != 200:
                raise OperatorError(f"The simulator refused {path}: {await answer.text()}")
            return await answer.json()

    async def crowd(self) -> dict[str, int]:
        """How far the simulated customers are, as the simulator saw it."""
        counters: dict[str, int] = await self.get("/crowd")
        return counters

    async def take_orders(self, file: Path) -> dict[str, str]:
        """Import a file of orders, as `import --links` does; each order's deep link."""
        links = file.with_name(f"links-{file.name}")
        await imports.import_orders(
            file,
            writer=Writer(database=self.database),
            reader=Reader(zone=self.shop.time_zone, now=self.clock.now()),
            username=USERNAME,
            links=links,
        )
        return shop.read_links(links)

    async def bring_customers(self, orders: Sequence[Rating], *, think: tuple[float, float]) -> None:
        """The shop's orders come in, and each customer opens their link; `think` is in seconds."""
        file = self.folder / "orders.csv"
        shop.write_orders(file, orders, now=self.clock.now())
        tokens = {order: shop.payload(link) for order, link in (await self.take_orders(file)).items()}
        await self.post("/crowd", people=shop.customers(orders, tokens, think=think))

    async def plan_wave(self, *, reminder: str, open_for: str) -> None:
        """Everybody is asked from now on."""
        now = self.clock.now()
        wanted = planning.read(
            kind="csat",
            audience="all",
            at="now",
            name=WAVE,
            reminder=reminder,
            open_for=open_for,
            now=now,
            shop=self.shop,
        )
        async with Writer(database=self.database).unit() as session:
            await planning.plan(session, wanted, now=now)
            await session.commit()

    async def counts(self, wave: str) -> WaveCounts:
        """How far the wave of that name is, as the agent has stored it."""
        async with self.database.reading() as session:
            return next(counts for counts in await waves.counts(session) if counts.wave.name == wave)

    async def report(self, wave: str) -> scores.Report:
        """The agent's figures of the answers to that wave, however many days the visitor has jumped since."""
        period = Period(None, self.shop.today(self.clock.now()))
        async with self.database.reading() as session:
            where = {"wave": [wave]}
            return await scores.report(session, SurveyKind.CSAT, period, shop=self.shop, where=where)


@asynccontextmanager
async def open_stage(*, rate: float, library: str, begin: datetime | None = None) -> AsyncIterator[Stage]:
    """The simulator up and the agent ready to be started; whatever happens, both are down afterwards.

    `begin` is what time it is there at first: this morning, if left out.
    """
    real = datetime.now(UTC)  # noqa: TID251 - the simulator starts in its own morning
    begin = begin or real.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    clock = SimulatedClock(offset=begin - real)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tapscore-demo-")))
        arguments = {
            "--token": TOKEN,
            "--username": USERNAME,
            "--rate": str(round(rate * HEADROOM)),
            "--start-at": begin.isoformat(),
        }
        given = [word for pair in arguments.items() for word in pair]
        simulator = await processes.start(["-m", "bot.simulator", *given], folder, {})
        stack.push_async_callback(processes.end, simulator)
        url = (await processes.first_line(simulator, "The simulator"))["url"]
        settings = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "TELEGRAM_LIBRARY": library,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
            "SHOP_NAME": shop.NAME,
            "SEND_RATE": f"{rate:g}",
            "PAID_BROADCAST": "yes",
            "PUBLIC_URL": "",  # whatever the user's own environment says
        }
        agent = AgentProcess(folder=folder, settings=settings, clock=clock)
        stack.push_async_callback(agent.stop)
        database = await open_database(settings["DATABASE_URL"])
        stack.push_async_callback(database.close)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Stage(
            url=url,
            agent=agent,
            database=database,
            shop=load(_env_file=None, shop_name=settings["SHOP_NAME"]).shop,
            clock=clock,
            http=http,
            folder=folder,
        )
