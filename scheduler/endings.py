"""What the outcome of a sending means for the message, and what it teaches of its chat: a pure decision."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.messenger import (
    Gone,
    GoneReason,
    Moved,
    NotSent,
    Outcome,
    Rejected,
    RetryAfter,
    Sent,
    Unknown,
)
from storage.bots import EVERY_CHAT
from storage.kinds import MessageState
from storage.messages import DueMessage
from storage.outcomes import Result

REFUSED_FOR_NOW: Final = timedelta(days=1)
"""An unknown 403 isn't "blocked": it is tried again a day later, once."""

FAILURE_LENGTH: Final = 200
"""Characters that are kept of what Telegram said."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the sending of a claimed message ended, and what it taught us of its chat."""

    result: Result
    paused: tuple[int, datetime] | None = None  # chat (or every chat), until when
    blocked: int | None = None
    deactivated: int | None = None
    moved: tuple[int, int] | None = None  # from, to


def held_back(chat_id: int) -> int:
    """Whom a 429 holds back: in a private chat the whole bot; a group has an allowance of its own."""
    return EVERY_CHAT if chat_id > 0 else chat_id


def ending(  # noqa: PLR0911 - one for each outcome
    message: DueMessage, outcome: Outcome, *, owner: str, now: datetime
) -> Ending:
    """What is to be written after this outcome of a message's first or next attempt."""
    sent = _sent(message, owner, now)
    again = released(message, owner=owner, now=now)
    match outcome:
        case Sent({"message_id": int(number)}):
            return Ending(replace(sent, telegram_message_id=number))
        case Sent():
            return Ending(sent)
        case RetryAfter(seconds):
            return replace(again, paused=(held_back(message.chat_id), now + timedelta(seconds=seconds)))
        case Moved(chat_id):
            return replace(again, moved=(message.chat_id, chat_id))
        case NotSent() | Rejected(401, _):
            return again
        case Gone(reason):
            return Ending(
                _instead(sent, MessageState.FAILED, reason),
                blocked=message.chat_id if reason is GoneReason.BLOCKED else None,
                deactivated=message.chat_id if reason is GoneReason.DEACTIVATED else None,
            )
        case Unknown(description):
            return Ending(_instead(sent, MessageState.UNKNOWN, description))
        case Rejected(403, description) if message.attempt == 0:
            later = replace(sent, not_before=now + REFUSED_FOR_NOW)
            return Ending(_instead(later, MessageState.DUE, description))
        case Rejected(_, description):
            return Ending(_instead(sent, MessageState.FAILED, description))


def released(message: DueMessage, *, owner: str, now: datetime) -> Ending:
    """The ending of what never left: it is due again, in its old place, and the attempt doesn't count."""
    return Ending(replace(_sent(message, owner, now), state=MessageState.DUE, counted=False))


def broken(message: DueMessage, error: Exception, *, owner: str, now: datetime) -> Ending:
    """The ending of what can't be put into words: by one such message no other is held up."""
    return Ending(_instead(_sent(message, owner, now), MessageState.FAILED, type(error).__name__))


def _sent(message: DueMessage, owner: str, now: datetime) -> Result:
    return Result(
        message_id=message.id,
        owner=owner,
        attempt=message.attempt + 1,
        state=MessageState.SENT,
        at=now,
    )


def _instead(sent: Result, state: MessageState, why: str) -> Result:
    return replace(sent, state=state, failure=why[:FAILURE_LENGTH])
