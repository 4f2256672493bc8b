"""Pausing, resuming and stopping a wave: what the line of messages looks at, so that it holds over a restart."""

from datetime import datetime

from sqlalchemy import and_, case, select, update

from storage.database import Session
from storage.kinds import InvitationState, MessageState, WaveState
from storage.statements import among
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import wave_table as wave
from storage.writer import BULK_ROWS

_UNDER_WAY = (WaveState.PLANNED, WaveState.FILLING, WaveState.RUNNING)


async def pause(session: Session, wave_id: int) -> bool:
    """Let nothing of a wave leave until it is resumed; answers still count. False: it isn't under way."""
    paused = await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, among(wave.c.state, *_UNDER_WAY))
        .values(resumes_as=wave.c.state, state=WaveState.PAUSED)
        .returning(wave.c.id)
    )
    return paused.first() is not None


async def resume(session: Session, wave_id: int, *, now: datetime) -> bool:
    """Let a wave go on where it was paused. False: it isn't.

    One whose moment has passed meanwhile is due now: it isn't late, and so isn't missed.
    """
    resumed = await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, among(wave.c.state, WaveState.PAUSED))
        .values(
            state=wave.c.resumes_as,
            resumes_as=None,
            due_at=case(
                (and_(among(wave.c.resumes_as, WaveState.PLANNED), wave.c.due_at < now), now),
                else_=wave.c.due_at,
            ),
        )
        .returning(wave.c.id)
    )
    return resumed.first() is not None


async def stop(session: Session, wave_id: int, *, now: datetime) -> bool:
    """End a wave for good: nothing more of it leaves; what was asked can still be answered.

    Those who weren't asked yet are cancelled by `cancel_rest`, a page at a time. False: it has ended already.
    """
    stopped = await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, among(wave.c.state, *_UNDER_WAY, WaveState.PAUSED))
        .values(state=WaveState.STOPPED, finished_at=now, resumes_as=None)
        .returning(wave.c.id)
    )
    return stopped.first() is not None


async def cancel_rest(session: Session, *, most: int = BULK_ROWS // 2) -> int:
    """Cancel up to `most` people of stopped waves who weren't asked, with their questions; returns how many."""
    stopped = select(wave.c.id).where(among(wave.c.state, WaveState.STOPPED))
    found = await session.execute(
        select(invitation.c.id)
        .where(invitation.c.wave_id.in_(stopped), among(invitation.c.state, InvitationState.DUE))
        .limit(most)
        .with_for_update()
    )
    ids = list(found.scalars())
    if ids:
        await session.execute(
            update(message)
            .where(message.c.invitation_id.in_(ids), among(message.c.state, MessageState.DUE))
            .values(state=MessageState.CANCELLED, content=None)
        )
        # A question that is just being claimed is no longer due, and is left to its sender.
        await session.execute(
            update(invitation)
            .where(invitation.c.id.in_(ids), among(invitation.c.state, InvitationState.DUE))
            .values(state=InvitationState.CANCELLED)
        )
    return len(ids)
