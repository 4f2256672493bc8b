"""A shop whose own bot has the agent as its guest, against the simulated Telegram."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from bot.app import open_agent
from bot.settings import Settings, load
from bot.simulator.simulator import Simulator
from scheduler.rests import Rests
from tests.bot.adapters.hosts import Host, new_host
from tests.journeys.house import TOKEN, House


class GuestHouse(House):
    """The shop of the journeys; the host receives, and the agent is mounted into it."""

    def __init__(self, *, settings: Settings, simulator: Simulator, host: Host) -> None:
        super().__init__(settings=settings, simulator=simulator)
        self.host = host
        self._open = AsyncExitStack()

    async def open(self) -> None:
        self._agent = await self._open.enter_async_context(
            open_agent(
                self.settings,
                clock=self.clock,
                announce=self.announced.append,
                rests=Rests(private=0.02, group=0.02),
            )
        )
        self.host.mount(self._agent)

    async def close(self) -> None:
        await self._open.aclose()
        self._agent = None

    @property
    def came_through(self) -> list[int]:
        """The numbers of the updates that the host has seen."""
        return [update.update_id for update in self.host.seen]


def guest_settings(simulator: Simulator, folder: Path, library: str, **settings: Any) -> Settings:
    """The settings of an agent in this simulated Telegram."""
    return load(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=simulator.url,
        telegram_library=library,
        database_url=f"sqlite+aiosqlite:///{folder / 'shop.db'}",
        shop_name="Greenleaf",
        quiet_hours="0-0",
        send_rate=200.0,
        **settings,
    )


@asynccontextmanager
async def open_guest_house(
    folder: Path, library: str, *, polling: bool = True, concurrent: bool = True, **settings: Any
) -> AsyncIterator[GuestHouse]:
    """A shop's bot at work with its guest; without `polling` the test feeds it."""
    async with Simulator(token=TOKEN, seed=7) as simulator:
        simulator.limits.turn_off()
        chosen = guest_settings(simulator, folder, library, **settings)
        host = new_host(library, token=TOKEN, api_url=simulator.url, concurrent=concurrent)
        house = GuestHouse(settings=chosen, simulator=simulator, host=host)
        await house.open()
        try:
            await (host.start() if polling else host.prepare())
            try:
                yield house
            finally:
                await host.stop()
        finally:
            await house.close()
