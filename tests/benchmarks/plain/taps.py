"""A tap as one writes it first: look for its rows with SQLModel, make or change them, and commit."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.kinds import InvitationState, MessageKind, MessageState, ResponseSource
from storage.tables import Contact, HandledUpdate, Invitation, Message, Response, ResponseTap, Survey

BOT_ID = 42


def open_engine(url: str, *, connections: int) -> AsyncEngine:
    """An engine; on SQLite as durable as ours, and no less patient."""
    engine = create_async_engine(url, pool_size=connections, max_overflow=0, pool_timeout=300)
    if url.startswith("sqlite"):

        @event.listens_for(engine.sync_engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000"):
                connection.execute(f"PRAGMA {pragma}")

    return engine


class PlainTaps:
    """Stores taps one by one, with the rows that ours have."""

    def __init__(self, *, engine: AsyncEngine, now: Callable[[], datetime]) -> None:
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
        self._now = now

    async def take_raw(self, raw: Mapping[str, Any]) -> int | None:
        """The same, of an update as it came."""
        query = raw["callback_query"]
        return await self.take(raw["update_id"], query["from"]["id"], query["data"])

    async def take(self, update_id: int, person: int, data: str) -> int | None:
        """The score that stands, once it is committed; None for a tap that was handled, or somebody else's."""
        _, _, which, choice = data.split(":")
        score, now = int(choice), self._now()
        async with self._sessions() as session:
            if await session.get(HandledUpdate, (BOT_ID, update_id)) is not None:
                return None
            invitation = await session.get_one(Invitation, int(which))
            contact = await session.get_one(Contact, invitation.contact_id)
            if contact.telegram_id != person:
                return None
            survey = await session.get_one(Survey, invitation.survey_id)
            found = await session.exec(select(Response).where(Response.invitation_id == invitation.id))
            response = found.first()
            if response is None:
                response = Response(
                    invitation_id=int(which),
                    score=score,
                    lowest=survey.lowest,
                    highest=survey.highest,
                    source=ResponseSource.TAP,
                    first_answered_at=now,
                    answered_at=now,
                )
                session.add(response)
            counts = now - response.first_answered_at < timedelta(minutes=15)
            if counts:
                response.score, response.answered_at = score, now
                invitation.state = InvitationState.ANSWERED
                await self._prompt(session, contact, invitation, survey, score, now)
            session.add(ResponseTap(invitation_id=int(which), score=score, tapped_at=now, counted=counts))
            session.add(HandledUpdate(bot_id=BOT_ID, update_id=update_id, handled_at=now))
            await session.commit()
        return response.score

    async def _prompt(
        self,
        session: AsyncSession,
        contact: Contact,
        invitation: Invitation,
        survey: Survey,
        score: int,
        now: datetime,
    ) -> None:
        if contact.opted_out_at is not None or contact.telegram_id is None:
            return
        band = "low" if score <= survey.low_to else "high" if score >= survey.high_from else "middle"
        key = f"prompt:{invitation.id}:{band}"
        found = await session.exec(select(Message.id).where(Message.key == key))
        if found.first() is not None:
            return
        session.add(
            Message(
                key=key,
                kind=MessageKind.PROMPT,
                state=MessageState.DUE,
                priority=0,
                not_before=now,
                chat_id=contact.telegram_id,
                thread_id=None,
                contact_id=contact.id,
                invitation_id=invitation.id,
                content=_words(band, contact, invitation),
                created_at=now,
                telegram_message_id=None,
            )
        )


def _words(band: str, contact: Contact, invitation: Invitation) -> dict[str, Any]:
    """What is asked after a score of this band, in the form in which ours is stored."""

    def button(text: str, data: str) -> dict[str, Any]:
        return {"label": {"id": text}, "data": f"ts:{data[0]}:{invitation.id}:{data[1:]}"}

    return {
        "lines": [{"id": f"prompt-{band}", "values": {"name": contact.first_name}}],
        "language": "en",
        "keyboard": [
            [
                button("reason-delivery", f"r{band}delivery"),
                button("reason-quality", f"r{band}quality"),
            ],
            [button("reason-price", f"r{band}price"), button("reason-service", f"r{band}service")],
            [button("button-skip", f"s{band}")],
        ],
    }
