"""All that deciding about an invitation needs, loaded for many invitations at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, case, exists, false, func, null, or_, select

from storage.database import Session
from storage.kinds import AttachmentKind, InvitationState, MessageKind, MessageState, SurveyKind, Symbols
from storage.statements import among
from storage.tables import attachment_table as attachment
from storage.tables import contact_table as contact
from storage.tables import early_text_table as early_text
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response
from storage.tables import survey_table as survey

EARLY_TEXT_WINDOW: Final = timedelta(minutes=10)
"""A text so much older than its tap, at most, is joined to it."""

ANSWER_COLUMNS: Final = ("score", "first_answered_at", "closed_at", "reason", "comment")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer as it stands."""

    score: int
    first_answered_at: datetime
    closed_at: datetime | None = None
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class KeptAttachment:
    """A photo, a voice message or the like that belongs to an answer, and where it stands."""

    kind: AttachmentKind
    chat_id: int
    telegram_message_id: int


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation with its person, its order, its survey and the answer so far."""

    invitation_id: int
    contact_id: int
    state: InvitationState
    is_test: bool
    expires_at: datetime | None
    snoozed_at: datetime | None
    order_id: str | None
    product: str | None
    store: str | None
    delivered_at: datetime | None
    kind: SurveyKind
    lowest: int
    highest: int
    low_to: int
    high_from: int
    telegram_id: int | None
    first_name: str
    language: str | None
    language_code: str | None
    time_zone: str | None
    is_staff: bool
    opted_out_at: datetime | None
    blocked_at: datetime | None
    deactivated_at: datetime | None
    erased_at: datetime | None
    order_cancelled_at: datetime | None  # or refunded; of an NPS, unless another order of theirs stands
    order_is_test: bool  # likewise
    answer: Answer | None = None
    early_texts: tuple[tuple[datetime, str], ...] = ()  # received at, words; oldest first
    early_attachments: tuple[KeptAttachment, ...] = ()  # what came before the tap, oldest first
    symbols: Symbols = Symbols.DIGITS
    wording: Mapping[str, Mapping[str, str]] | None = None  # see Survey.wording
    quick_answers: Sequence[str] | None = None  # see Survey.quick_answers
    may_ask_still: bool = True  # whether a question or a reminder is in line, under way, or may have arrived

    def answered(self, answer: Answer) -> "InvitationFacts":
        """The facts after this answer: for the next tap of the same batch."""
        return replace(self, state=InvitationState.ANSWERED, answer=answer)


_another: Final = purchase.alias("another")

# NPS asks about the shop: to have one order that stands is enough, as it is when its people are chosen.
_STANDS_OTHERWISE: Final = and_(
    among(invitation.c.kind, SurveyKind.NPS),
    or_(purchase.c.cancelled_at.is_not(None), purchase.c.is_test),
    exists().where(
        _another.c.contact_id == invitation.c.contact_id,
        _another.c.cancelled_at.is_(None),
        ~_another.c.is_test,
        _another.c.received_at <= bindparam("now", type_=_another.c.received_at.type),
    ),
)

_COLUMNS: Final = (
    invitation.c.id.label("invitation_id"),
    invitation.c.contact_id,
    invitation.c.state,
    invitation.c.is_test,
    invitation.c.expires_at,
    invitation.c.snoozed_at,
    invitation.c.order_id,
    invitation.c.product,
    invitation.c.store,
    invitation.c.delivered_at,
    survey.c.kind,
    survey.c.lowest,
    survey.c.highest,
    survey.c.low_to,
    survey.c.high_from,
    survey.c.symbols,
    survey.c.wording,
    survey.c.quick_answers,
    contact.c.telegram_id,
    contact.c.first_name,
    contact.c.language,
    contact.c.language_code,
    contact.c.time_zone,
    contact.c.is_staff,
    contact.c.opted_out_at,
    contact.c.blocked_at,
    contact.c.deactivated_at,
    contact.c.erased_at,
    case((_STANDS_OTHERWISE, null()), else_=purchase.c.cancelled_at).label("order_cancelled_at"),
    case((_STANDS_OTHERWISE, false()), else_=func.coalesce(purchase.c.is_test, false())).label(
        "order_is_test"
    ),
    exists()
    .where(
        message.c.invitation_id == invitation.c.id,
        among(message.c.kind, MessageKind.QUESTION, MessageKind.REMINDER),
        among(message.c.state, MessageState.DUE, MessageState.SENDING, MessageState.UNKNOWN),
    )
    .label("may_ask_still"),
)

_NAMES: Final = tuple(column.name for column in _COLUMNS)

_WHICH: Final[BindParameter[int]] = bindparam("which", expanding=True)
_INVITED: Final = (
    select(
        *_COLUMNS,
        *(response.c[name] for name in ANSWER_COLUMNS),
        # What few have is only asked after where it is.
        exists().where(early_text.c.invitation_id == invitation.c.id).label("has_texts"),
        exists().where(attachment.c.invitation_id == invitation.c.id).label("has_attachments"),
    )
    .select_from(invitation)
    .join(contact, contact.c.id == invitation.c.contact_id)
    .join(survey, survey.c.id == invitation.c.survey_id)
    # By its number: an NPS keeps that alone, since its order may be asked about again.
    .outerjoin(purchase, purchase.c.order_id == invitation.c.order_id)
    .outerjoin(response, response.c.invitation_id == invitation.c.id)
    .where(invitation.c.id.in_(_WHICH))
)

_EARLY_TEXTS: Final = (
    select(early_text.c.invitation_id, early_text.c.received_at, early_text.c.text)
    .where(early_text.c.invitation_id.in_(_WHICH), early_text.c.received_at >= bindparam("since"))
    .order_by(early_text.c.id)
)

# However long before the tap they came: unlike words, a picture isn't about anything else.
_EARLY_ATTACHMENTS: Final = (
    select(
        attachment.c.invitation_id,
        attachment.c.kind,
        attachment.c.chat_id,
        attachment.c.telegram_message_id,
    )
    .where(attachment.c.invitation_id.in_(_WHICH))
    .order_by(attachment.c.id)
)


async def load(
    session: Session, invitation_ids: Collection[int], *, now: datetime
) -> dict[int, InvitationFacts]:
    """What is known of these invitations, by id; one that nobody was asked by isn't found."""
    rows = (await session.execute(_INVITED, {"which": list(invitation_ids), "now": now})).all()
    unanswered = [row for row in rows if row.score is None]
    texts = await _early_texts(
        session, [row.invitation_id for row in unanswered if row.has_texts], since=now - EARLY_TEXT_WINDOW
    )
    attachments = await _early_attachments(
        session, [row.invitation_id for row in unanswered if row.has_attachments]
    )
    return {
        row.invitation_id: _facts_of(
            row, texts.get(row.invitation_id, ()), attachments.get(row.invitation_id, ())
        )
        for row in rows
    }


