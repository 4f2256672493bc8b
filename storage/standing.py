"""What of ours stands in a person's chat: the messages that ask a question, and the prompt after its answer."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from storage.database import Session
from storage.kinds import MessageKind, MessageState
from storage.statements import among
from storage.tables import message_table as message


async def questions(session: Session, invitation_id: int) -> Sequence[int]:
    """Telegram's ids of the messages that ask this question, as far as they are known, the newest first."""
    found = await session.execute(
        select(message.c.telegram_message_id)
        .where(
            message.c.invitation_id == invitation_id,
            among(message.c.kind, MessageKind.QUESTION, MessageKind.REMINDER),
            message.c.telegram_message_id.is_not(None),
        )
        .order_by(message.c.id.desc())
    )
    return found.scalars().all()


async def prompted(session: Session, invitation_id: int) -> bool:
    """Whether a prompt after this answer has left, or is leaving; one that is in line may yet be dropped."""
    found = await session.execute(
        select(
            exists().where(
                message.c.invitation_id == invitation_id,
                among(message.c.kind, MessageKind.PROMPT),
                among(message.c.state, MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN),
            )
        )
    )
    return bool(found.scalar_one())
