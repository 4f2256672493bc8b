"""Photos, voice messages and the like, kept with the answer that they belong to."""

from datetime import datetime

from sqlalchemy import delete, exists

from storage.database import Session
from storage.facts import KeptAttachment
from storage.statements import insert
from storage.tables import attachment_table as attachment
from storage.tables import invitation_table as invitation
from storage.tables import response_table as response


async def keep(
    session: Session, invitation_id: int, kept: KeptAttachment, *, file_id: str, now: datetime
) -> None:
    """Keep what hangs on a message; the same message twice is kept once."""
    await session.execute(
        insert(session, attachment)
        .values(
            invitation_id=invitation_id,
            kind=kept.kind,
            file_id=file_id,
            chat_id=kept.chat_id,
            telegram_message_id=kept.telegram_message_id,
            received_at=now,
        )
        .on_conflict_do_nothing()
    )


async def drop_unanswered(session: Session, now: datetime) -> None:
    """Forget what came about questions that closed without an answer: it belongs to none any more."""
    closed = exists().where(invitation.c.id == attachment.c.invitation_id, invitation.c.expires_at <= now)
    answered = exists().where(response.c.invitation_id == attachment.c.invitation_id)
    await session.execute(delete(attachment).where(closed, ~answered))
