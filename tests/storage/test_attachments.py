"""Photos, voice messages and the like, kept with the answer that they belong to."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import attachments
from storage.facts import KeptAttachment
from storage.kinds import AttachmentKind, InvitationState
from storage.tables import attachment_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
PHOTO = KeptAttachment(AttachmentKind.PHOTO, chat_id=7_000_000_000, telegram_message_id=55)


async def _keep(writer, invitation: int, kept: KeptAttachment = PHOTO, *, file_id: str = "file") -> None:
    async with writer.unit() as session:
        await attachments.keep(session, invitation, kept, file_id=file_id, now=NOW)
        await session.commit()


@pytest.mark.parametrize("kind", AttachmentKind)
async def test_what_was_sent_is_kept_with_where_it_stands(kind, rows, writer):
    invitation = await rows.invitation(state=InvitationState.ANSWERED)
    await _keep(writer, invitation, KeptAttachment(kind, 7, 55), file_id="AgAC" * 25)
    (row,) = await rows.all(attachment_table)
    assert (row.invitation_id, row.kind, row.file_id) == (invitation, kind, "AgAC" * 25)
    assert (row.chat_id, row.telegram_message_id, row.received_at) == (7, 55, NOW)


async def test_the_same_message_twice_is_kept_once(rows, writer):
    invitation, other = [await rows.invitation(state=InvitationState.ANSWERED) for _ in range(2)]
    await _keep(writer, invitation)
    await _keep(writer, other, file_id="again")
    await _keep(writer, invitation, KeptAttachment(AttachmentKind.PHOTO, 8, 55))
    found = [(row.invitation_id, row.chat_id, row.file_id) for row in await rows.all(attachment_table)]
    assert found == [(invitation, PHOTO.chat_id, "file"), (invitation, 8, "file")]


@pytest.mark.parametrize("state", [InvitationState.SENT, InvitationState.UNKNOWN, InvitationState.EXPIRED])
async def test_what_no_answer_came_to_is_forgotten_once_its_question_is_closed(state, rows, writer):
    closed = await rows.invitation(state=state, expires_at=NOW)
    still_open = await rows.invitation(state=InvitationState.SENT, expires_at=NOW + timedelta(seconds=1))
    endless = await rows.invitation(state=InvitationState.SENT, expires_at=None)
    answered = await rows.invitation(state=InvitationState.ANSWERED, expires_at=NOW - timedelta(days=9))
    await rows.answer(invitation_id=answered, score=1)
    for number, invitation in enumerate((closed, still_open, endless, answered)):
        await _keep(writer, invitation, KeptAttachment(AttachmentKind.VOICE, 7, number))
    async with writer.unit() as session:
        await attachments.drop_unanswered(session, NOW)
        await session.commit()
    left = [row.invitation_id for row in await rows.all(attachment_table)]
    assert left == [still_open, endless, answered]