def _facts_of(
    row: Any, texts: Sequence[tuple[datetime, str]], attachments: Sequence[KeptAttachment]
) -> InvitationFacts:
    answer = None if row.score is None else Answer(*row[len(_COLUMNS) : len(_COLUMNS) + len(ANSWER_COLUMNS)])
    invited = dict(zip(_NAMES, row, strict=False))
    return InvitationFacts(
        **invited, answer=answer, early_texts=tuple(texts), early_attachments=tuple(attachments)
    )


async def _early_texts(
    session: Session, invitation_ids: Collection[int], *, since: datetime
) -> Mapping[int, Sequence[tuple[datetime, str]]]:
    if not invitation_ids:
        return {}
    found = await session.execute(_EARLY_TEXTS, {"which": invitation_ids, "since": since})
    texts: dict[int, list[tuple[datetime, str]]] = {}
    for invitation_id, received_at, text in found:
        texts.setdefault(invitation_id, []).append((received_at, text))
    return texts


async def _early_attachments(
    session: Session, invitation_ids: Collection[int]
) -> Mapping[int, Sequence[KeptAttachment]]:
    if not invitation_ids:
        return {}
    found = await session.execute(_EARLY_ATTACHMENTS, {"which": invitation_ids})
    attachments: dict[int, list[KeptAttachment]] = {}
    for invitation_id, *where in found:
        attachments.setdefault(invitation_id, []).append(KeptAttachment(*where))
    return attachments
