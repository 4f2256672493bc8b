"""Days that pass on a stage: rules make waves, and what they ask leaves."""

from datetime import datetime, timedelta
from typing import Any, Final

from handlers.marketer import planning, repeating
from handlers.marketer.planning import Wanted
from handlers.shop import Shop
from scheduler.ticks import Ticks
from storage import plans
from storage.kinds import MessageState, PlanState, SkipReason, SurveyKind
from storage.tables import Plan, Wave, invitation_table, message_table, wave_table
from tests.scheduler.stage import SHOP, Stage

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


class Days:
    """A stage on which days pass: each minute that is looked at, ticks tick and all that may leave does."""

    def __init__(self, stage: Stage, shop: Shop = SHOP) -> None:
        self.stage = stage
        self.shop = stage.shop = shop
        self.ticks = self.restart()

    def restart(self) -> Ticks:
        self.ticks = Ticks(
            database=self.stage.database,
            writer=self.stage.writer,
            shop=self.shop,
            messages_waiting=lambda: None,
        )
        return self.ticks

    @property
    def now(self) -> datetime:
        return self.stage.clock.moment

    async def plan(self, **values: Any) -> Plan:
        given: dict[str, Any] = {
            "name": "After delivery",
            "kind": SurveyKind.CSAT,
            "audience": "all",
            "delay_seconds": 2 * 24 * 3600,
            "open_seconds": 7 * 24 * 3600,
            "state": PlanState.RUNNING,
            "created_at": self.now,
        }
        async with self.stage.writer.unit() as session:
            made = await plans.add(session, Plan(**given | values))
            await session.commit()
        return made

    async def wave(self, **words: str) -> Wave:
        """Somebody plans a wave in these words, now if they don't say when."""
        wanted = self.read(words)
        async with self.stage.writer.unit() as session:
            made = await planning.plan(session, wanted, now=self.now)
            await session.commit()
        return made

    async def repeat(self, every: str, at: str, **words: str) -> Plan:
        """Somebody makes a plan that repeats."""
        wanted = self.read({"every": every, "at": at, **words})
        async with self.stage.writer.unit() as session:
            made = await repeating.plan(session, wanted, shop=self.shop, now=self.now)
            await session.commit()
        return made

    def read(self, words: dict[str, str]) -> Wanted:
        """What these words mean, where some are left out."""
        given = {"kind": "csat", "audience": "all", **words}
        return planning.read(**given, now=self.now, shop=self.shop)  # type: ignore[arg-type]

    async def waves(self) -> list[Any]:
        return await self.stage.rows(wave_table)

    async def customer(self, **values: Any) -> int:
        """Somebody with an order that has just arrived."""
        person = await self.stage.contact()
        await self.order(person, **values)
        return person

    async def order(self, person: int | None, **values: Any) -> int:
        received = {"received_at": self.now, "delivered_at": self.now}
        return await self.stage.purchase(contact_id=person, **(received | values))

    async def pass_by(self, **span: float) -> list[str]:
        """Let time pass; returns who got what: "kind person", in the order in which it left."""
        self.stage.clock.advance(**span)
        await self.ticks.tick(self.now)
        before = {row.id for row in await self.stage.rows(message_table) if row.state != MessageState.DUE}
        await self.stage.send_all()
        return [
            f"{row.kind} {row.contact_id}"
            for row in await self.stage.rows(message_table)
            if row.id not in before and row.state == MessageState.SENT
        ]

    async def reasons(self) -> dict[int, SkipReason | None]:
        """Why each order wasn't asked about, by contact; the newest of each."""
        return {row.contact_id: row.skip_reason for row in await self.stage.rows(invitation_table)}
