"""What to do with a message whose turn has come: let it go, leave the person out, or drop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from handlers.customer import prompt, question
from handlers.customer.answer import closed
from handlers.marketer.audience import Asking, still_why_not, zone_of
from handlers.replies import Content, content_from
from handlers.shop import Shop
from handlers.survey.eligibility import FLOOR, Kept
from handlers.texts import languages
from storage.asks import NEVER, Asks
from storage.caps import Spent
from storage.facts import InvitationFacts
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import DueMessage

_REMINDED: Final = (InvitationState.SENT, InvitationState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave, and says this."""

    content: Content


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """The person may not be asked any more."""

    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Hold:
    """It may not leave before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """It has lost its sense."""


def decide(
    message: DueMessage,
    facts: InvitationFacts | None,
    *,
    now: datetime,
    shop: Shop,
    before: Asks = NEVER,
    kept: Sequence[Kept] = (),
    spent: Spent | None = None,
) -> Go | LeaveOut | Hold | Drop:
    """Decide by what is true at this moment, not by what was true when the message was put in line.

    `before` is what the person was asked until now; `kept` says when they are kept for an NPS wave;
    `spent` is what the question's wave has used up of its limits on this day, if it has any.
    """
    if message.kind is MessageKind.REMINDER:
        return _reminder(facts, now=now, shop=shop) if facts else Drop()
    if message.kind is MessageKind.QUESTION:
        if facts is None:
            return Drop()
        asking = Asking(facts.kind, now, is_test=facts.is_test)
        return _question(facts, asking, shop, before, kept, spent)
    return _prepared(message, facts)


def _question(
    facts: InvitationFacts,
    asking: Asking,
    shop: Shop,
    before: Asks,
    kept: Sequence[Kept],
    spent: Spent | None,
) -> Go | LeaveOut | Hold | Drop:
    first = facts.state is InvitationState.DUE
    if not first and (facts.answer is not None or closed(facts, asking.now)):
        return Drop()
    # One that comes back belongs to its ask: no clock and no limit holds it up, and after "not now" only the floor.
    clocks, times = (before, kept) if first else (NEVER, ())
    if reason := still_why_not(facts, asking, before=clocks, kept=times):
        return LeaveOut(reason) if first else Drop()
    if first and spent and spent.used_up:
        return _another_day(facts, spent, asking.now, shop)
    if facts.snoozed_at is not None and (held := _after_another(facts, before, asking.now)):
        return held
    return _awake(facts, asking.now, shop) or Go(question.asking(facts, shop, _spoken(facts, shop)))


def _after_another(facts: InvitationFacts, before: Asks, now: datetime) -> Hold | Drop | None:
    """Wait a day after whatever was asked meanwhile, while the question stays open; None: nothing was."""
    last = max((ask.asked_at for ask in before.values() if ask.asked_at), default=None)
    if last is None or facts.is_test or (until := last + FLOOR) <= now:
        return None
    return Drop() if facts.expires_at is not None and until >= facts.expires_at else Hold(until)


def _reminder(facts: InvitationFacts, *, now: datetime, shop: Shop) -> Go | Hold | Drop:
    """Only to the silent: not to those who tapped anything, nor about what is settled."""
    silent = facts.state in _REMINDED and facts.answer is None and facts.snoozed_at is None
    if not silent or closed(facts, now) or still_why_not(facts, Asking(facts.kind, now, facts.is_test)):
        return Drop()
    held = _awake(facts, now, shop)
    if held and facts.expires_at is not None and held.until >= facts.expires_at:
        return Drop()
    return held or Go(question.reminding(facts, shop, _spoken(facts, shop)))


def _another_day(facts: InvitationFacts, spent: Spent, now: datetime, shop: Shop) -> Hold | LeaveOut:
    """Wait for the shop's next day, as long as the wave asks on that."""
    morning = shop.quiet_hours.hold(shop.tomorrow(now), zone_of(facts.time_zone, shop))
    return Hold(morning) if morning < spent.asks_until else LeaveOut(SkipReason.DAILY_CAP)


def _awake(facts: InvitationFacts, now: datetime, shop: Shop) -> Hold | None:
    """Wait for the end of the quiet hours where the person lives; None: they may be disturbed.

    Whoever wants a test wants it now.
    """
    if facts.is_test:
        return None
    until = shop.quiet_hours.hold(now, zone_of(facts.time_zone, shop))
    return Hold(until) if until > now else None


def _spoken(facts: InvitationFacts, shop: Shop) -> str:
    return languages.choose(facts.language, facts.language_code, shop.language)


def _prepared(message: DueMessage, facts: InvitationFacts | None) -> Go | Drop:
    """What was put in line with its words goes, unless it has lost its sense since."""
    if message.content is None or (facts and facts.erased_at):
        return Drop()
    try:
        content = content_from(message.content)
    except msgspec.ValidationError:
        # Put in line by a version that wrote it otherwise: it would hold up all that stand behind it.
        return Drop()
    if facts and message.kind is MessageKind.PROMPT and not prompt.still_fits(facts, content):
        return Drop()
    return Go(content)
