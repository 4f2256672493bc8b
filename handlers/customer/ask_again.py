"""Asking once more where nobody knows whether the first message arrived; only where the shop wants that."""

from datetime import datetime
from typing import Final

from handlers.customer import prompt
from handlers.customer.answer import closed
from handlers.marketer.audience import zone_of
from handlers.shop import Shop
from handlers.texts import languages
from storage import doubts, facts
from storage.database import Session
from storage.doubts import Again, Doubt
from storage.facts import InvitationFacts
from storage.kinds import InvitationState, MessageKind
from storage.writer import BULK_ROWS

PAGE: Final = BULK_ROWS // 2
"""Messages put in line at a time, and an invitation each."""


async def put_in_line(
    session: Session, *, now: datetime, before: datetime, shop: Shop, beyond: int = 0
) -> tuple[int, int | None]:
    """Put what was sent until `before` in line again, a page after the message `beyond`.

    Returns how many, and where the next page begins; None: this was the last one.
    """
    page = await doubts.find(session, now=now, before=before, beyond=beyond, most=PAGE)
    known = await facts.load(session, {doubt.invitation_id for doubt in page}, now=now) if page else {}
    chosen = [
        again
        for doubt in page
        if (about := known.get(doubt.invitation_id)) and (again := decide(doubt, about, now=now, shop=shop))
    ]
    await doubts.send_again(session, chosen, now=now)
    return len(chosen), page[-1].message_id if len(page) == PAGE else None


def decide(doubt: Doubt, facts: InvitationFacts, *, now: datetime, shop: Shop) -> Again | None:
    """What to send once more; None where there is nothing to ask any more."""
    awake = shop.quiet_hours.hold(now, zone_of(facts.time_zone, shop))
    if doubt.kind is MessageKind.QUESTION:
        open_still = facts.state is InvitationState.UNKNOWN and not closed(facts, now)
        return Again(doubt, awake) if open_still else None
    answer = facts.answer
    if answer is None or answer.reason is not None:
        return None
    language = languages.choose(facts.language, facts.language_code, shop.language)
    said = prompt.ask(facts, answer.score, shop, language, chat_id=doubt.chat_id)
    # Its words weren't kept. Another key: the score lies in another band by now, which has a prompt of its own.
    if said.key != doubt.key or said.content is None or not prompt.still_fits(facts, said.content):
        return None
    return Again(doubt, awake, said.as_message(now).content)
