"""Whose an update is, where the agent is a guest in a bot that the shop already has: only what is ours is taken."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from handlers.admin import owner_link
from handlers.customer.answer import closed
from handlers.customer.typed import bare_number
from handlers.marketer import draft_turns, trial
from handlers.press import read
from handlers.rights import NEEDED_IN_PRIVATE, NEEDED_IN_ROOM, Rights, suffices
from handlers.updates import Blocked, Command, GroupText, Migrated, Removed, Tap, Text, Unblocked, Update
from storage import belonging, contacts, facts, invitations, purchases, rooms
from storage.database import Session
from storage.facts import InvitationFacts
from storage.kinds import Role


class Whose(Enum):
    """Who acts on an update."""

    OURS = "ours"  # the host doesn't see it
    SHARED = "shared"  # it has its effect here, and the host sees it too
    THEIRS = "theirs"


WORDS_AWAITED_FOR: Final = timedelta(hours=1)
"""How long after we asked for words they are the answer to that, and not said to the host."""

ONE_BREATH: Final = timedelta(minutes=1)
"""How long after their first words others belong to them: people write in several messages, and send albums."""

_CUSTOMERS: Final = frozenset({"stop", "language", "mydata", "forget", "privacy"})
_OWNERS: Final = frozenset({"connect", "disconnect"})
_IN_PRIVATE: Final = _CUSTOMERS | _OWNERS | NEEDED_IN_PRIVATE.keys()


def at_sight(update: Update, *, host_asks: bool = False) -> Whose | None:
    """Whose an update is by its form alone; None where that takes a look into the database.

    `host_asks`: the host is waiting for words of this person, in a form of its own.
    """
    match update:
        case Tap():
            return Whose.OURS if read(update.data) else Whose.THEIRS
        case Blocked() | Unblocked() | Removed() | Migrated():
            return Whose.SHARED
        case Command():
            return None if _may_be_ours(update) else Whose.THEIRS
        case GroupText():
            return None
        case Text():
            return Whose.THEIRS if host_asks and update.reply_to is None else None
    return Whose.THEIRS


def _may_be_ours(command: Command) -> bool:
    if command.group is not None:
        return command.name in NEEDED_IN_ROOM
    if command.name == "start":
        return bool(command.argument)
    return command.name in _IN_PRIVATE


async def find_out(
    session: Session, update: Command | Text | GroupText, *, bot_id: int, rights: Rights, now: datetime
) -> Whose:
    """Whose an update is that can be ours.

    One that was, and is offered again, still is: its effect may have ended what spoke for it.
    """
    if not await _is_ours(session, update, bot_id=bot_id, rights=rights, now=now):
        return Whose.THEIRS
    # Both have something to say there: the host of itself, we of the scores.
    return Whose.SHARED if isinstance(update, Command) and update.name == "help" else Whose.OURS


async def _is_ours(
    session: Session, update: Command | Text | GroupText, *, bot_id: int, rights: Rights, now: datetime
) -> bool:
    match update:
        case Command():
            ours = await _command(session, update, rights)
        case GroupText():
            ours = await draft_turns.is_meant(session, update, now=now)
        case Text() if await draft_turns.is_meant(session, update, now=now):
            return True
        case Text(reply_to=None) if _number(update) is None:
            return await _words_awaited(session, update, bot_id=bot_id, now=now)
        case Text(reply_to=None):
            ours = await _score_awaited(session, update, now=now) or await _words_awaited(
                session, update, bot_id=bot_id, now=now
            )
        case Text():
            ours = await _answers_us(session, update, now=now)
    return ours or await belonging.had_its_effect(session, bot_id=bot_id, update_id=update.update_id)


async def _command(session: Session, command: Command, rights: Rights) -> bool:
    person = command.person.telegram_id
    if command.group is not None:
        if await rooms.of_chat(session, command.chat_id) is not None:
            return True
        return command.name == "connect" and await rights.role(session, command) is Role.OWNER
    if command.name == "start":
        payload = command.argument
        if trial.of_link(payload):
            return suffices(await rights.role_of(session, person), NEEDED_IN_PRIVATE["test"])
        return await purchases.by_token(session, payload) is not None or await owner_link.is_known(
            session, payload
        )
    if command.name in _CUSTOMERS:
        return await contacts.find(session, person) is not None
    needed = Role.OWNER if command.name in _OWNERS else NEEDED_IN_PRIVATE[command.name]
    return suffices(await rights.role_of(session, person), needed)


async def _answers_us(session: Session, text: Text, *, now: datetime) -> bool:
    """Whether a reply is to a message of ours about which something can still be said."""
    if text.reply_to is None:
        return False
    about = await invitations.of_message(
        session, chat_id=text.person.telegram_id, telegram_message_id=text.reply_to
    )
    known = await _facts(session, about, now)
    return known is not None and (known.answer is not None or _open(known, now))


async def _score_awaited(session: Session, text: Text, *, now: datetime) -> bool:
    """Whether a bare number answers the question that we asked last."""
    newest = await invitations.newest_open(session, telegram_id=text.person.telegram_id, now=now)
    known = await _facts(session, newest, now)
    number = _number(text)
    if known is None or number is None or known.answer is not None:
        return False
    return known.lowest <= number <= known.highest and _open(known, now)


async def _words_awaited(session: Session, text: Text, *, bot_id: int, now: datetime) -> bool:
    return await belonging.words_are_awaited(
        session,
        bot_id=bot_id,
        update_id=text.update_id,
        chat_id=text.person.telegram_id,
        asked_since=now - WORDS_AWAITED_FOR,
        said_since=now - ONE_BREATH,
    )


async def _facts(session: Session, invitation_id: int | None, now: datetime) -> InvitationFacts | None:
    if invitation_id is None:
        return None
    return (await facts.load(session, [invitation_id], now=now)).get(invitation_id)


def _open(known: InvitationFacts, now: datetime) -> bool:
    """Whether a question without an answer still takes one."""
    return not closed(known, now) and known.opted_out_at is None


def _number(text: Text) -> int | None:
    """The number that a text consists of; under a picture it is words."""
    return bare_number(text.text) if text.attached is None else None
