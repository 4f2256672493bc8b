"""Invitations: made when a wave is filled, moved by what happens to their question."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Column, String, bindparam, case, func, select, update

from storage import messages, outcomes
from storage.bulk import Bulk, to_insert
from storage.database import Session
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import Asked
from storage.statements import among, each
from storage.tables import Survey, Wave, wave_table
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import purchase_table as purchase
from storage.writer import BULK_ROWS


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """One person of a wave: asked when `skip_reason` is None, else left out for that reason."""

    contact_id: int | None
    chat_id: int | None
    purchase_id: int | None  # what the person bought, of which a snapshot is kept
    skip_reason: SkipReason | None
    language: str
    about_order: bool = True  # False: the question is about the shop, and the order may be asked about again
    not_before: datetime | None = None  # None: now


_SNAPSHOT: Final = ("order_id", "product", "category", "store", "operator", "channel", "delivered_at")
_THEIRS: Final = ("ask_key", "contact_id", "purchase_id", "state", "skip_reason", "language")
_EVERYBODYS: Final = ("survey_id", "kind", "created_at")

# The database copies what it has: the order isn't carried through here and back.
_ADD: Final = Bulk(
    lambda insert, page: (
        insert(invitation)
        .from_select(
            ["wave_id", "is_test", *_SNAPSHOT, *_THEIRS, *_EVERYBODYS],
            to_insert(
                wave_table.c.id,
                wave_table.c.is_test,
                *(purchase.c[name] for name in _SNAPSHOT),
                *(page.c[name] for name in _THEIRS),
                *(bindparam(name, type_=invitation.c[name].type) for name in _EVERYBODYS),
            )
            .select_from(page)
            .join(wave_table, wave_table.c.id == bindparam("into"))
            .outerjoin(purchase, purchase.c.id == page.c.bought),
        )
        .on_conflict_do_nothing(index_elements=["ask_key"])
    ),
    ask_key=String(),
    contact_id=BigInteger(),
    bought=BigInteger(),
    purchase_id=BigInteger(),
    state=String(),
    skip_reason=String(),
    language=String(),
)


async def add_page(
    session: Session, *, wave: Wave, survey_of_wave: Survey, people: Sequence[NewInvitation], now: datetime
) -> None:
    """Store a page of a wave's people, and put the questions of those who are asked in line.

    Adding the same person again changes nothing, so a page that a crash cut off can be added again.
    """
    keys = [_key(wave, person) for person in people]
    await _ADD.execute(
        session,
        [
            {
                "ask_key": key,
                "contact_id": person.contact_id,
                "bought": person.purchase_id,
                "purchase_id": person.purchase_id if person.about_order else None,
                "state": InvitationState.SKIPPED if person.skip_reason else InvitationState.DUE,
                "skip_reason": person.skip_reason,
                "language": person.language,
            }
            for key, person in zip(keys, people, strict=True)
        ],
        into=wave.id,
        survey_id=survey_of_wave.id,
        kind=survey_of_wave.kind,
        created_at=now,
    )
    asked = [
        Asked(key, _chat_of(person, key), person.not_before or now)
        for key, person in zip(keys, people, strict=True)
        if person.skip_reason is None
    ]
    await messages.ask(session, asked, now=now)


def _key(of: Wave, person: NewInvitation) -> str:
    """What a person has one invitation of a wave under; one who opened no link stands under what they bought."""
    who = f"p{person.purchase_id}" if person.contact_id is None else f"c{person.contact_id}"
    return f"w{of.id}:{who}"


def _chat_of(person: NewInvitation, ask_key: str) -> int:
    if person.chat_id is None:
        raise ValueError(
            f"{ask_key} is to be asked and has no chat; without a message it would be due for ever"
        )
    return person.chat_id


_HOLDING: Final = (
    select(invitation.c.id)
    .where(invitation.c.id.in_(bindparam("which", expanding=True)))
    .order_by(invitation.c.id)
    .with_for_update()
)


async def hold(session: Session, invitation_ids: Collection[int]) -> None:
    """Let nobody else decide about these invitations before this transaction ends.

    SQLite has one writer; on PostgreSQL two processes may each have a tap of the same person in hand, and what
    is stored last must be what was decided last. In order, so that no two wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql" and invitation_ids:
        await session.execute(_HOLDING, {"which": list(invitation_ids)})


