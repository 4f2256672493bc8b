"""What a wave's daily limits leave of a day, and what waits for the next one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, tuple_, update

from storage.database import Session
from storage.kinds import ASKED, InvitationState, MessageKind, MessageState
from storage.statements import among
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import response_table as response
from storage.tables import wave_table as wave
from storage.writer import BULK_ROWS


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of a wave's daily limits is used up on a day, and until when the wave asks at all."""

    daily_cap: int | None
    daily_answers: int | None
    asks_until: datetime  # not included
    asked: int = 0
    answered: int = 0

    @property
    def used_up(self) -> bool:
        """Whether the wave asks nobody more on this day."""
        over_cap = self.daily_cap is not None and self.asked >= self.daily_cap
        return over_cap or (self.daily_answers is not None and self.answered >= self.daily_answers)

    def one_more(self) -> "Spent":
        """What is used up after one more question."""
        return replace(self, asked=self.asked + 1)


async def spent(session: Session, wave_ids: Collection[int], *, since: datetime) -> dict[int, Spent]:
    """What these waves asked and were answered since a day began, by wave.

    A wave asks for as long as a question of its beginning stays open; the one of a plan after each purchase on
    its own day. A question that failed used up nothing.
    """
    # Of a large wave most still wait, or are left out: they aren't looked at each time that something leaves.
    has_left = and_(invitation.c.wave_id == wave.c.id, among(invitation.c.state, *ASKED))
    found = await session.execute(
        select(
            wave.c.id,
            wave.c.daily_cap,
            wave.c.daily_answers,
            func.coalesce(wave.c.began_at, wave.c.due_at),
            wave.c.open_seconds,
            wave.c.fills_until,
            func.count(invitation.c.id).filter(invitation.c.asked_at >= since),
            func.count(response.c.id).filter(response.c.first_answered_at >= since),
        )
        .select_from(wave)
        .outerjoin(invitation, has_left)
        .outerjoin(response, response.c.invitation_id == invitation.c.id)
        .where(wave.c.id.in_(wave_ids))
        .group_by(wave.c.id)
    )
    return {
        wave_id: Spent(
            daily_cap=daily_cap,
            daily_answers=daily_answers,
            asks_until=fills_until or began_at + timedelta(seconds=open_seconds),
            asked=number_asked,
            answered=number_answered,
        )
        for (
            wave_id,
            daily_cap,
            daily_answers,
            began_at,
            open_seconds,
            fills_until,
            number_asked,
            number_answered,
        ) in found
    }


async def put_off(
    session: Session, wave_id: int, *, first: int, until: datetime, most: int = BULK_ROWS
) -> None:
    """Let a wave's first questions wait together, one by one they would hold up all others.

    Of the `most` messages in their line from `first` on those of the wave: what stands behind them comes to the front
    in its turn, and a large wave isn't looked through each time.
    """
    line, begin = (
        select(column).where(message.c.id == first).scalar_subquery()
        for column in (message.c.priority, message.c.not_before)
    )
    front = (
        select(message.c.id, message.c.invitation_id)
        .where(
            among(message.c.state, MessageState.DUE),
            among(message.c.kind, MessageKind.QUESTION),
            message.c.priority == line,
            tuple_(message.c.not_before, message.c.id) >= tuple_(begin, first),
            message.c.not_before < until,
        )
        .order_by(message.c.not_before, message.c.id)
        .limit(most)
        .subquery("front")
    )
    waiting = (
        select(front.c.id)
        .join(invitation, invitation.c.id == front.c.invitation_id)
        .where(invitation.c.wave_id == wave_id, among(invitation.c.state, InvitationState.DUE))
    )
    await session.execute(
        update(message)
        .where(message.c.id.in_(waiting), among(message.c.state, MessageState.DUE))
        .values(not_before=until)
    )
