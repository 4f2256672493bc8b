"""When a person may be asked what next: for each kind of survey the moment, or the reason that no waiting ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.marketer.audience import Asking, asking_for, kept_from, order_for, standing_of
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY
from handlers.survey.eligibility import Kept, kept_until, may_be_asked_from
from storage import asks, people
from storage.asks import Asks
from storage.database import Session
from storage.kinds import SkipReason, SurveyKind
from storage.people import OrderFacts, Person
from storage.tables import Contact, Purchase


@dataclass(frozen=True, slots=True)
class Outlook:
    """From when on a survey may ask a person, if nothing but time changes, and the order it would ask about.

    `kept_until` is when an NPS wave asks that they are kept for until then, where that is known.
    """

    kind: SurveyKind
    since: datetime | SkipReason
    order: OrderFacts
    kept_until: datetime | None = None


async def outlooks(
    session: Session, contact: Contact | None, order: Purchase | None, *, now: datetime, shop: Shop
) -> list[Outlook]:
    """The outlook of each kind of survey; none for somebody without orders, whom no wave looks at.

    `order` is the one that stands for somebody who hasn't opened a link yet.
    """
    whose = contact.id if contact else None
    before = await asks.of_contacts(session, [whose] if whose else [])
    found = []
    for kind in SurveyKind:
        person = await people.one(session, kind, contact_id=whose, purchase_id=order.id if order else None)
        if person is not None:
            asking = await asking_for(session, kind, EVERYBODY, now=now, ahead=True)
            kept = await kept_from(session, [person], asking, before=before, shop=shop)
            found.append(
                _outlook(person, asking, before.get(whose or 0, asks.NEVER), kept.get(whose or 0, ()))
            )
    return found


def _outlook(person: Person, asking: Asking, before: Asks, kept: Sequence[Kept]) -> Outlook:
    order = order_for(person, person.orders, asking)
    # An order that is still on its way is asked about when it has come; by then another may have, too.
    then = replace(asking, now=max(asking.now, order.received_at))
    standing = standing_of(person, order, then, before=before, kept=kept)
    since = may_be_asked_from(standing, now=then.now)
    if since is SkipReason.RESERVED:
        return Outlook(asking.kind, since, order, kept_until(standing, now=then.now))
    if not isinstance(since, SkipReason):
        order = order_for(person, person.orders, replace(asking, now=since))
    return Outlook(asking.kind, since, order)
