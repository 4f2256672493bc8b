"""What to do with a message whose turn has come: let it go, leave the person out, or drop it."""

from dataclasses import dataclass
from datetime import datetime

from handlers import question
from handlers.audience import may_be_asked_again, still_why_not
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
    if message.kind is MessageKind.QUESTION:
        return _question(facts, now=now, shop=shop) if facts else Drop()
    if message.kind is MessageKind.PROMPT and facts and (facts.opted_out_at or facts.blocked_at):
        return Drop()
    if facts and facts.erased_at:
        return Drop()
    return Go(content_from(message.content)) if message.content else Drop()


def _question(facts: InvitationFacts, *, now: datetime, shop: Shop) -> Go | LeaveOut | Drop:
    first = facts.state is InvitationState.DUE
    if not first and not may_be_asked_again(facts, now=now):
        return Drop()
    if reason := still_why_not(facts):
        return LeaveOut(reason) if first else Drop()
    language = languages.choose(facts.language, facts.language_code, shop.language)
    return Go(question.asking(facts, shop, language))
