"""A shop's year, or longer: people with random lives, competing surveys, and what must hold all along."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, insert, select

from handlers.marketer import planning
from handlers.messenger import Sent
from handlers.survey.eligibility import FLOOR, USUAL
from scheduler.endings import ending
from scheduler.ticks import PATIENCE, Ticks
from storage import contacts, responses, waves
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
AT_ONCE: Final = 200
"""Messages that leave together: a commit for each handful would cost more than all that is looked at."""


@dataclass(slots=True)
class Life:
    """What a person did and what happened to them, beside what the agent knows."""

    zone: ZoneInfo
    asked_at: datetime | None = None  # last, anything
    answered_at: dict[SurveyKind, datetime] = field(default_factory=dict)  # last
    gone: bool = False  # said stop, or blocked the bot


class Year:
    """The shop's clock goes from step to step; at each, the world moves, the ticks tick, and all that may leaves.

    Whatever leaves is held against the rules at that moment, by what the world remembers of the person: somebody
    to whom nothing happens costs nothing.
    """

    orders_a_year: float = 3  # of each person, on the average
    turns_a_year: float = 1 / 2  # each time, who is with us leaves, and who has left comes back

    def __init__(self, stage: Stage, *, people: int) -> None:
        self.stage = stage
        self.chance = random.Random(2026)
        self.people = people
        self.lives: dict[int, Life] = {}
        self.ticks = self._new_ticks()
        self.owner = "the first"
        self.claims = stage.claims(self.owner)
        self.everybody: list[int] = []
        self.orders = 0
        self.sent = 0
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
                self.lives[contact_id] = Life(ZoneInfo(str(row["time_zone"] or SHOP.time_zone.key)))
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
            self.owner = f"after restart {self.sent}"
            self.ticks, self.claims = self._new_ticks(), self.stage.claims(self.owner)
        await self.ticks.tick(self.now)
        await self._send()

    async def _world(self, span: timedelta) -> None:
        """Orders come in, some are refunded; people leave and come back."""
        orders = [self._order() for _ in range(self._so_many(self.orders_a_year, span))]
        turning = self.chance.sample(self.everybody, k=self._so_many(self.turns_a_year, span))
        async with self.stage.writer.unit() as session:
            if orders:
                await session.execute(insert(purchase_table), orders)
            for contact_id in turning:
                await self._turn(session, contact_id)
            await session.commit()

    def _so_many(self, a_year: float, span: timedelta) -> int:
        """How often what happens to everybody so many times a year happens in this span."""
        expected = self.people * a_year * (span / (365 * DAY))
        return int(expected) + (self.chance.random() < expected % 1)

    async def _turn(self, session: Session, contact_id: int) -> None:
        life = self.lives[contact_id]
        telegram_id = 1_000_000 + contact_id - 1
        if life.gone:
            await contacts.consent(session, contact_id, now=self.now)
            await contacts.mark_blocked(session, telegram_id, at=None)
        elif self.chance.random() < 0.5:
            await contacts.opt_out(session, contact_id, now=self.now)
        else:
            await contacts.mark_blocked(session, telegram_id, at=self.now)
        life.gone = not life.gone

    def _order(self) -> dict[str, Any]:
        self.orders += 1
        chance = self.chance.random()
        received = self.now + timedelta(hours=self.chance.uniform(0, 200))
        return {
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

    async def _send(self) -> None:
        """All that may leave now leaves; some of it is answered at once."""
        more = True
        while more:
            turn = await self.claims.take(AT_ONCE, busy_chats=())
            messages = [claimed.message for claimed in turn.claimed]
            ends = []
            for message in messages:
                self.sent += 1
                outcome = Sent({"message_id": self.sent})
                ends.append(self.claims.end(ending(message, outcome, owner=self.owner, now=self.now)))
            await asyncio.gather(*ends)
            if messages:
                await self._received(messages)
            more = turn.more

    async def _received(self, messages: Sequence[DueMessage]) -> None:
        async with self.stage.database.reading() as session:
            found = await session.execute(
                select(
                    invitation_table.c.id,
                    invitation_table.c.kind,
                    invitation_table.c.contact_id,
                    invitation_table.c.wave_id,
                ).where(invitation_table.c.id.in_([message.invitation_id for message in messages]))
            )
            invited = {row.id: row for row in found}
        answering = []
        for message in messages:
            assert message.invitation_id is not None
            about = invited[message.invitation_id]
            self._check_left(message.kind, about)
            if self.chance.random() < 0.35:
                answering.append(about)
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
        """The clocks; whoever has answered isn't asked the same for ninety days."""
        self.asked[about.kind] += 1
        assert life.asked_at is None or self.now - life.asked_at >= max(FLOOR, USUAL.between_asks)
        life.asked_at = self.now
        answered_at = life.answered_at.get(about.kind)
        assert answered_at is None or self.now - answered_at >= USUAL.after_answer

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
