"""Messages of which nobody knows whether they arrived, and that may be sent once more where the shop wants that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, and_, bindparam, or_, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.database import Session
from storage.kinds import MessageKind, MessageState, WaveState
from storage.statements import among, each
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import wave_table as wave

FIRST: Final = 1
"""The attempt after which a message is sent once more; what is unknown after the second one stays so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question or a prompt that may never have arrived."""

    message_id: int
    key: str
    kind: MessageKind
    chat_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True)
class Again:
    """What is sent once more, and when; without content, what it says is made when it is sent."""

    doubt: Doubt
    not_before: datetime
    content: dict[str, Any] | None = None


async def find(session: Session, *, now: datetime, before: datetime, beyond: int, most: int) -> list[Doubt]:
    """Up to `most` doubts about what was sent until `before` and isn't closed, by id, from the one after `beyond`.

    A question whose wave doesn't run waits; one of which a reminder went out was asked again already. Whether
    there is anything to ask still, whoever reads the facts of the invitation decides.
    """
    found = await session.execute(
        select(
            message.c.id,
            message.c.key,
            message.c.kind,
            message.c.chat_id,
            message.c.invitation_id,
        )
        .join(invitation, invitation.c.id == message.c.invitation_id)
        .join(wave, wave.c.id == invitation.c.wave_id)
        .where(
            among(message.c.state, MessageState.UNKNOWN),
            message.c.id > beyond,
            message.c.attempt == FIRST,
            message.c.claimed_at <= before,
            invitation.c.expires_at > now,
            or_(
                among(message.c.kind, MessageKind.PROMPT),
                and_(
                    among(message.c.kind, MessageKind.QUESTION),
                    invitation.c.reminded_at.is_(None),
                    among(wave.c.state, WaveState.RUNNING),
                ),
            ),
        )
        .order_by(message.c.id)
        .limit(most)
        .with_for_update(of=message)
    )
    return [Doubt(*row) for row in found]


async def send_again(session: Session, chosen: Sequence[Again], *, now: datetime) -> None:
    """Put these in line once more.

    An invitation stays `unknown` until its question is known to have arrived: the first one may have. Its
    reminder counts from now on.
    """
    await each(
        session,
        update(message)
        .where(message.c.id == bindparam("which"), among(message.c.state, MessageState.UNKNOWN))
        .values(
            state=MessageState.DUE,
            not_before=bindparam("again_at", type_=UTCDateTime()),
            content=bindparam("says", type_=JSON(none_as_null=True)),
            failure=None,
        ),
        [
            {"which": again.doubt.message_id, "again_at": again.not_before, "says": again.content}
            for again in chosen
        ],
    )
    await each(
        session,
        update(invitation).where(invitation.c.id == bindparam("which")).values(asked_at=now),
        [
            {"which": again.doubt.invitation_id}
            for again in chosen
            if again.doubt.kind is MessageKind.QUESTION
        ],
    )
