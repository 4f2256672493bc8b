"""People as an audience sees them: what they bought, said and were asked."""

from collections.abc import Collection, Mapping, Sequence

from handlers.shop import Shop
from handlers.survey.criteria import Criteria, Customer, LastScore
from handlers.texts import languages
from storage import contact_lists, people
from storage.asks import NEVER, Asks
from storage.database import Session
from storage.kinds import SurveyKind
from storage.people import OrderFacts, Person


async def customers(
    session: Session,
    found: Sequence[Person],
    criteria: Criteria,
    kind: SurveyKind,
    *,
    before: Mapping[int, Asks],
    shop: Shop,
) -> list[Customer[OrderFacts]]:
    """What these criteria, of a survey of this kind, may test of each of a page of people, in their order.

    `before` is what they were asked until now, by contact.
    """
    scores: Mapping[int, int] = {}
    if criteria.wants(LastScore):
        scores = await people.last_scores(
            session, [person.contact.id for person in found if person.contact], kind
        )
    lists = await _lists_of(session, found, criteria.lists)
    return [
        Customer(
            orders=person.orders if person.due is None else person.due,
            number_of_orders=sum(not order.cancelled and not order.is_test for order in person.orders),
            language=language_of(person, shop),
            asked_before=any(ask.asked_at for ask in before.get(_number(person), NEVER).values()),
            last_score=scores.get(_number(person)),
            lists=lists.get(person.cursor, ()),
        )
        for person in found
    ]


def language_of(person: Person, shop: Shop) -> str:
    """The language in which somebody is written to: their own choice, else Telegram's or their latest order's."""
    contact = person.contact
    if contact is not None:
        return languages.choose(contact.language, contact.language_code, shop.language)
    return languages.choose(None, person.orders[0].language if person.orders else None, shop.language)


def _number(person: Person) -> int:
    """The contact's; 0, which nobody has, for somebody who hasn't opened a link yet."""
    return person.contact.id if person.contact else 0


async def _lists_of(
    session: Session, found: Sequence[Person], wanted: Collection[str]
) -> Mapping[str, Collection[str]]:
    """In which of these lists each person is, by cursor: a contact by any name, anybody else by their orders' one."""
    if not wanted:
        return {}
    linked = {person.cursor: person.contact.id for person in found if person.contact}
    refs = {person.cursor: person.orders[0].contact_ref for person in found if not person.contact}
    of_contacts = await contact_lists.of_contacts(session, linked.values(), wanted)
    of_refs = await contact_lists.of_refs(session, set(refs.values()), wanted)
    return {
        **{cursor: of_contacts.get(contact_id, ()) for cursor, contact_id in linked.items()},
        **{cursor: of_refs.get(ref, ()) for cursor, ref in refs.items()},
    }
