"""A shop's year, or longer: people with random lives, competing surveys, and what must hold all along."""

import asyncio
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, insert, select

from handlers import planning
from handlers.messenger import Sent
from handlers.survey.eligibility import FLOOR, USUAL
from scheduler.endings import ending
from scheduler.ticks import PATIENCE, Ticks
from storage import contacts, responses, waves
from storage.database import Session
from storage.facts import Answer
from storage.kinds import InvitationState, MessageKind, SurveyKind
from storage.responses import TapEffects
from storage.tables import contact_table, invitation_table, purchase_table
from tests.scheduler.stage import SHOP, Stage

BEGIN = datetime(2026, 1, 1, 6, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NEW_YORK = "America/New_York"


@dataclass(frozen=True)
class Asked:
    kind: SurveyKind
    at: datetime


@dataclass
class Life:
    """What a person did and what happened to them, beside what the agent knows."""

    zone: ZoneInfo
    asked: list[Asked] = field(default_factory=list)
    reminded: list[datetime] = field(default_factory=list)
    gone: bool = False  # said stop, or blocked the bot


class Year:
    """The shop's clock goes from step to step; at each, the world moves, the ticks tick, and all that may leaves."""

    def __init__(self, stage: Stage, *, people: int) -> None:
        self.stage = stage
        self.chance = random.Random(2026)
        self.people = people
        self.lives: dict[int, Life] = {}
        self.ticks = self._new_ticks()
        self.owner = "the first"
        self.claims = stage.claims(self.owner)
        self.answers: dict[int, dict[SurveyKind, list[datetime]]] = defaultdict(lambda: defaultdict(list))
        self.orders = 0
        self.sent = 0
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
        expected = self.people * 3 * (span / (365 * DAY))
        number = int(expected) + (self.chance.random() < expected % 1)
        async with self.stage.writer.unit() as session:
            if orders := [self._order() for _ in range(number)]:
                await session.execute(insert(purchase_table), orders)
            for life_id in self.chance.sample(sorted(self.lives), k=max(1, number // 50)):
                await self._turn(session, life_id)
            await session.commit()

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
            "contact_id": self.chance.choice(sorted(self.lives)) if chance > 0.1 else None,
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
            turn = await self.claims.take(16, busy_chats=())
            ends = []
            for message in (claimed.message for claimed in turn.claimed):
                self.sent += 1
                outcome = Sent({"message_id": self.sent})
                ends.append(self.claims.end(ending(message, outcome, owner=self.owner, now=self.now)))
            await asyncio.gather(*ends)
            for message in (claimed.message for claimed in turn.claimed):
                assert message.invitation_id is not None
                await self._received(message.kind, message.invitation_id)
            more = turn.more

    async def _received(self, kind: MessageKind, invitation_id: int) -> None:
        invited = await self.stage.invitation(invitation_id)
        life = self.lives[invited.contact_id]
        assert not life.gone, "somebody who left was written to"
        if kind is MessageKind.REMINDER:
            life.reminded.append(self.now)
        else:
            life.asked.append(Asked(invited.kind, self.now))
        if self.chance.random() < 0.35:
            await self._answer(invited)
            self.answers[invited.contact_id][invited.kind].append(self.now)

    async def _answer(self, invited: Any) -> None:
        lowest, highest = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}[invited.kind]
        score = self.chance.randint(lowest, highest)
        effects = TapEffects(
            invitation_id=invited.id,
            score=score,
            at=self.now,
            telegram_message_id=None,
            lowest=lowest,
            highest=highest,
            answer=Answer(score=score, first_answered_at=self.now),
        )
        async with self.stage.writer.unit() as session:
            await responses.write_taps(session, [effects])
            await session.commit()

    # What must hold

    async def check_sums(self) -> None:
        """Each person of a wave is in one state; the database's CHECK gives each skip its one reason."""
        async with self.stage.database.reading() as session:
            counts = await waves.counts(session)
        rows = await self.stage.rows(invitation_table)
        sizes = Counter(row.wave_id for row in rows)
        assert {count.wave.id: count.audience for count in counts if count.audience} == dict(sizes)
        assert all((row.state == InvitationState.SKIPPED) == (row.skip_reason is not None) for row in rows)

    def check_clocks(self) -> None:
        for life in self.lives.values():
            for earlier, later in itertools.pairwise(life.asked):
                assert later.at - earlier.at >= max(FLOOR, USUAL.between_asks)
            for asked in life.asked:
                assert 9 <= asked.at.astimezone(life.zone).hour < 21
            for reminded in life.reminded:
                assert 9 <= reminded.astimezone(life.zone).hour < 21

    def check_answers(self) -> None:
        """Whoever has answered isn't asked the same for ninety days."""
        for contact_id, answers in self.answers.items():
            for kind, moments in answers.items():
                asked = [asked.at for asked in self.lives[contact_id].asked if asked.kind is kind]
                for moment in moments:
                    assert not [at for at in asked if moment < at < moment + USUAL.after_answer]

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
