"""All that is kept of one person, found by their Telegram id: what /mydata shows, and /forget erases."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from storage.database import Session
from storage.tables import attachment_table as attachment
from storage.tables import contact_list_table as contact_list
from storage.tables import contact_ref_table as contact_ref
from storage.tables import contact_table as contact
from storage.tables import draft_table as draft
from storage.tables import early_text_table as early_text
from storage.tables import invitation_table as invitation
from storage.tables import list_entry_table as list_entry
from storage.tables import member_table as member
from storage.tables import message_table as message
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response
from storage.tables import response_tap_table as response_tap
from storage.tables import score_view_table as score_view
from storage.tables import sending_pause_table as sending_pause
from storage.tables import sent_file_table as sent_file
from storage.tables import set_aside_update_table as set_aside_update
from storage.tables import survey_table as survey

_NUMBERS: Final = frozenset({"id", "contact_id", "purchase_id", "invitation_id", "wave_id", "survey_id"})
"""How rows know each other; they say nothing of the person."""

_MACHINERY: Final = frozenset({"key", "owner", "priority", "attempt", "thread_id", "reply_to_key", "chat_id"})
"""How a message is sent. The chat is the person's own, or a room of the team's."""


@dataclass(frozen=True, slots=True)
class Traces:
    """The rows from which all others of a person are found."""

    telegram_id: int
    contact_id: int | None
    refs: Collection[str]
    purchase_ids: Collection[int]
    invitation_ids: Collection[int]

    @property
    def messages(self) -> ColumnElement[bool]:
        """Whether a message is to the person, or about them, as an alert to the team is."""
        return or_(
            message.c.chat_id == self.telegram_id,
            message.c.contact_id == self.contact_id if self.contact_id is not None else false(),
            message.c.invitation_id.in_(self.invitation_ids),
        )


async def traces(session: Session, telegram_id: int) -> Traces:
    """Where a person is; of a stranger there may still be messages, and a place in the team."""
    found = await session.execute(select(contact.c.id).where(contact.c.telegram_id == telegram_id))
    contact_id: int | None = found.scalar_one_or_none()
    if contact_id is None:
        return Traces(telegram_id, None, (), (), ())
    refs = await _all(session, contact_ref.c.ref, contact_ref.c.contact_id == contact_id)
    purchase_ids = await _all(
        session,
        purchase.c.id,
        or_(purchase.c.contact_id == contact_id, purchase.c.contact_ref.in_(refs)),
    )
    # An order that nobody had opened the link of yet was left out of a wave without a contact.
    as_nobody = and_(invitation.c.contact_id.is_(None), invitation.c.purchase_id.in_(purchase_ids))
    invitation_ids = await _all(
        session, invitation.c.id, or_(invitation.c.contact_id == contact_id, as_nobody)
    )
    return Traces(telegram_id, contact_id, refs, purchase_ids, invitation_ids)


async def names_of(session: Session, theirs: Traces) -> set[str]:
    """The shop's names for a person: those they took, and those that their orders stand under."""
    found = await session.execute(
        select(purchase.c.contact_ref).where(purchase.c.id.in_(theirs.purchase_ids)).distinct()
    )
    return {*theirs.refs, *found.scalars()}


async def kept(session: Session, telegram_id: int) -> dict[str, Any] | None:
    """Everything that is kept of a person, by names that can be read; None where there is nothing.

    Left out are numbers that only join rows, how messages are sent, the tokens of links, and what is
    somebody else's: which room an alert went to, who gave a role, what was said in a group.
    """
    theirs = await traces(session, telegram_id)
    profile = await _rows(session, contact, contact.c.id == theirs.contact_id, without=_NUMBERS)
    team = await _rows(session, member, member.c.telegram_id == telegram_id, without={"granted_by"})
    data = {
        "profile": profile[0] if profile else None,
        "names_at_the_shop": await _rows(
            session, contact_ref, contact_ref.c.contact_id == theirs.contact_id, without=_NUMBERS
        ),
        "orders": await _rows(
            session, purchase, purchase.c.id.in_(theirs.purchase_ids), without=_NUMBERS | {"link_token"}
        ),
        "questions": [await _question(session, which) for which in sorted(theirs.invitation_ids)],
        "messages_to_you": await _messages(session, theirs, to_them=True),
        "messages_about_you": await _messages(session, theirs, to_them=False),
        "updates_set_aside": await _set_aside(session, telegram_id),
        "pauses_of_your_chat": await _rows(
            session, sending_pause, sending_pause.c.chat_id == telegram_id, without={"bot_id", "chat_id"}
        ),
        "score_messages": await _rows(
            session, score_view, score_view.c.chat_id == telegram_id, without={"id", "chat_id"}
        ),
        "planned_waves": await _rows(
            session,
            draft,
            draft.c.person_id == telegram_id,
            without={"id", "chat_id", "message_id", "person_id", "offers"},
        ),
        "lists": await _lists(session, theirs),
        "files_not_read_yet": await _rows(
            session,
            sent_file,
            sent_file.c.person_id == telegram_id,
            without={"id", "update_id", "draft_id", "person_id", "chat_id", "thread_id", "list_id"},
        ),
        "team": team[0] if team else None,
    }
    return {"telegram_id": telegram_id, **data} if any(data.values()) else None