async def skip(session: Session, reasons: Sequence[tuple[int, SkipReason]]) -> None:
    """Leave people out at the last moment, each for its reason; only those whose question is still due."""
    await each(
        session,
        update(invitation)
        .where(invitation.c.id == bindparam("which"), among(invitation.c.state, InvitationState.DUE))
        .values(state=InvitationState.SKIPPED, skip_reason=bindparam("why")),
        [{"which": invitation_id, "why": reason} for invitation_id, reason in reasons],
    )


async def expire(session: Session, now: datetime, *, most: int = BULK_ROWS) -> int:
    """Close up to `most` questions whose time is up, the oldest first; returns how many.

    What never surely arrived stays `unknown`. A tap that comes before its question's turn counts no more than
    one after it: whether a question is open is decided by `expires_at`.
    """
    # Found first: told to update what a subquery finds, SQLite would walk through every open question.
    found = await session.execute(
        select(invitation.c.id)
        .where(among(invitation.c.state, InvitationState.SENT), invitation.c.expires_at <= now)
        .order_by(invitation.c.expires_at)
        .limit(most)
    )
    over = found.scalars().all()
    if not over:
        return 0
    closed = await session.execute(
        update(invitation)
        .where(invitation.c.id.in_(over), among(invitation.c.state, InvitationState.SENT))
        .values(state=InvitationState.EXPIRED)
        .returning(invitation.c.id)
    )
    return len(closed.all())


async def put_off(
    session: Session, invitation_id: int, *, now: datetime, telegram_message_id: int | None = None
) -> None:
    """Note that a person said "not now", under this message; a second time changes nothing."""
    await _pressed(session, invitation_id, invitation.c.snoozed_at, telegram_message_id, now)


async def decline(
    session: Session, invitation_id: int, *, now: datetime, telegram_message_id: int | None = None
) -> None:
    """Note that a person said "don't ask me", under this message."""
    await _pressed(session, invitation_id, invitation.c.declined_at, telegram_message_id, now)


async def _pressed(
    session: Session, invitation_id: int, moment: Column[Any], telegram_message_id: int | None, now: datetime
) -> None:
    """Note the moment of a press, the first time; and that what was pressed has arrived, if that wasn't known."""
    unsure = among(invitation.c.state, InvitationState.SENDING, InvitationState.UNKNOWN)
    await session.execute(
        update(invitation)
        .where(invitation.c.id == invitation_id)
        .values(
            {
                moment: func.coalesce(moment, now),
                invitation.c.state: case((unsure, InvitationState.SENT), else_=invitation.c.state),
                invitation.c.sent_at: case(
                    (unsure, func.coalesce(invitation.c.sent_at, now)), else_=invitation.c.sent_at
                ),
            }
        )
    )
    await outcomes.prove(session, [(invitation_id, telegram_message_id, now)])


async def of_message(session: Session, *, chat_id: int, telegram_message_id: int) -> int | None:
    """The id of the invitation that a message of ours belongs to."""
    found = await session.execute(
        select(message.c.invitation_id)
        .where(message.c.chat_id == chat_id, message.c.telegram_message_id == telegram_message_id)
        .limit(1)
    )
    which: int | None = found.scalar_one_or_none()
    return which


async def newest_open(session: Session, *, telegram_id: int, now: datetime) -> int | None:
    """The id of the invitation of the newest question or prompt that this person can still answer."""
    found = await session.execute(
        select(invitation.c.id)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .join(message, message.c.invitation_id == invitation.c.id)
        .where(
            contact.c.telegram_id == telegram_id,
            among(
                invitation.c.state,
                InvitationState.SENDING,
                InvitationState.SENT,
                InvitationState.UNKNOWN,
                InvitationState.ANSWERED,
            ),
            invitation.c.expires_at > now,
            # What was said in between, such as thanks, asks nothing.
            among(message.c.kind, MessageKind.QUESTION, MessageKind.REMINDER, MessageKind.PROMPT),
            message.c.claimed_at.is_not(None),
        )
        .order_by(message.c.claimed_at.desc(), message.c.id.desc())
        .limit(1)
    )
    which: int | None = found.scalar_one_or_none()
    return which
