"""What to do with a message whose turn has come: let it go, leave the person out, or drop it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from handlers import question
from handlers.answer import closed
from handlers.audience import still_why_not
from handlers.replies import Content, content_from
from handlers.shop import Shop
from handlers.texts import languages
from storage.facts import InvitationFacts
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import DueMessage


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave, and says this."""

    content: Content


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """The person may not be asked any more."""

    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Drop:
    """It has lost its sense."""


def decide(
    message: DueMessage, facts: InvitationFacts | None, *, now: datetime, shop: Shop
) -> Go | LeaveOut | Drop:
    """Decide by what is true at this moment, not by what was true when the message was put in line."""
    if message.kind in (MessageKind.QUESTION, MessageKind.REMINDER):
        return _question(facts, now=now, shop=shop) if facts else Drop()
    if facts and (facts.erased_at or (message.kind is MessageKind.PROMPT and not _prompts(facts))):
        return Drop()
    try:
        return Go(content_from(message.content)) if message.content else Drop()
    except msgspec.ValidationError:
        # Put in line by a version that wrote it otherwise: it would hold up all that stand behind it.
        return Drop()


def _question(facts: InvitationFacts, *, now: datetime, shop: Shop) -> Go | LeaveOut | Drop:
    first = facts.state is InvitationState.DUE
    if not first and (facts.answer is not None or closed(facts, now)):
        return Drop()
    if reason := still_why_not(facts):
        return LeaveOut(reason) if first else Drop()
    language = languages.choose(facts.language, facts.language_code, shop.language)
    return Go(question.asking(facts, shop, language))


def _prompts(facts: InvitationFacts) -> bool:
    """Whether "what went wrong?" still makes sense: the score stayed low, and nobody has said it yet."""
    answer = facts.answer
    low = answer is None or (answer.score <= facts.low_to and not answer.comment)
    return low and not facts.opted_out_at and not facts.blocked_at