async def _lists(session: Session, theirs: Traces) -> list[dict[str, Any]]:
    """The lists of contacts in which a person is, and the name by which each knows them."""
    found = await session.execute(
        select(contact_list.c.name.label("list"), list_entry.c.ref)
        .join(contact_list, contact_list.c.id == list_entry.c.list_id)
        .where(list_entry.c.ref.in_(await names_of(session, theirs)))
        .order_by(contact_list.c.id, list_entry.c.ref)
    )
    return [dict(row) for row in found.mappings()]


async def _question(session: Session, which: int) -> dict[str, Any]:
    """An invitation, and all that came in return."""
    (asked,) = await _rows(session, invitation, invitation.c.id == which, without=_NUMBERS | {"ask_key"})
    answers = await _rows(session, response, response.c.invitation_id == which, without=_NUMBERS)
    return {
        **asked,
        "answer": {**answers[0], **await _in_words(session, which, answers[0]["reason"])}
        if answers
        else None,
        "taps": await _rows(session, response_tap, response_tap.c.invitation_id == which, without=_NUMBERS),
        "words_before_the_tap": await _rows(
            session, early_text, early_text.c.invitation_id == which, without=_NUMBERS
        ),
        "attachments": await _rows(
            session, attachment, attachment.c.invitation_id == which, without=_NUMBERS | {"chat_id"}
        ),
    }


async def _in_words(session: Session, which: int, reason: str | None) -> dict[str, Any]:
    """What the shop called its own quick answer that was chosen, by language; the usual ones say it themselves."""
    if reason is None:
        return {}
    found = await session.execute(
        select(survey.c.wording)
        .join(invitation, invitation.c.survey_id == survey.c.id)
        .where(invitation.c.id == which)
    )
    wording = found.scalar_one() or {}
    words = {language: parts[reason] for language, parts in wording.items() if reason in parts}
    return {"reason_in_words": words} if words else {}


async def _messages(session: Session, theirs: Traces, *, to_them: bool) -> list[dict[str, Any]]:
    in_their_chat = message.c.chat_id == theirs.telegram_id
    found = await _rows(
        session,
        message,
        and_(theirs.messages, in_their_chat if to_them else ~in_their_chat),
        # Where a message stands in a room is the team's.
        without=_NUMBERS | _MACHINERY | (set() if to_them else {"telegram_message_id"}),
    )
    for row in found:
        if content := row["content"]:
            row["content"] = {"lines": content.get("lines"), "language": content.get("language")}
    return found


async def _set_aside(session: Session, telegram_id: int) -> list[dict[str, Any]]:
    """Updates of a person that failed; of one in a group only that there is one, since others speak in it."""
    found = await _rows(
        session,
        set_aside_update,
        set_aside_update.c.telegram_id == telegram_id,
        without={"bot_id", "telegram_id"},
    )
    for row in found:
        if not _is_in_chat(row["body"], telegram_id):
            row["body"] = None
    return found


def _is_in_chat(body: dict[str, Any], chat_id: int) -> bool:
    """Whether an update of Telegram's happened in this chat (Bot API: Update)."""
    events = [event for event in body.values() if isinstance(event, dict)]
    places = [event.get("message", event) for event in events]
    return bool(places) and all(
        isinstance(place, dict) and isinstance(place.get("chat"), dict) and place["chat"].get("id") == chat_id
        for place in places
    )


async def _rows(
    session: Session, table: Table, which: ColumnElement[bool], *, without: Collection[str]
) -> list[dict[str, Any]]:
    """Rows with every column but these, so that a new one is shown unless somebody decides otherwise."""
    columns = [column for column in table.columns if column.name not in without]
    found = await session.execute(select(*columns).where(which).order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


async def _all(session: Session, column: ColumnElement[Any], which: ColumnElement[bool]) -> list[Any]:
    found = await session.execute(select(column).where(which).order_by(column))
    return list(found.scalars())
