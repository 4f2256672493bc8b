"""A shop's year, or longer: people with random lives, competing surveys, and what must hold all along."""

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, insert, select, update

from handlers.marketer import planning
from handlers.messenger import Sent
from handlers.survey.eligibility import FLOOR, USUAL
from scheduler.endings import ending
from scheduler.ticks import PATIENCE, Ticks
from storage import outcomes, responses, waves
from storage.database import Session
from storage.facts import Answer
from storage.kinds import MessageKind, SkipReason, SurveyKind
from storage.messages import DueMessage
from storage.responses import TapEffects
from storage.tables import contact_table, invitation_table, purchase_table
from tests.scheduler.stage import SHOP, Stage

BEGIN = datetime(2026, 1, 1, 6, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NEW_YORK = "America/New_York"
SCALES: Final = {SurveyKind.NPS: (0, 10), SurveyKind.CSAT: (1, 5), SurveyKind.CES: (1, 7)}
AT_ONCE: Final = 500
"""Messages that leave together: a commit for each handful would cost more than all that is looked at."""
KILLED: Final = 1 / 15
"""How often the agent doesn't survive that."""


@dataclass(slots=True)
class Life:
    """What a person did and what happened to them, beside what the agent knows."""

    zone: ZoneInfo
    asked_at: datetime | None = None  # last, anything
    answered_at: dict[SurveyKind, datetime] = field(default_factory=dict)  # last
    declined_at: dict[SurveyKind, datetime] = field(default_factory=dict)  # last
    gone: bool = False  # said stop, or blocked the bot
    is_staff: bool = False
    orders: list[str] = field(default_factory=list)


class Year:
    """The shop's clock goes from step to step; at each, the world moves, the ticks tick, and all that may leaves.

    Whatever leaves is held against the rules at that moment, by what the world remembers of the person: somebody
    to whom nothing happens costs nothing.
    """

    orders_a_year: float = 3  # of each person, on the average
    turns_a_year: float = 1 / 2  # each time, who is with us leaves, and who has left comes back

    def __init__(self, stage: Stage, *, people: int) -> None:
        self.stage = stage
        self.chance = random.Random(5)
        self.people = people
        self.lives: dict[int, Life] = {}
        self.ticks = self._new_ticks()
        self.owner = "the first"
        self.claims = stage.claims(self.owner)
        self.everybody: list[int] = []
        self.orders = 0
        self.fallen: set[str] = set()  # orders that were cancelled or refunded, or were only tests
        self.sent = 0
        self.lost = 0  # under way when the agent was killed
        self.asked: Counter[SurveyKind] = Counter()
        self.reminded = 0
        stage.clock.moment = BEGIN

    def _new_ticks(self) -> Ticks:
        return Ticks(
            database=self.stage.database, writer=self.stage.writer, shop=SHOP, messages_waiting=lambda: None
        )

    @property
    def now(self) -> datetime:
        return self.stage.clock.moment

    async def begin(self) -> None:
        rows = [
            {
                "telegram_id": 1_000_000 + number,
                "first_name": "Anna",
                "time_zone": NEW_YORK if number % 5 == 0 else None,
                "is_staff": number % 200 == 7,
                "created_at": BEGIN,
            }
            for number in range(self.people)
        ]
        async with self.stage.writer.unit() as session:
            made = await session.execute(insert(contact_table).returning(contact_table.c.id), rows)
            for contact_id, row in zip(made.scalars(), rows, strict=True):
                zone = ZoneInfo(str(row["time_zone"] or SHOP.time_zone.key))
                self.lives[contact_id] = Life(zone, is_staff=bool(row["is_staff"]))
            self.everybody = sorted(self.lives)
            await self.plan(session)
            await session.commit()

    async def plan(self, session: Session) -> None:
        """What the shop plans at the beginning."""
        csat = planning.read(kind="csat", audience="all", after="delivered+2d", now=BEGIN, shop=SHOP)
        await planning.plan_by_rule(session, csat, now=BEGIN)

    async def quarter(self, kind: str, **ahead: float) -> None:
        """Somebody plans a wave to everybody."""
        at = (self.now + timedelta(**ahead)).isoformat()
        wanted = planning.read(kind=kind, audience="all", at=at, now=self.now, shop=SHOP)
        async with self.stage.writer.unit() as session:
            await planning.plan(session, wanted, now=self.now)
            await session.commit()

    async def step(self, span: timedelta) -> None:
        self.stage.clock.advance(seconds=span.total_seconds())
        await self._world(span)
        if self.chance.random() < 0.01:
            await self._restart()
        await self.ticks.tick(self.now)
        await self._send()

    async def _restart(self) -> None:
        """The agent was killed; of what was under way, nobody will know whether it arrived."""
        self.owner = f"after restart {self.sent}"
        self.ticks, self.claims = self._new_ticks(), self.stage.claims(self.owner)
        await self.claims.adopt()

    async def _world(self, span: timedelta) -> None:
        """Orders come in, some are refunded; people leave and come back."""
        orders = [self._order() for _ in range(self._so_many(self.orders_a_year, span))]
        turning = self.chance.sample(self.everybody, k=self._so_many(self.turns_a_year, span))
        async with self.stage.writer.unit() as session:
            if orders:
                await session.execute(insert(purchase_table), orders)
            await self._turn(session, turning)
            await session.commit()

    def _so_many(self, a_year: float, span: timedelta) -> int:
        """How often what happens to everybody so many times a year happens in this span."""
        expected = self.people * a_year * (span / (365 * DAY))
        return int(expected) + (self.chance.random() < expected % 1)

    async def _turn(self, session: Session, turning: Sequence[int]) -> None:
        """Each of these leaves, one way or the other; or comes back."""
        back = [contact_id for contact_id in turning if self.lives[contact_id].gone]
        leaving = [contact_id for contact_id in turning if not self.lives[contact_id].gone]
        blocking = [contact_id for contact_id in leaving if self.chance.random() < 0.5]
        for these, values in (
            (back, {"consented_at": self.now, "opted_out_at": None, "blocked_at": None}),
            (leaving, {"opted_out_at": self.now}),
            (blocking, {"opted_out_at": None, "blocked_at": self.now}),
        ):
            await session.execute(update(contact_table).where(contact_table.c.id.in_(these)).values(values))
        for contact_id in turning:
            self.lives[contact_id].gone = not self.lives[contact_id].gone

    def _order(self, received: datetime | None = None) -> dict[str, Any]:
        """An order that comes in now, and is with its customer then; None: in some days."""
        self.orders += 1
        chance = self.chance.random()
        received = received or self.now + timedelta(hours=self.chance.uniform(0, 200))
        order: dict[str, Any] = {
            "order_id": str(self.orders),
            "contact_ref": f"customer-{self.orders}",
            "contact_id": self.chance.choice(self.everybody) if chance > 0.1 else None,
            "link_token": f"token-{self.orders}",
            "received_at": received,
            "delivered_at": received,
            "cancelled_at": self.now if 0.1 < chance < 0.15 else None,
            "is_test": 0.15 < chance < 0.16,
            "imported_at": self.now,
        }
        if order["contact_id"] is not None:
            self.lives[order["contact_id"]].orders.append(order["order_id"])
        if order["cancelled_at"] or order["is_test"]:
            self.fallen.add(order["order_id"])
        return order

    async def _send(self) -> None:
        """All that may leave now leaves; some of it is answered at once."""
        more = True
        while more:
            turn = await self.claims.take(AT_ONCE, busy_chats=())
            messages = [claimed.message for claimed in turn.claimed]
            reached = await self._look_at(messages) if messages else []
            if messages and self.chance.random() < KILLED:
                self.lost += len(messages)
                await self._restart()
            elif messages:
                await self._arrive(messages)
                await self._received(reached)
            more = turn.more

    async def _arrive(self, messages: Sequence[DueMessage]) -> None:
        """Telegram takes them all."""
        numbers = itertools.count(self.sent + 1)
        ends = [
            ending(message, Sent({"message_id": next(numbers)}), owner=self.owner, now=self.now)
            for message in messages
        ]
        self.sent += len(ends)
        async with self.stage.writer.unit() as session:
            await outcomes.write_results(session, [end.result for end in ends])
            await session.commit()

    async def _look_at(self, messages: Sequence[DueMessage]) -> Sequence[Any]:
        """Hold what is leaving against what must hold; returns whom it goes to."""
        async with self.stage.database.reading() as session:
            found = await session.execute(
                select(
                    invitation_table.c.id,
                    invitation_table.c.kind,
                    invitation_table.c.contact_id,
                    invitation_table.c.wave_id,
                    invitation_table.c.order_id,
                ).where(invitation_table.c.id.in_([message.invitation_id for message in messages]))
            )
            invited = {row.id: row for row in found}
        abouts = [invited[message.invitation_id or 0] for message in messages]
        for message, about in zip(messages, abouts, strict=True):
            self._check_left(message.kind, about)
        return abouts

    async def _received(self, abouts: Sequence[Any]) -> None:
        """Some answer at once."""
        answering = [about for about in abouts if self.chance.random() < 0.35]
        if answering:
            await self._answer(answering)

    async def _answer(self, answering: Sequence[Any]) -> None:
        """These people tap at once."""
        taps = []
        for about in answering:
            self.lives[about.contact_id].answered_at[about.kind] = self.now
            lowest, highest = SCALES[about.kind]
            score = self.chance.randint(lowest, highest)
            taps.append(
                TapEffects(
                    invitation_id=about.id,
                    score=score,
                    at=self.now,
                    telegram_message_id=None,
                    lowest=lowest,
                    highest=highest,
                    answer=Answer(score=score, first_answered_at=self.now),
                )
            )
        async with self.stage.writer.unit() as session:
            await responses.write_taps(session, taps)
            await session.commit()

    # What must hold

    def _check_left(self, kind: MessageKind, about: Any) -> None:
        """Something left to a person: by day where they live, and asking no sooner than they may be asked."""
        life = self.lives[about.contact_id]
        assert not life.gone, "somebody who left was written to"
        assert 9 <= self.now.astimezone(life.zone).hour < 21
        if kind is MessageKind.REMINDER:
            self.reminded += 1
        else:
            self._check_asked(life, about)

    def _check_asked(self, life: Life, about: Any) -> None:
        """The clocks; whoever has answered isn't asked the same for ninety days; and the order still stands."""
        self.asked[about.kind] += 1
        assert not life.is_staff
        orders = life.orders if about.kind == SurveyKind.NPS else [about.order_id]
        assert not self.fallen.issuperset(orders), "an order was asked about that doesn't stand"
        assert life.asked_at is None or self.now - life.asked_at >= max(FLOOR, USUAL.between_asks)
        life.asked_at = self.now
        answered_at = life.answered_at.get(about.kind)
        assert answered_at is None or self.now - answered_at >= USUAL.after_answer
        declined_at = life.declined_at.get(about.kind)
        assert declined_at is None or self.now - declined_at >= USUAL.after_silence

    async def check_sums(self) -> None:
        """Each person of a wave is in one state; the database's CHECK gives each skip its one reason."""
        size, wave_id = func.count(), invitation_table.c.wave_id
        async with self.stage.database.reading() as session:
            counts = await waves.counts(session)
            sizes = await session.execute(select(wave_id, size).group_by(wave_id))
            assert {count.wave.id: count.audience for count in counts if count.audience} == dict(sizes.all())

    async def reasons(self) -> set[SkipReason | None]:
        """Every reason for which anybody was left out; None: somebody wasn't."""
        async with self.stage.database.reading() as session:
            return set((await session.execute(select(invitation_table.c.skip_reason).distinct())).scalars())

    async def check_nobody_is_lost(self) -> None:
        """Every order whose time to be asked about is long over was asked about, or has its reason."""
        async with self.stage.database.reading() as session:
            lost = await session.execute(
                select(purchase_table.c.order_id, purchase_table.c.contact_id).where(
                    purchase_table.c.received_at < self.now - 2 * DAY - PATIENCE - DAY,
                    ~exists().where(invitation_table.c.order_id == purchase_table.c.order_id),
                )
            )
            assert lost.all() == []
